import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import { hardeningOf, measurePath, wordMeasure } from '../../../compiler/modules/measures.ts';
import type { CheckContext, SpecOn } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Options = Pick<SpecOn<'fargate'>, 'options'>;

const service: SpecPath = ['backend', 'service'];
const portPath: SpecPath = [...service, 'port'];

/** Ports from here on are free for every user. */
const firstFreePort = 1024;

/** Full folders must leave the service some memory: a task that needs more than it has is ended. */
export function writableFindings(
  { options, memory }: Options & { readonly memory: number },
  { written }: CheckContext,
): Finding[] {
  const { readOnlyRoot, writablePaths, writableMiB } = hardeningOf({ options });
  const { length } = writablePaths;
  if (!readOnlyRoot || length * writableMiB < memory) return [];
  const path = measurePath('writableMiB');
  const most = Math.floor((memory - 1) / length);
  const of = length === 1 ? `${writableMiB} MiB` : `${length} times ${writableMiB} MiB`;
  return [
    {
      code: 'out-of-range',
      path: written(path, [...service, 'memory'], measurePath('writablePaths')),
      message: `Files below writablePaths can take ${of}, and the task has ${memory} MB of memory for everything`,
      hint: `Write "writableMiB: ${most}" or less, or more memory`,
    },
  ];
}

/**
 * A user other than root can use no port below 1024 on Fargate, unless the image gives its program the capability.
 * Whoever names the user may know that it does.
 * https://github.com/aws/containers-roadmap/issues/1721
 */
export function portFindings(
  { options, port }: Options & { readonly port: number },
  { isGiven }: CheckContext,
): Finding[] {
  const path = measurePath('containerUser');
  const { containerUser } = hardeningOf({ options });
  if (port >= firstFreePort || containerUser === 'image' || isGiven(path)) return [];
  return [
    {
      code: 'conflicting-properties',
      path: portPath,
      message: `The container runs as user ${containerUser}, and only root can use port ${port}`,
      ...eitherOf('Write', [
        { path: portPath, value: 8080, words: '"port: 8080"' },
        { path, value: 'image', words: wordMeasure('containerUser', 'image') },
        {
          path,
          value: containerUser,
          words: `"containerUser: ${containerUser}" if the image gives its program the capability for it`,
        },
      ]),
      related: { path: path.slice(0, -1), message: 'This decides the user' },
    },
  ];
}

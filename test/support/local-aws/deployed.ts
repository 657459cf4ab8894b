import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pushImage } from './inspect-aws.ts';
import type { MiniStack } from './mini-stack.ts';
import { startRehearsal } from './rehearsal.ts';
import type { Stacks } from './stacks.ts';

const compiled = fileURLToPath(new URL('../../../dist/todo/', import.meta.url));

/** A local AWS in which the stacks of specs/todo.yaml can be deployed quickly. */
export interface Deployed {
  readonly miniStack: MiniStack;
  readonly stacks: Stacks;
  /** For a test's own files. */
  readonly folder: string;
  deployShared(edit?: (template: string) => string): Promise<void>;
  /** Resolves to the URI of the image that it runs. */
  deployBackend(): Promise<string>;
  stop(): Promise<void>;
}

const asItIs = (template: string): string => template;

export async function startDeployed(): Promise<Deployed> {
  const rehearsal = await startRehearsal();
  const { miniStack, stacks } = rehearsal;
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-deployed-'));
  const read = (name: string) => readFile(path.join(compiled, name), 'utf8');
  const deploy = async (name: string, template: string) => {
    const { StackStatus, StackStatusReason } = await stacks.deploy(name, template);
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(StackStatus ?? '')) {
      throw new Error(`${name} is ${String(StackStatus)}: ${String(StackStatusReason)}`);
    }
  };
  return {
    miniStack,
    stacks,
    folder,
    async deployShared(edit = asItIs) {
      await deploy('todo-shared', edit(await read('shared.yaml')));
    },
    async deployBackend() {
      const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
      const image = await pushImage(miniStack, RepositoryUri, 'todo-1');
      const template = (await read('backend.yaml')).replace(
        'Type: String\n',
        `Type: String\n    Default: ${image}\n`,
      );
      await deploy('todo-backend', template);
      return image;
    },
    async stop() {
      await rehearsal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

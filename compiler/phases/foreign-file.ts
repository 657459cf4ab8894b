import { CST } from 'yaml';
import type { Problem } from './parse-problem.ts';
import { problem } from './parse-problem.ts';

/** A mapping as it is written: each key's place, and its value, before anything is made of it. */
type Written = ReadonlyMap<string, Member>;

interface Member {
  readonly range: readonly [number, number];
  readonly value: CST.Token | null | undefined;
}

interface Format {
  readonly name: string;
  /** The key that tells the format, when the mapping is of it. */
  readonly telling: (keys: Written) => string | undefined;
}

/** Keys that only a spec has: a file with one of them is a spec, whatever else is in it. */
const ownKeys = ['archc', 'shared', 'sharedStack', 'backend', 'options', 'stackNames'];

/** https://aws.github.io/copilot-cli/docs/manifest/overview/ */
const copilotTypes =
  /^(Load Balanced Web Service|Request-Driven Web Service|Backend Service|Worker Service|Static Site|Scheduled Job|Environment)$/;
/** Keys of a service: https://github.com/compose-spec/compose-spec/blob/main/05-services.md */
const composeKeys = [
  'image',
  'build',
  'ports',
  'expose',
  'command',
  'depends_on',
  'container_name',
  'extends',
];

const formats: readonly Format[] = [
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
  { name: 'a CloudFormation template', telling: firstOf('AWSTemplateFormatVersion', 'Resources') },
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html
  {
    name: 'a task definition of Amazon ECS',
    telling: (keys) =>
      firstOf('containerDefinitions')(keys) ??
      (keysOf(keys.get('taskDefinition')?.value).has('containerDefinitions') ? 'taskDefinition' : undefined),
  },
  // https://docs.score.dev/docs/score-specification/score-spec-reference/
  { name: 'a Score file', telling: (keys) => valued(keys, 'apiVersion', /^score\.dev\//) },
  {
    name: 'a Kubernetes manifest',
    telling: (keys) => (keys.has('apiVersion') && keys.has('kind') ? 'kind' : undefined),
  },
  { name: 'a manifest of AWS Copilot', telling: (keys) => valued(keys, 'type', copilotTypes) },
  // https://docs.aws.amazon.com/apprunner/latest/dg/config-file-ref.html
  {
    name: "App Runner's configuration file (apprunner.yaml)",
    telling: (keys) =>
      keys.has('version') && keys.has('runtime') && (keys.has('run') || keys.has('build'))
        ? 'runtime'
        : undefined,
  },
  { name: 'a Compose file', telling: (keys) => (hasComposeService(keys) ? 'services' : undefined) },
];

/** One sentence about a file of another tool, in place of a message for every key that a spec does not have. */
export function foreignFileProblem(tokens: readonly CST.Token[]): Problem | undefined {
  const document = tokens.find((token) => token.type === 'document');
  const keys = keysOf(document?.value);
  if (ownKeys.some((key) => keys.has(key))) return undefined;
  for (const { name, telling } of formats) {
    const key = telling(keys);
    const member = key === undefined ? undefined : keys.get(key);
    if (!member) continue;
    const hint = 'Run "archc init" to write a spec with comments, and start from that';
    return problem('not-a-spec', member.range, `This looks like ${name}, not like a spec`, hint);
  }
  return undefined;
}

function keysOf(token: CST.Token | null | undefined): Written {
  const keys = new Map<string, Member>();
  if (token?.type !== 'block-map' && token?.type !== 'flow-collection') return keys;
  for (const { key, value } of token.items) {
    const name = textOf(key);
    if (key && name !== undefined && !keys.has(name))
      keys.set(name, { range: [key.offset, key.offset + CST.stringify(key).length], value });
  }
  return keys;
}

function textOf(token: CST.Token | null | undefined): string | undefined {
  return token && CST.isScalar(token) ? CST.resolveAsScalar(token, false, () => undefined).value : undefined;
}

function firstOf(...names: readonly string[]): Format['telling'] {
  return (keys) => names.find((name) => keys.has(name));
}

function valued(keys: Written, name: string, pattern: RegExp): string | undefined {
  return pattern.test(textOf(keys.get(name)?.value) ?? '') ? name : undefined;
}

function hasComposeService(keys: Written): boolean {
  return [...keysOf(keys.get('services')?.value).values()].some(({ value }) => {
    const settings = keysOf(value);
    return composeKeys.some((key) => settings.has(key));
  });
}

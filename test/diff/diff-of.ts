import { readResourceTypes } from '../../build/generated/resource-types.ts';
import { parseTemplate } from '../../compiler/cli/files/read-version.ts';
import { compile } from '../../compiler/compile.ts';
import { diffStacks } from '../../compiler/diff/diff-stacks.ts';
import type { ResourceDiff, StackDiff, StackVersions } from '../../compiler/diff/model.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { toolkit } from '../../compiler/toolkit.ts';

export const spec = `archc: 1
name: todo
region: ap-northeast-1

shared:
  availabilityZones: [ap-northeast-1a, ap-northeast-1c]
  vpcCidr: 10.0.0.0/16
  database:
    engineVersion: 8.0.mysql_aurora.3.10.6
    capacity: { min: 2, max: 16 }
    deletionProtection: false
    access: public

backend:
  service:
    runtime: appRunner
    port: 8080
    environment: { LOG_LEVEL: info }
  domain:
    name: api.example.com
    hostedZoneId: Z0123456789ABCDEFGHIJ
  database:
    name: todo
    user: todo_app

options:
  ipRestriction:
    allowedSourceIps: [203.0.113.0/24, "2001:db8::/32"]
`;

export type Edit = (text: string) => string;

/** What stands here in place of what, and fails when it does not stand there. */
export function replacing(...edits: readonly (readonly [from: string, to: string])[]): Edit {
  return (text) =>
    edits.reduce((result, [from, to]) => {
      if (!result.includes(from)) throw new Error(`There is no "${from}"`);
      return result.replaceAll(from, to);
    }, text);
}

export function compileText(text: string): Compiled {
  const outcome = compile({ name: 'todo.yaml', bytes: new TextEncoder().encode(text) }, toolkit);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}

/** The templates' texts by their stack. */
export function templatesOf(text = spec): ReadonlyMap<string, string> {
  const { artifacts } = compileText(text);
  const templates = artifacts.filter(({ name }) => name.endsWith('.yaml'));
  return new Map(templates.map(({ name, text: yaml }) => [name.replace('.yaml', ''), yaml]));
}

/** The difference that an edit of the spec makes. */
export function diffSpecs(edit: Edit, former: Edit = (text) => text): readonly StackDiff[] {
  const [before, after] = [former(spec), edit(spec)].map(templatesOf);
  return diffTexts(before ?? new Map(), after ?? new Map());
}

/** The difference that an edit of a template makes. */
export function diffTemplate(stack: string, edit: Edit, former: Edit = (text) => text): StackDiff {
  const template = templatesOf().get(stack) ?? '';
  const [diff] = diffTexts(new Map([[stack, former(template)]]), new Map([[stack, edit(template)]]));
  if (!diff) throw new Error(`There is no ${stack} stack`);
  return diff;
}

export function diffTexts(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  parameters: StackVersions['parameters'] = { before: {}, after: {} },
): readonly StackDiff[] {
  const names = [...new Set([...after.keys(), ...before.keys()])];
  const stacks = names.map((stack) => ({
    stack,
    before: read(before.get(stack)),
    after: read(after.get(stack)),
    parameters,
  }));
  return diffStacks(stacks, readResourceTypes());
}

const parsed = new Map<string, ReturnType<typeof parseTemplate>>();

/** Each text is parsed once: the golden cases are compared in every pair. */
function read(text: string | undefined): ReturnType<typeof parseTemplate> | undefined {
  if (text === undefined) return undefined;
  const template = parsed.get(text) ?? parseTemplate(text, 'test');
  parsed.set(text, template);
  return template;
}

/** `Subnet1 replace` for each resource, the worst first; one that loses data has an exclamation mark. */
export function verdicts(...diffs: readonly StackDiff[]): readonly string[] {
  return diffs.flatMap(({ resources }) => resources.map(verdict));
}

type Verdict = Pick<ResourceDiff, 'logicalId' | 'renamedTo' | 'action' | 'dataLoss'>;

export function verdict({ logicalId, renamedTo, action, dataLoss }: Verdict): string {
  const name = renamedTo === undefined ? logicalId : `${logicalId}>${renamedTo}`;
  return `${name} ${action}${dataLoss === undefined ? '' : '!'}`;
}

export function resource(diffs: readonly StackDiff[], logicalId: string): ResourceDiff {
  const found = diffs.flatMap(({ resources }) => resources).find((each) => each.logicalId === logicalId);
  if (!found) throw new Error(`Nothing is told of ${logicalId}: ${verdicts(...diffs).join(', ')}`);
  return found;
}

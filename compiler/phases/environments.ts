import { diagnose } from '../diagnostics/diagnose.ts';
import type { Finding, Outcome } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { withValue } from '../spec/edit-tree.ts';
import type { SpecTree } from '../spec/model.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Schema } from '../spec/schema.ts';
import type { Validator } from '../spec/validator.ts';
import { layOver } from './overlay.ts';
import { validate } from './validate.ts';

interface Grammar {
  readonly schema: Schema;
  readonly validator: Validator;
}

/**
 * The spec of each environment, in the order in which they are written: what the environment writes, laid over the
 * rest. A spec without environments is its only one, as it is.
 */
export function splitEnvironments(tree: SpecTree, grammar: Grammar): Outcome<readonly SpecTree[]> {
  if (!isMapping(tree.data) || !('environments' in tree.data)) {
    return { ok: true, value: [tree], diagnostics: [] };
  }
  const findings = findingsIn(tree, grammar);
  const diagnostics = diagnose(tree, findings);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics };
  return { ok: true, value: environmentNames(tree).map((name) => treeOf(name, tree)), diagnostics };
}

/** In the order in which they are written; none for a spec without environments. */
export function environmentNames({ data }: SpecTree): readonly string[] {
  const environments = valueAt(data, ['environments']);
  return isMapping(environments) ? Object.keys(environments) : [];
}

/** The spec of one environment. Its stacks and its output have the environment's name too. */
function treeOf(environment: string, tree: SpecTree): SpecTree {
  const common = withValue(tree, ['environments'], undefined);
  const node = tree.root.children.get('environments')?.node.children.get(environment)?.node ?? tree.root;
  const over = { data: valueAt(tree.data, ['environments', environment]), node };
  const { data, node: root } = layOver(
    { data: common.data, node: common.root },
    isMapping(over.data) ? over : nothing,
  );
  const of = valueAt(data, ['name']);
  const overlay = over.node;
  if (typeof of !== 'string') {
    return { ...tree, data, root, overlay, environment: { name: environment, of: '' } };
  }
  const named = Object.assign(Object.create(null), data, { name: nameOf(of, environment) }) as unknown;
  return { ...tree, data: named, root, overlay, environment: { name: environment, of } };
}

const nothing = { data: {}, node: { range: { start: 0, end: 0 }, children: new Map() } };

function nameOf(name: string, environment: string): string {
  return `${name}-${environment}`;
}

function findingsIn(tree: SpecTree, { schema, validator }: Grammar): readonly Finding[] {
  // An environment that changes nothing may have nothing after its colon.
  const written = environmentNames(tree)
    .filter((name) => valueAt(tree.data, ['environments', name]) === null)
    .reduce((filled, name) => withValue(filled, ['environments', name], {}), tree);
  const misshapen = validate(written, schema, validator).findings.filter(
    ({ path: [first, ...rest] }) => first === 'environments' && rest.length < 2,
  );
  if (misshapen.length > 0) return misshapen;
  return [
    ...commonFindings(tree),
    ...environmentNames(tree).flatMap((name) => [
      ...nameFindings(name, tree, schema),
      ...fixedFindings(name, tree),
      ...idleFindings(
        ['environments', name],
        valueAt(tree.data, ['environments', name]),
        tree.data,
        'its environments',
      ),
    ]),
  ];
}

/** What every environment would have alike. */
function commonFindings({ data }: SpecTree): readonly Finding[] {
  if (valueAt(data, ['stackNames']) === undefined) return [];
  return [
    {
      code: 'same-in-every-environment',
      path: ['stackNames'],
      at: 'key',
      message: 'All environments would get the stacks of these names',
      hint: 'Remove "stackNames", or move it into the one environment whose stacks have these names',
    },
  ];
}

/** The form of a joined name is that of its parts, so only its length can be wrong. */
function nameFindings(environment: string, { data }: SpecTree, schema: Schema): readonly Finding[] {
  const { pattern = '', maxLength = Infinity } = schema.properties?.['name'] ?? {};
  const name = valueAt(data, ['name']);
  // A name that is wrong by itself is reported by itself.
  if (typeof name !== 'string' || !new RegExp(pattern).test(name) || name.length > maxLength) return [];
  const joined = nameOf(name, environment);
  if (joined.length <= maxLength) return [];
  return [
    {
      code: 'out-of-range',
      path: ['environments', environment],
      at: 'key',
      message: `Stacks of this environment are named after "${joined}", which has ${joined.length} characters`,
      hint: `Shorten the name of the API or of the environment: ${maxLength} characters are allowed, with the hyphen between them`,
    },
  ];
}

/** What is the same in every environment. */
const fixed = ['archc', 'name', 'architecture', 'environments'] as const;

function fixedFindings(environment: string, { data }: SpecTree): readonly Finding[] {
  const overlay = valueAt(data, ['environments', environment]);
  if (!isMapping(overlay)) return [];
  return fixed
    .filter((key) => key in overlay)
    .map((key): Finding => ({
      code: 'fixed-in-environment',
      path: ['environments', environment, key],
      at: 'key',
      message: `An environment cannot have "${key}"`,
      hint:
        key === 'environments'
          ? 'Move what is in it under the "environments" of the spec'
          : `Remove it: "${key}" is the same in every environment`,
    }));
}

/** Each `null` of an overlay that takes nothing away: its key may be misspelt. */
export function idleFindings(
  path: SpecPath,
  overlay: unknown,
  below: unknown,
  where: string,
): readonly Finding[] {
  if (!isMapping(overlay)) return [];
  return Object.entries(overlay).flatMap(([key, value]): readonly Finding[] => {
    const child = isMapping(below) ? below[key] : undefined;
    if (value !== null) return idleFindings([...path, key], value, child, where);
    if (child !== undefined) return [];
    const meant = suggest(key, isMapping(below) ? Object.keys(below) : []);
    return [
      {
        code: 'nothing-to-take-back',
        path: [...path, key],
        at: 'key',
        message: `"${key}: null" takes back nothing: the spec has no "${key}" here outside of ${where}`,
        hint: meant === undefined ? 'Remove the line' : `Write "${meant}: null", or remove the line`,
      },
    ];
  });
}

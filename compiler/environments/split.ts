import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Finding } from '../diagnostics/diagnostic.ts';
import { locate } from '../diagnostics/place.ts';
import { withValue } from '../spec/edit-tree.ts';
import type { SpecPart, SpecTree } from '../spec/model.ts';
import { isMapping, nodeAt, valueAt } from '../spec/path.ts';
import type { Schema } from '../spec/schema.ts';
import type { Validator } from '../spec/validator.ts';
import { layOver } from './overlay.ts';
import { readOverlay } from './read-overlay.ts';
import { respell } from '../phases/respell.ts';
import type { Respelt } from '../phases/respell.ts';
import { validate } from '../phases/validate.ts';

interface Grammar {
  readonly schema: Schema;
  readonly validator: Validator;
}

type Environment = NonNullable<SpecTree['environment']>;

export interface Split {
  /** One for each environment that is a mapping or empty. */
  readonly trees: readonly SpecTree[];
  /** What is wrong with the environments as such. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The spec of each environment, in the order in which they are written: what the environment writes, laid over the
 * rest. A spec without environments is its only one, as it is.
 */
export function splitEnvironments(written: SpecTree, grammar: Grammar): Split {
  const alone: Split = { trees: [written], diagnostics: [] };
  const { schema } = grammar;
  if (!isMapping(written.data) || Object.keys(written.data).every((key) => isOther(key, schema)))
    return alone;
  const { tree, findings } = spelt(written, schema);
  const isMeant = isMapping(valueAt(tree.data, ['environments']));
  return isMeant || 'environments' in written.data ? splitSpelt(tree, findings, grammar) : alone;
}

/** Whether the key is a setting beside `environments`, and so no misspelt one. */
function isOther(key: string, { properties = {} }: Schema): boolean {
  return key !== 'environments' && Object.hasOwn(properties, key);
}

function splitSpelt(tree: SpecTree, findings: readonly Finding[], grammar: Grammar): Split {
  const overlays = environmentNames(tree)
    .filter((name) => isOverlay(valueAt(tree.data, ['environments', name])))
    .map((name) => ({ name, ...readOverlay(name, tree, grammar.schema) }));
  const common = withValue(tree, ['environments'], undefined);
  const place = nodeAt(tree.root, ['environments'])?.range ?? tree.root.range;
  const found = [
    ...findings,
    ...shapeFindings(tree, grammar),
    ...commonFindings(tree),
    ...overlays.flatMap((overlay) => [
      ...nameFindings(overlay.name, tree, grammar.schema),
      ...overlay.findings,
    ]),
  ];
  return {
    trees: overlays.map(({ name, part }) => {
      const key = locate(tree, ['environments', name], 'key');
      return treeOf({ name, part, key, written: place }, common, grammar.schema);
    }),
    diagnostics: diagnose(tree, found),
  };
}

/** In the order in which they are written; none for a spec without environments. */
function environmentNames({ data }: SpecTree): readonly string[] {
  const environments = valueAt(data, ['environments']);
  return isMapping(environments) ? Object.keys(environments) : [];
}

/** An environment that changes nothing may have nothing after its colon. */
function isOverlay(value: unknown): boolean {
  return value === null || isMapping(value);
}

/**
 * Reads each misspelt key outside of the environments as what it means, before anything is laid over it: an environment
 * may have what was meant. A misspelt `environments` is one of them.
 */
function spelt(written: SpecTree, schema: Schema): Respelt {
  const environments: Schema = { type: 'object' };
  const common = { ...schema, properties: { ...schema.properties, environments } };
  const { tree, findings } = respell(written, common);
  return {
    tree,
    findings: findings.map((finding) => ({ ...finding, range: locate(tree, finding.path, 'key') })),
  };
}

/** The spec of one environment. Its stacks and its output have the environment's name too. */
function treeOf(
  { part, ...place }: { readonly part: SpecPart } & Omit<Environment, 'of'>,
  common: SpecTree,
  schema: Schema,
): SpecTree {
  const { data, node: root } = layOver({ data: common.data, node: common.root }, part);
  const of = valueAt(data, ['name']);
  const tree = { ...common, data, root, overlay: part.node };
  const environment = { ...place, of: typeof of === 'string' ? of : '' };
  const joined = joinName(environment.of, environment.name);
  const { name = {} } = schema.properties ?? {};
  // A name that is wrong by itself is reported as it is written.
  if (!isName(environment.of, name) || !isName(joined, name)) return { ...tree, environment };
  const named = Object.assign(Object.create(null), data, { name: joined }) as unknown;
  return { ...tree, data: named, environment };
}

function joinName(name: string, environment: string): string {
  return `${name}-${environment}`;
}

function isName(name: string, { pattern = '', maxLength = Infinity }: Schema): boolean {
  return new RegExp(pattern).test(name) && name.length <= maxLength;
}

/** Names that are no names, environments that are no mappings, and that there is none at all. */
function shapeFindings(tree: SpecTree, { schema, validator }: Grammar): readonly Finding[] {
  const environments = valueAt(tree.data, ['environments']);
  if (isMapping(environments) && Object.keys(environments).length === 0) return [noneFinding];
  const { propertyNames = {} } = schema.properties?.['environments'] ?? {};
  const isRight = ([name, value]: [string, unknown]) => isName(name, propertyNames) && isOverlay(value);
  if (isMapping(environments) && Object.entries(environments).every(isRight)) return [];
  const filled = environmentNames(tree)
    .filter((name) => isOverlay(valueAt(tree.data, ['environments', name])))
    .reduce((edited, name) => withValue(edited, ['environments', name], {}), tree);
  return validate(filled, schema, validator).findings.filter(
    ({ path: [first, ...rest] }) => first === 'environments' && rest.length < 2,
  );
}

const noneFinding: Finding = {
  code: 'missing-property',
  path: ['environments'],
  at: 'key',
  message: '"environments" has no environment',
  hint: 'Write one in it, such as { dev: {} }, or remove it',
};

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
  const { name: form = {}, environments } = schema.properties ?? {};
  const { maxLength = Infinity } = form;
  const { maxLength: longest = Infinity } = environments?.propertyNames ?? {};
  const name = valueAt(data, ['name']);
  // A name that is wrong by itself is reported by itself.
  if (typeof name !== 'string' || !isName(name, form) || environment.length > longest) return [];
  const joined = joinName(name, environment);
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

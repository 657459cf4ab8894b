import type { Finding } from '../diagnostics/diagnostic.ts';
import { locate } from '../diagnostics/place.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { SpecPart, SpecTree } from '../spec/model.ts';
import { isMapping, nodeAt, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Schema } from '../spec/schema.ts';
import { withValue } from '../spec/edit-tree.ts';
import { fixedInEnvironments } from '../spec/fixed-in-environments.ts';
import { respell } from '../phases/respell.ts';
import type { Respelt } from '../phases/respell.ts';

interface Overlay {
  /** What is laid over the rest of the spec. */
  readonly part: SpecPart;
  /** What is wrong with it, whatever it is laid over. */
  readonly findings: readonly Finding[];
}

/**
 * What an environment writes. A misspelt key in it counts as what it means, also where the rest of the spec has that key:
 * the two would stand side by side otherwise.
 */
export function readOverlay(name: string, tree: SpecTree, schema: Schema): Overlay {
  const path = ['environments', name];
  const data = valueAt(tree.data, path);
  const node = nodeAt(tree.root, path) ?? tree.root;
  if (!isMapping(data))
    return { part: { data: {}, node: { range: node.range, children: new Map() } }, findings: [] };
  const { tree: spelt, findings: misspelt } = respellBelow({ ...tree, data, root: node }, path, schema);
  const fixed = fixedInEnvironments.filter((key) => Object.hasOwn(data, key));
  const allowed = fixed.reduce((left, key) => withValue(left, [key], undefined), spelt);
  return {
    part: { data: allowed.data, node: allowed.root },
    findings: [
      ...misspelt,
      ...fixed.map((key) => fixedFinding([...path, key], key, data[key])),
      ...idleFindings(path, withoutPreview(allowed).data, tree.data, 'its environments'),
    ],
  };
}

/** What an environment says of its previews takes something from the whole spec of the environment, which is not made yet. */
function withoutPreview(overlay: SpecTree): SpecTree {
  return ['backend', 'options', 'tags'].reduce(
    (left, key) => withValue(left, ['preview', key], undefined),
    overlay,
  );
}

/** What is laid over the rest of the spec in previews, without what is about the preview itself. */
export function readPreview(tree: SpecTree, schema: Schema): Partial<Overlay> & Pick<Overlay, 'findings'> {
  const path = ['preview'];
  const node = nodeAt(tree.root, path);
  const data = valueAt(tree.data, path);
  if (!node || !isMapping(data)) return { findings: [] };
  const overlay = withValue({ ...tree, data, root: node }, ['expiresAfterDays'], undefined);
  const respelt = respellBelow(overlay, path, schema);
  return {
    part: { data: respelt.tree.data, node: respelt.tree.root },
    findings: [...respelt.findings, ...idleFindings(path, respelt.tree.data, tree.data, '"preview"')],
  };
}

/** What an overlay at the path writes, with its misspelt keys as what they mean; at its findings, their full paths. */
function respellBelow(overlay: SpecTree, path: SpecPath, schema: Schema): Respelt {
  const { tree, findings } = respell(overlay, settingsIn(schema));
  return {
    tree,
    findings: findings.map((finding): Finding => ({
      ...finding,
      path: [...path, ...finding.path],
      range: locate(tree, finding.path, 'key'),
    })),
  };
}

/** The schema of an environment by itself. */
function settingsIn(schema: Schema): Schema {
  const entries = Object.entries(schema.properties ?? {});
  const properties = Object.fromEntries(entries.filter(([key]) => !fixedInEnvironments.includes(key)));
  return { ...schema, properties };
}

function fixedFinding(path: SpecPath, key: string, value: unknown): Finding {
  return {
    code: 'fixed-in-environment',
    path,
    at: 'key',
    message: `An environment cannot have "${key}"`,
    hint: fixedHint(key, value),
  };
}

function fixedHint(key: string, value: unknown): string {
  if (key !== 'environments') return `Remove it: "${key}" is the same in every environment`;
  return isMapping(value) ? 'Move what is in it under the "environments" of the spec' : 'Remove it';
}

/** Each `null` of an overlay that takes nothing away: its key may be misspelt. `where` says what overlays are in. */
function idleFindings(path: SpecPath, overlay: unknown, below: unknown, where: string): readonly Finding[] {
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

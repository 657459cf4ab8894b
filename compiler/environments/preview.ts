import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Edit, Finding } from '../diagnostics/diagnostic.ts';
import { runtimeOf } from '../modules/choose.ts';
import type { Toolkit } from '../modules/module.ts';
import { sharedStackName } from '../modules/stack-names.ts';
import { withValue } from '../spec/edit-tree.ts';
import type { Preview, SpecNode, SpecPart, SpecTree } from '../spec/model.ts';
import { childAt, isMapping, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { schemaAt } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import { layOver } from './overlay.ts';
import { domainPath, previewFindings, previewPath } from './preview-findings.ts';
import { readPreview } from './read-overlay.ts';
import type { Resolved } from '../phases/results.ts';

/** A part that the spec of a preview has, and the spec that it is made of has not. */
interface Change extends Pick<Edit, 'path' | 'value'> {
  /** The part in whose place it stands, so that messages about it point there. */
  readonly from?: SpecPath;
}

/** A preview's spec, and what speaks against it. */
export interface Previewed {
  readonly tree: SpecTree;
  readonly findings: readonly Finding[];
}

/**
 * The spec of a preview, made of a spec or an environment without errors: a backend of its own on the same shared stack.
 * What the spec has under `preview` is laid over it.
 */
export function makePreview({ spec, tree }: Resolved, id: string, toolkit: Toolkit): Previewed {
  const expiresAfterDays = spec.preview?.expiresAfterDays ?? daysIn(toolkit.schema);
  const preview: Preview = { id, of: spec.name, expiresAfterDays };
  const apart = withChanges({ ...tree, preview }, [
    ...standingApart(spec, tree),
    ...(runtimeOf(spec, toolkit).apart?.(spec) ?? []),
  ]);
  const overlay = readPreview(tree, toolkit.schema);
  const laid = withOverlay(apart, overlay.part);
  const merged = withChanges(laid, lighterOptions(laid, tree, toolkit));
  const named = withChanges(merged, namesOf(merged, preview));
  return {
    tree: named,
    findings: [...overlay.findings, ...previewFindings(named, { merged, written: tree }, toolkit.schema)],
  };
}

/** How long a preview of a spec lives that says nothing of its previews. */
function daysIn(schema: Schema): number {
  return Number(schemaAt(schema, [...previewPath, 'expiresAfterDays'], {}).default);
}

/** What makes it a backend on another spec's shared stack. Nothing protects it, because it is made to be removed. */
function standingApart(spec: ResolvedSpec, tree: SpecTree): readonly Change[] {
  const from: SpecPath = [spec.shared ? 'shared' : 'sharedStack'];
  // An overlay that names a domain most often means one of the same zone.
  const zone = valueAt(tree.data, [...domainPath, 'hostedZoneId']);
  const hasDomain = isMapping(valueAt(tree.data, [...previewPath, ...domainPath]));
  return [
    { path: previewPath, value: undefined },
    { path: ['sharedStack'], value: sharedStackName(spec), from },
    { path: ['shared'], value: undefined },
    { path: ['stackNames', 'shared'], value: undefined },
    { path: ['terminationProtection'], value: undefined },
    { path: ['protected'], value: undefined },
    { path: domainPath, value: hasDomain && zone !== undefined ? { hostedZoneId: zone } : undefined },
  ];
}

/**
 * The options without what costs a fixed sum, outlives the stack, or could not be had twice, unless the spec asks for it
 * in previews.
 */
function lighterOptions({ data }: SpecTree, tree: SpecTree, { options }: Toolkit): readonly Change[] {
  const isAsked = (path: SpecPath) => valueAt(tree.data, [...previewPath, ...path]) !== undefined;
  return options.flatMap(({ name, inPreview }): readonly Change[] => {
    const path: SpecPath = ['options', name];
    if (inPreview === undefined || valueAt(data, path) === undefined) return [];
    if (inPreview === 'absent') return isAsked(path) ? [] : [{ path, value: undefined }];
    return Object.entries(inPreview)
      .map(([key, value]) => ({ path: [...path, key], value }))
      .filter((change) => !isAsked(change.path));
  });
}

/**
 * Lays over it what the spec has under `preview`, but for what is about the preview itself. The places of its parts are
 * kept, for messages about what it takes back.
 */
function withOverlay(below: SpecTree, part: SpecPart | undefined): SpecTree {
  if (!part) return below;
  const laid = layOver({ data: below.data, node: below.root }, part);
  const overlay = below.overlay ? joinNodes(below.overlay, part.node) : part.node;
  return { ...below, data: laid.data, root: laid.node, overlay };
}

/** The parts of both. The place of what both have is the upper one's. */
function joinNodes(below: SpecNode, over: SpecNode): SpecNode {
  const children = new Map(below.children);
  for (const [key, child] of over.children) {
    const former = children.get(key);
    children.set(key, former ? { ...child, node: joinNodes(former.node, child.node) } : child);
  }
  return { ...over, children };
}

/** The names that no other preview has. */
function namesOf({ data }: SpecTree, { id, of }: Preview): readonly Change[] {
  const suffix = `_${id.replaceAll('-', '_')}`;
  const renamed = (path: SpecPath, rename: (name: string) => string): readonly Change[] => {
    const name = valueAt(data, path);
    return typeof name === 'string' ? [{ path, value: rename(name), from: path }] : [];
  };
  return [
    ...renamed(['name'], () => `${of}-${id}`),
    ...renamed(['stackNames', 'backend'], (name) => `${name}-${id}`),
    ...renamed(['backend', 'database', 'name'], (name) => `${name}${suffix}`),
    ...renamed(['backend', 'database', 'user'], (name) => `${name}${suffix}`),
    ...renamed([...domainPath, 'name'], (name) => name.replace(/^\*(?=\.)/, id)),
  ];
}

function withChanges(tree: SpecTree, changes: readonly Change[]): SpecTree {
  return changes.reduce(withChange, tree);
}

function withChange(tree: SpecTree, { path, value, from }: Change): SpecTree {
  if (value === undefined && valueAt(tree.data, path) === undefined) return tree;
  return withValue(tree, path, value, from && childAt(tree.root, from));
}

import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Edit, Finding } from '../diagnostics/diagnostic.ts';
import { isGiven } from '../diagnostics/place.ts';
import { usesCluster } from '../modules/database-variables.ts';
import { runtimeOf } from '../modules/choose.ts';
import type { Toolkit } from '../modules/module.ts';
import { sharedStackName } from '../modules/stack-names.ts';
import { withValue } from '../spec/edit-tree.ts';
import type { Preview, SpecTree } from '../spec/model.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { laidOver } from '../spec/overlay.ts';
import { previewFindings } from './preview-findings.ts';
import type { Resolved } from './results.ts';

/** A part of the preview's spec that the spec it is made of does not have. */
type Change = Pick<Edit, 'path' | 'value'> & {
  /** The part whose place it has, so that messages about it point there. */
  readonly from?: SpecPath;
};

export const previewPath: SpecPath = ['preview'];
const databasePath: SpecPath = ['backend', 'database'];
const domainPath: SpecPath = ['backend', 'domain'];

/**
 * The spec of a preview, made of a spec without errors: a backend of its own on the spec's shared stack. What the spec
 * has under `preview` is laid over it.
 */
export function makePreview(
  { spec, tree }: Resolved,
  id: string,
  toolkit: Toolkit,
): { readonly tree: SpecTree; readonly findings: readonly Finding[] } {
  const preview: Preview = { id, of: spec.name, expiresAfterDays: daysOf(tree) };
  const apart = [...standingApart(spec), ...withoutOptions(tree, toolkit), ...domainOf(tree)];
  const elsewhere = runtimeOf(spec, toolkit).elsewhere?.(spec) ?? [];
  const own = withChanges(tree, [...apart, ...elsewhere]);
  const merged = laidOver(own, withChanges(tree, [{ path: [...previewPath, 'expiresAfterDays'], value: undefined }]), previewPath);
  const named = withChanges({ ...merged, preview }, naming(merged, preview, toolkit));
  return { tree: named, findings: previewFindings(named, tree, spec, toolkit) };
}

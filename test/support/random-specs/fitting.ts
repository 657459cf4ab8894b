import { compile } from '../../../compiler/compile.ts';
import type { Toolkit } from '../../../compiler/modules/module.ts';
import { isMapping } from '../../../compiler/spec/path.ts';
import type { SpecData } from './draft.ts';
import { specText } from './spec-text.ts';

/** The spec with as many of its options as a template has room for. */
export function fitting(spec: SpecData, kit: Toolkit): SpecData {
  const { options } = spec;
  const [last] = isMapping(options) ? Object.keys(options).reverse() : [];
  if (last === undefined) return spec;
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(specText(spec)) }, kit);
  if (!outcome.diagnostics.some(({ code }) => code === 'template-too-large')) return spec;
  const { [last]: _dropped, ...others } = options as Readonly<Record<string, unknown>>;
  return fitting({ ...spec, options: others }, kit);
}

import { estimateSpec } from '../../compiler/cost/estimate-spec.ts';
import { drawSvg, graphOf } from '../../compiler/diagram/draw.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import type { ReportedEnvironment } from '../../compiler/report/model/model.ts';
import { renderReport } from '../../compiler/report/report.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileFile } from '../support/compile/compile-file.ts';

/** The page about a spec, or about the one in a file. */
export function reportOn(spec: Parameters<typeof compileFile>[0]): Promise<string> {
  return pageAbout(compileFile(spec));
}

export async function pageAbout([first, ...others]: readonly [Compiled, ...Compiled[]]): Promise<string> {
  return renderReport({
    toolkit,
    environments: [await reported(first), ...(await Promise.all(others.map(reported)))],
  });
}

async function reported(compiled: Compiled): Promise<ReportedEnvironment> {
  const graph = graphOf(
    compiled,
    toolkit.options.map(({ name }) => name),
  );
  const picture = await drawSvg(graph, { isStyledByPage: true });
  return { compiled, picture, estimate: estimateSpec(compiled, toolkit) };
}

import { toJson } from '../diagnostics/controls.ts';
import type { Compiled } from '../phases/results.ts';
import { graphOf } from './graph/graph.ts';
import { layOut } from './layout/layout.ts';
import { mermaidOf } from './mermaid.ts';
import type { Graph } from './graph/model.ts';
import { svgOf } from './svg/svg.ts';
import type { SvgOptions } from './svg/svg.ts';

// A bundle of its own: only what draws loads the layout.

export { graphOf };

/** Lays a graph out, and draws it. */
export async function drawSvg(graph: Graph, options: SvgOptions = {}): Promise<string> {
  return svgOf(await layOut(graph), options);
}

/** The forms of a picture, each with the end of its file's name and a text that its beginning has. */
export const pictureFormats = {
  svg: { ending: 'svg', mark: 'class="archc-diagram"', write: drawSvg },
  mermaid: { ending: 'mmd', mark: '%% archc diagram', write: mermaidOf },
  json: { ending: 'json', mark: '"format": "archc-diagram"', write: printGraph },
} as const;

function printGraph(graph: Graph): string {
  return `${toJson({ format: 'archc-diagram', version: 1, ...graph }, 2)}\n`;
}

/** What a compiled spec deploys, in a form. */
export async function draw(
  compiled: Compiled,
  format: keyof typeof pictureFormats,
  options: readonly string[],
): Promise<string> {
  return pictureFormats[format].write(graphOf(compiled, options));
}

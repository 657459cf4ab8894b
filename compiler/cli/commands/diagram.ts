import { listOf } from '../../diagnostics/enumerate.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import type { Compiled } from '../../phases/results.ts';
import { command } from '../command.ts';
import { compileChosen } from '../compile-spec.ts';
import { placePictures, writePictures } from '../files/picture-files.ts';
import { readSource } from '../files/read-source.ts';
import { onlyEnvironmentFlag } from '../flags/environment.ts';
import { text } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { anyText } from '../flags/word.ts';
import { UsageError } from '../usage-error.ts';
import { inColumns } from '../views/columns.ts';
import { report } from '../views/report.ts';

const formats = { svg: '', mermaid: '', json: '' } as const;

export const diagramCommand = command({
  name: 'diagram',
  summary: 'draw what a spec deploys, who talks to whom, and what the internet reaches',
  operands: 'SPEC',
  flags: {
    environment: onlyEnvironmentFlag,
    preview: previewFlag,
    from: { ...fromFlag, onlyWith: 'preview' },
    format: formatFlag(formats),
    output: text(anyText('PATH'), 'write a file; for several environments, a folder', { short: 'o' }),
  },
  details: [
    'The picture is made of the compiled templates. It has both stacks, the network with its zones and subnets, the ports and',
    'rights by which resources use each other, what the internet reaches, and what each option added or changed.',
    'An SVG is light or dark, as its reader prefers. Mermaid is drawn by GitHub and GitLab, in pull requests too.',
    'A spec with environments has a picture of each: PATH/<name>-<environment>.svg, or the one of --environment.',
    'Without --output it is printed. docs/diagram.md explains what is drawn.',
    'Exit code 0: drawn; 1: the spec has errors; 2: wrong usage or an unreadable file.',
  ].join('\n'),
  examples: [
    'archc diagram specs/todo.yaml -o todo.svg',
    'archc diagram specs/todo.yaml --format mermaid',
    'archc diagram specs/todo-environments.yaml -o pictures',
  ],

  async run({ operands, flags, ...context }) {
    const [spec, ...rest] = operands;
    if (spec === undefined || rest.length > 0) {
      throw new UsageError('name one spec: archc diagram specs/todo.yaml');
    }
    const { format, output } = flags;
    const source = readSource(spec);
    const outcome = compileChosen(source, context, flags);
    if (!outcome.ok) {
      report(outcome.diagnostics, source.bytes, context.terminal);
      return 1;
    }
    const compiled = outcome.value;
    if (output === undefined) demandPlace(spec, compiled);
    const { draw, pictureFormats } = await import('../../diagram/draw.ts');
    const { ending, mark } = pictureFormats[format];
    const names = compiled.map(({ name }) => `${name}.${ending}`);
    const places = output === undefined ? [] : placePictures(output, { names, mark });
    const options = context.toolkit.options.map(({ name }) => name);
    const texts = await Promise.all(compiled.map((each) => draw(each, format, options)));
    if (output === undefined) context.terminal.out(texts.join(''));
    else {
      writePictures(places, texts);
      const rows = places.map((place, index) => [place, `${Buffer.byteLength(texts[index] ?? '')} bytes`]);
      context.terminal.out(`${inColumns(rows).join('\n')}\n`);
    }
    return 0;
  },
});

/** Several pictures can't be printed one after the other. */
function demandPlace(spec: string, compiled: readonly Compiled[]): void {
  if (compiled.length === 1) return;
  const names = compiled.flatMap(({ resolved }) => resolved.tree.environment?.name ?? []);
  throw new UsageError(
    `${specWords({ name: spec })} has several environments: choose one with --environment ${listOf(names)}, or name a folder with --output DIR`,
  );
}

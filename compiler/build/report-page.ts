import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { constantRules, diagramRules } from '../diagram/svg/style.ts';
import { projectFolder } from './project-folder.ts';

const page = join(projectFolder, 'compiler', 'report', 'page');
const records = join(projectFolder, 'docs', 'adr');

/** Browsers of the last years: they have dialogs, `:has` and nested selectors. */
const target = ['chrome111', 'firefox121', 'safari16.4'];

/** The style and the script of the page that `archc report` writes, as they stand in it. */
export async function makeAssets(): Promise<{ readonly style: string; readonly script: string }> {
  const [style, script] = await Promise.all([bundle('page.css'), bundle('main.ts')]);
  return { style: `${style}\n${pictureStyle}`, script };
}

/** The colours of the picture: those of the page around it, also on paper. */
const pictureStyle = `${constantRules}
${diagramRules('light')}
@media screen and (prefers-color-scheme:dark){
${diagramRules('dark')}
}`;

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(page, file)],
    bundle: true,
    format: 'iife',
    target,
    minify: true,
    charset: 'ascii',
    write: false,
    logLevel: 'warning',
  });
  return (outputFiles[0]?.text ?? '').trim();
}

/** The decisions of docs/adr, by number: the title of each, and the paragraphs that say what was decided. */
export function readDecisions(): Readonly<Record<string, { title: string; decision: readonly string[] }>> {
  return Object.fromEntries(
    readdirSync(records)
      .filter((file) => /^\d{4}-.*\.md$/.test(file))
      .sort()
      .map((file) => readDecision(readFileSync(join(records, file), 'utf8'), file)),
  );
}

function readDecision(text: string, file: string) {
  const [, number = '', title = ''] = /^# (?:ADR )?(\d+)[.:] (.*)$/m.exec(text) ?? [];
  const parts = text.replace(/^```[^]*?^```$/gm, '').split(/^## /m);
  const decision = parts.find((part) => part.startsWith('Decision\n'))?.slice('Decision\n'.length) ?? '';
  const paragraphs = decision
    .split(/\n\n|\n(?=- )/)
    .map((paragraph) => paragraph.replace(/^- /, '').replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
  if (number === '' || paragraphs.length === 0) throw new Error(`docs/adr/${file} has no decision`);
  return [number, { title, decision: paragraphs }] as const;
}

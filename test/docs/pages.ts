import { readFileSync, readdirSync } from 'node:fs';

export interface Page {
  readonly file: string;
  readonly text: string;
}

/** Every page in Markdown that people read, by its path in the project. */
export function readPages(): readonly Page[] {
  const below = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`);
  return [...readdirSync('.'), ...below('docs'), ...below('templates'), ...below('test/handlers')]
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

/** The fenced blocks of one language, without indentation; a language of `''` means a fence that names none. */
export function blocksOf({ text }: Page, language: string): readonly string[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)]
    .filter(([, , named]) => named === language)
    .map(([, indent = '', , block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

/** The whole specs that a page shows. docs/messages.md shows a few lines of some, which may be wrong. */
export function specsOf(page: Page): readonly string[] {
  return blocksOf(page, 'yaml').filter((block) => /^archc: 1\b[^]*^backend:/m.test(block));
}

/** Commands of a page's shell blocks and of its inline code, a continued line as one. */
export function commandsOf(page: Page): readonly string[] {
  const lines = blocksOf(page, 'sh').flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'));
  const inline = [...page.text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  return [...lines, ...inline].flatMap((line) => line.split(/&&|#/)).map((command) => command.trim());
}

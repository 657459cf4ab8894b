import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import { rollup } from 'rollup';
import type { OutputChunk, Plugin, RollupBuild } from 'rollup';
import {
  ModuleKind,
  ScriptTarget,
  createSourceFile,
  forEachChild,
  getLeadingCommentRanges,
  transpileModule,
} from 'typescript';
import type { CommentRange, Node } from 'typescript';
import { projectFolder } from './project-folder.ts';

/** A function's source as a template has it: what the functions of all custom resources share, then its own part. */
export interface HandlerCode {
  readonly shared: string;
  readonly own: string;
}

/** The first of what custom resources share; the others are what it imports. */
const answering = path.join(projectFolder, 'templates', 'handlers', 'answering.ts');

/**
 * The source of a function as a template contains it: one CommonJS module with its comments, which requires only what
 * Lambda's runtime has. Printable ASCII, so that it can stand in a YAML block.
 */
export async function bundleHandler(file: string): Promise<HandlerCode> {
  const { code, shared, own } = await rollUpHandler(file);
  const textOf = async (ranges: readonly Range[]) => {
    const text = await formatCode(ranges.map(([start, end]) => code.slice(start, end)).join('\n'));
    if (/[^\n\x20-\x7e]| \n/.test(text)) throw new Error(`${file} can't stand in a YAML block`);
    return text;
  };
  return { shared: await textOf(shared), own: await textOf(own) };
}

function formatCode(code: string): Promise<string> {
  return format(restoreBlankLines(code), {
    parser: 'babel',
    singleQuote: true,
    // A template's lines have 120 characters, and the code stands four deep.
    printWidth: 116,
    bracketSpacing: false,
    arrowParens: 'avoid',
    trailingComma: 'none',
    objectWrap: 'collapse',
  });
}

/** Where a part of the code begins, and where it ends. */
type Range = readonly [number, number];

/** A function's source before it is formatted, because its source map fits only then. */
export interface RolledUp extends Pick<OutputChunk, 'code' | 'map'> {
  /** The parts of the code that all custom resources share, and the rest, each in the order of the template. */
  readonly shared: readonly Range[];
  readonly own: readonly Range[];
}

/** So long may a function's own part be with its comments: all templates must have room for the longest (ADR 33). */
const longest = 10_000;

export async function rollUpHandler(file: string): Promise<RolledUp> {
  const rolledUp = await rollUp(file, false);
  const length = rolledUp.own.reduce((sum, [start, end]) => sum + end - start, 0);
  return length > longest ? rollUp(file, true) : rolledUp;
}

async function rollUp(file: string, isTerse: boolean): Promise<RolledUp> {
  const bundle = await rollup({
    input: file,
    external: /^(node:|@aws-sdk\/)/,
    plugins: [typescript(isTerse)],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const { output } = await bundle.generate({ format: 'cjs', strict: false, sourcemap: 'hidden' });
  const [chunk] = output;
  const parts = splitCode(chunk, sharedFiles(bundle));
  await bundle.close();
  return { code: chunk.code, map: chunk.map, ...parts };
}

/** The files that all custom resources share, in an order that no function changes. */
function sharedFiles(bundle: RollupBuild): readonly string[] {
  const modules = new Map(bundle.cache?.modules.map((module) => [module.id, module.dependencies]));
  const files = new Set<string>();
  const add = (file: string) => {
    const imports = modules.get(file);
    if (!imports || files.has(file)) return;
    for (const each of imports) add(each);
    files.add(file);
  };
  add(answering);
  return [...files];
}

function splitCode(
  { code, modules }: OutputChunk,
  files: readonly string[],
): Pick<RolledUp, 'shared' | 'own'> {
  const bodies = files.flatMap((file): readonly Range[] => {
    const text = modules[file]?.code?.trim() ?? '';
    const start = code.indexOf(text);
    return text === '' ? [] : [[start, start + text.length]];
  });
  const requires = [...code.matchAll(/^var (\w+) = require\(.*\);$/gm)];
  const sharedRequires = requires
    .filter(([, name = '']) => bodies.some((range) => uses(code.slice(...range), name)))
    .map(({ index, 0: line }): Range => [index, index + line.length]);
  const shared = [...sharedRequires, ...bodies];
  return { shared, own: restOf(code, shared) };
}

function uses(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\.`).test(code);
}

function restOf(code: string, taken: readonly Range[]): readonly Range[] {
  const ranges = taken.toSorted(([a], [b]) => a - b);
  const starts = [0, ...ranges.map(([, end]) => end)];
  const ends = [...ranges.map(([start]) => start), code.length];
  return starts.map((start, index) => [start, ends[index] ?? code.length]);
}

const typescript = (isTerse: boolean): Plugin => ({
  name: 'typescript',
  resolveId: (source, importer) =>
    importer && source.startsWith('.') ? path.resolve(path.dirname(importer), source) : null,
  load: async (id) => {
    const text = await readFile(id, 'utf8');
    const source = isTerse && path.dirname(id) !== path.dirname(answering) ? blankOutComments(text) : text;
    const { outputText, sourceMapText = '' } = transpileModule(markBlankLines(source), {
      fileName: id,
      compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022, sourceMap: true },
    });
    return { code: outputText.replace(/^\/\/# sourceMappingURL=.*/m, ''), map: sourceMapText };
  },
});

/** Puts spaces in their places, so that everything else keeps its own. */
function blankOutComments(code: string): string {
  const tree = createSourceFile('handler.ts', code, ScriptTarget.ES2022);
  const ranges = new Map<number, CommentRange>();
  const visit = (node: Node): void => {
    const comments = getLeadingCommentRanges(code, node.getFullStart()) ?? [];
    for (const range of comments) ranges.set(range.pos, range);
    forEachChild(node, visit);
  };
  visit(tree);
  return [...ranges.values()].reduce(
    (text, { pos, end }) => text.slice(0, pos) + text.slice(pos, end).replaceAll(/./g, ' ') + text.slice(end),
    code,
  );
}

const blank = '//blank';

/** The TypeScript compiler keeps comments, but not blank lines. */
function markBlankLines(code: string): string {
  return code.replace(/^$/gm, blank);
}

function restoreBlankLines(code: string): string {
  return code.replaceAll(new RegExp(`^\\s*${blank}$`, 'gm'), '');
}

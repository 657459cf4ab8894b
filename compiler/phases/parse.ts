import { isUtf8 } from 'node:buffer';
import { Composer, Lexer, Parser, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { CST, Document, ParsedNode, YAMLError } from 'yaml';
import { catalogue } from '../diagnostics/catalogue.ts';
import type { Code } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { linesOf, placeOf } from '../diagnostics/place.ts';
import type { Range, Source, SpecChild, SpecNode, SpecTree } from '../spec/model.ts';

const largestSpec = 1024 * 1024;
/** Words, signs and spaces. The YAML library takes minutes for a megabyte of commas; no spec has as many. */
const mostParts = 100_000;
const deepestLevel = 64;
/** Enough to mend a file by; a file of garbage has one for every byte. */
const mostProblems = 20;
const mostErrors = 1000;

interface Problem {
  readonly code: Code;
  readonly range: Range;
  readonly message: string;
  readonly hint?: string;
}

/** Text to data, with the place of every part. What two YAML readers could understand differently is refused. */
export function parse(source: Source): Outcome<SpecTree> {
  if (source.bytes.length > largestSpec) return refuse(source.name, '', [tooLarge('is larger than 1 MiB')]);
  const text = decode(source.bytes);
  if (text === undefined) {
    return refuse(source.name, '', [
      problem('not-utf8', [0, 0], 'The file is not UTF-8 text', 'Save it as UTF-8; a spec is a YAML text'),
    ]);
  }
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/.exec(text);
  if (control) {
    const code = control[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    return refuse(source.name, text, [
      problem(
        'control-character',
        [control.index, control.index + 1],
        `Control character U+${code}`,
        'Remove it; a spec is plain text',
      ),
    ]);
  }
  const tokens = readTokens(text);
  if (!tokens) return refuse(source.name, '', [tooLarge(`has more than ${mostParts} words and signs`)]);
  const early = [...directiveProblems(tokens), ...structureProblems(tokens)];
  if (early.length > 0) return refuse(source.name, text, early);

  // Uniqueness is checked below: the library's own check takes seconds on a large mapping.
  const documents = [...new Composer({ uniqueKeys: false, prettyErrors: false }).compose(tokens)];
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) return refuse(source.name, text, syntaxProblems(errors.slice(0, mostErrors), text));
  const [document, second] = documents;
  if (second) {
    const range: Range = { start: second.range[0], end: second.range[0] + 3 };
    return refuse(source.name, text, [
      {
        code: 'several-documents',
        range,
        message: 'A second YAML document begins here',
        hint: 'Put it into a file of its own: one file is one spec',
      },
    ]);
  }
  const problems: Problem[] = [];
  const { data, node } = readDocument(document, problems, text);
  if (problems.length > 0) return refuse(source.name, text, problems);
  return { ok: true, value: { name: source.name, text, data, root: node }, diagnostics: [] };
}

/** Without the byte-order mark, which would shift the first line's columns. */
function decode(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes)
    ? Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, '')
    : undefined;
}

function problem(
  code: Code,
  [start, end]: readonly [number, number],
  message: string,
  hint: string,
): Problem {
  return { code, range: { start, end }, message, hint };
}

function tooLarge(how: string): Problem {
  return problem('too-large', [0, 0], `The spec ${how}`, 'Check that this is the right file');
}

function refuse(file: string, text: string, problems: readonly Problem[]): Outcome<never> {
  const lines = linesOf(text);
  const first = [...problems].sort((a, b) => a.range.start - b.range.start).slice(0, mostProblems);
  const diagnostics = first.map(({ code, range, message, hint }): Diagnostic => ({
    code,
    severity: catalogue[code].severity,
    file,
    place: placeOf(lines, range),
    message,
    ...(hint === undefined ? {} : { hint }),
  }));
  return { ok: false, diagnostics };
}

/**
 * The text's concrete syntax, or nothing when it has too many parts. The library's parser keeps its own stack, so
 * that no nesting can overflow ours.
 */
function readTokens(text: string): CST.Token[] | undefined {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  let parts = 0;
  for (const lexeme of new Lexer().lex(text)) {
    parts += 1;
    if (parts > mostParts) return undefined;
    tokens.push(...parser.next(lexeme));
  }
  return [...tokens, ...parser.end()];
}

function directiveProblems(tokens: readonly CST.Token[]): Problem[] {
  const directive = tokens.find((token) => token.type === 'directive');
  if (!directive) return [];
  const range: [number, number] = [directive.offset, directive.offset + directive.source.length];
  return [problem('yaml-directive', range, `A directive "${directive.source}"`, 'Remove the line')];
}

/**
 * Told before the text is composed to nodes, since deep nesting would overflow the composer's stack, and thousands
 * of anchors take it minutes.
 */
function structureProblems(tokens: readonly CST.Token[]): Problem[] {
  const problems: Problem[] = [];
  const waiting: { token: CST.Token | CST.SourceToken | null | undefined; depth: number }[] = [];
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    for (const each of [...token.start, token.value]) waiting.push({ token: each, depth: 1 });
  }
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next;
    if (!token) continue;
    const special = specialProblem(token);
    if (special) problems.push(special);
    if (!('items' in token)) continue;
    if (depth > deepestLevel) {
      const range: [number, number] = [token.offset, token.offset + 1];
      const hint = 'Look for a lost bracket or indentation';
      return [problem('too-deep', range, `Nested more than ${deepestLevel} levels deep`, hint)];
    }
    for (const { start, key, sep = [], value } of token.items as readonly CST.CollectionItem[]) {
      for (const each of [...start, key, ...sep, value]) waiting.push({ token: each, depth: depth + 1 });
    }
  }
  return problems;
}

/** Anchors, aliases and tags make one place of a spec mean something that another place says. */
function specialProblem(token: CST.Token | CST.SourceToken): Problem | undefined {
  if (token.type !== 'anchor' && token.type !== 'alias' && token.type !== 'tag') return undefined;
  const range: [number, number] = [token.offset, token.offset + token.source.length];
  if (token.type === 'alias')
    return problem('yaml-alias', range, `An alias "${token.source}"`, 'Write the value out');
  if (token.type === 'tag')
    return problem('yaml-tag', range, `A YAML tag "${token.source}"`, 'Write a plain value');
  const hint = 'Remove it and write the value where it is needed';
  return problem('yaml-alias', range, `An anchor "${token.source}"`, hint);
}

const noColon = [
  'A line that is no "key: value"',
  'Write "key: value", with a colon and a space behind it',
] as const;

const plainWords: Partial<Record<YAMLError['code'], readonly [string, string]>> = {
  TAB_AS_INDENT: ['A tab is used for indentation', 'Indent with spaces'],
  MULTILINE_IMPLICIT_KEY: noColon,
  BAD_INDENT: ['The indentation fits neither the line above nor its parent', 'Indent by two spaces a level'],
  BLOCK_IN_FLOW: ['An indented block stands inside brackets', 'Close the bracket first'],
  BAD_SCALAR_START: ['A value cannot begin with this character', 'Put the value in quotes'],
};

/** One for each line: what follows on a line is mostly the first mistake's echo. */
function syntaxProblems(errors: readonly YAMLError[], text: string): Problem[] {
  const lines = new Set<number>();
  return errors.flatMap((error): Problem[] => {
    const end = error.pos[1];
    // What is missing at the end of the text is told at its last character.
    const start = Math.min(error.pos[0], text.trimEnd().length - 1);
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    if (lines.has(lineStart)) return [];
    lines.add(lineStart);
    const [message, hint] = wordsFor(
      error,
      text.slice(lineStart, text.indexOf('\n', start) + 1 || text.length),
    );
    return [{ code: 'yaml-syntax', range: { start, end: Math.max(end, start + 1) }, message, hint }];
  });
}

function wordsFor({ code, message }: YAMLError, line: string): readonly [string, string] {
  if (code === 'MISSING_CHAR') return missing(message);
  if (code === 'BLOCK_AS_IMPLICIT_KEY') {
    return line.split(/:\s/).length > 2
      ? [
          'A second colon on one line',
          'Put a value that contains ": " in quotes, or begin a new line for a nested key',
        ]
      : [
          'The line below is indented as if it belonged to this value',
          'Indent the keys of one mapping alike',
        ];
  }
  return (
    plainWords[code] ?? [message.replace(/\.$/, ''), 'Check the indentation, quotes and brackets around it']
  );
}

function missing(libraryMessage: string): readonly [string, string] {
  if (libraryMessage.includes('map values')) return noColon;
  if (libraryMessage.includes('quote'))
    return ['A closing quote is missing', 'Close the quote on the same line'];
  return ['A closing bracket or a comma is missing', 'Check the brackets of this list or mapping'];
}

function readDocument(document: Document.Parsed | undefined, problems: Problem[], text: string) {
  const whole: Range = { start: 0, end: 0 };
  if (!document?.contents) return { data: null, node: { range: whole, children: new Map() } };
  return readNode(document.contents, problems, text);
}

interface Read {
  readonly data: unknown;
  readonly node: SpecNode;
}

/** Mappings become objects without a prototype, so that a key such as `__proto__` is a key like any other. */
function readNode(node: ParsedNode | null, problems: Problem[], text: string): Read {
  if (!node) return { data: null, node: { range: { start: 0, end: 0 }, children: new Map() } };
  const range: Range = { start: node.range[0], end: node.range[1] };
  const children = new Map<string | number, SpecChild>();
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const data = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) {
      const key = readKey(pair.key, problems, text);
      if (!key) continue;
      if (children.has(key.name)) {
        const message = `The key "${key.name}" occurs a second time`;
        problems.push({ code: 'duplicate-key', range: key.range, message, hint: 'Keep one of the two' });
        continue;
      }
      const value = readNode(pair.value, problems, text);
      // An empty value has no place of its own: it is told at its key.
      const place = value.node.range.end === 0 ? { ...value.node, range: key.range } : value.node;
      data[key.name] = value.data;
      children.set(key.name, { key: key.range, node: place });
    }
    return { data, node: { range, children } };
  }
  if (isSeq<ParsedNode>(node)) {
    const data = node.items.map((item, index) => {
      if (isPair(item)) return null;
      const value = readNode(item, problems, text);
      children.set(index, { key: value.node.range, node: value.node });
      return value.data;
    });
    return { data, node: { range, children } };
  }
  return { data: isScalar(node) ? node.value : null, node: { range, children } };
}

function readKey(
  key: ParsedNode,
  problems: Problem[],
  text: string,
): { name: string; range: Range } | undefined {
  const range: Range = { start: key.range[0], end: key.range[1] };
  if (!isScalar(key)) {
    problems.push({ code: 'yaml-syntax', range, message: 'A key must be plain text', hint: 'Write a name' });
    return undefined;
  }
  // As written: YAML would turn the key 0x10 into 16.
  const name = typeof key.value === 'string' ? key.value : text.slice(range.start, range.end);
  if (name === '<<') {
    const message = 'A merge key "<<"';
    problems.push({ code: 'yaml-alias', range, message, hint: 'Write the values out' });
    return undefined;
  }
  return { name, range };
}

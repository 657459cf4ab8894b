import { lookAlikeOf } from '../diagnostics/characters.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { inPlaceOf } from '../diagnostics/in-place-of.ts';
import { hintOf } from '../diagnostics/offer.ts';
import type { SpecNode, SpecTree } from '../spec/model.ts';
import type { SpecPath } from '../spec/path.ts';
import { straysIn, wordsOf } from './stray-characters.ts';
import type { Stray } from './stray-characters.ts';

const domainName = 'backend.domain.name';
/** Enough to start correcting a text. */
const mostInOneText = 5;

/**
 * Characters outside ASCII, which no part of a template may have. Where the schema has refused the same text because
 * of them, its finding is left out, and only its hint is kept where there is no better one.
 */
export function withCharacters(tree: SpecTree, found: readonly Finding[]): readonly Finding[] {
  const strays: Finding[] = [];
  collect(tree.root, tree.data, [], { tree, found: strays });
  return inPlaceOf(found, strays, ({ hint, path }, other) => {
    if (hint !== undefined) return {};
    return { hint: other?.hint ?? encode(path), ...(other?.offer && { offer: other.offer }) };
  });
}

interface Search {
  readonly tree: SpecTree;
  readonly found: Finding[];
}

function collect(node: SpecNode, data: unknown, path: SpecPath, search: Search): void {
  const { tree, found } = search;
  if (typeof data === 'string') {
    found.push(...findingsInValue(node, data, path, tree));
    return;
  }
  for (const [step, child] of node.children) {
    const below = [...path, step];
    if (typeof step === 'string') found.push(...findingsInKey(straysIn(tree.text, child.key), below));
    collect(child.node, (data as Record<string | number, unknown>)[step], below, search);
  }
}

/** Only what looks like another character: of any other, the schema says that the name is wrong. */
function findingsInKey(strays: readonly Stray[], path: SpecPath): Finding[] {
  if (strays.some(({ character }) => !lookAlikeOf(character))) return [];
  return strays.slice(0, mostInOneText).map(({ character, range }) => ({
    code: 'non-ascii',
    path,
    at: 'key',
    range,
    ...wordsOf(character),
  }));
}

function findingsInValue(node: SpecNode, value: string, path: SpecPath, { text }: SpecTree): Finding[] {
  const strays = straysIn(text, node.range);
  // Written as an escape, it has no place of its own.
  const [escaped] = /[^\u0000-\u007f]/u.exec(value) ?? [];
  const plain = strays.find(({ character }) => !lookAlikeOf(character));
  const shown = plain ? [plain] : strays.slice(0, mostInOneText);
  if (shown.length === 0 && escaped !== undefined) return [findingOf(escaped, path, value)];
  return shown.map(({ character, range }) => ({ ...findingOf(character, path, value), range }));
}

function findingOf(character: string, path: SpecPath, value: string): Finding {
  const { message, hint } = wordsOf(character);
  const words =
    hint === undefined ? inAscii(path, value) : { hint: `${hint}${isFree(path) ? otherwise(path) : ''}` };
  return { code: 'non-ascii', path, message, ...words };
}

/** https://url.spec.whatwg.org/#concept-domain-to-ascii */
function inAscii(path: SpecPath, value: string): Pick<Finding, 'hint' | 'offer'> {
  if (path.join('.') !== domainName || !URL.canParse(`https://${value}`)) return {};
  const say = ([name]: readonly unknown[]) => `Write the name in its ASCII form: "${String(name)}"`;
  return hintOf({ path, kind: 'example', values: [new URL(`https://${value}`).hostname], say });
}

/** Whether the value is the user's own text, which may need the character. */
function isFree(path: SpecPath): boolean {
  return isVariable(path) || path.slice(0, 3).join('.') === 'backend.build.args' || path[0] === 'tags';
}

export function isVariable(path: SpecPath): boolean {
  return path.slice(0, 3).join('.') === 'backend.service.environment';
}

function otherwise(path: SpecPath): string {
  return `; if the value needs the character, e${encode(path).slice(1)}`;
}

function encode(path: SpecPath): string {
  return `Encode the value (for example with base64)${isVariable(path) ? ', or put it into a secret' : ''}`;
}

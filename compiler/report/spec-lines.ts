import { linesWithin } from './facts/decided-by.ts';
import { html } from './model/html.ts';
import type { Html } from './model/html.ts';
import type { Subject } from './model/model.ts';

/** The text of the spec, line by line; the lines that only some environments have say which. */
export function specLines(subjects: readonly [Subject, ...Subject[]]): Html {
  const [{ tree }] = subjects;
  const lines = tree.text.replace(/\n$/, '').split('\n');
  const owners = ownersOf(subjects);
  return html`<ol class="spec" id="spec-lines">
    ${lines.map((line, index) => {
      const number = index + 1;
      return html`<li id="L${number}" data-of="${owners.get(number)?.join(' ')}">
        <span class="number">${number}</span><span class="text">${colour(line)}</span>
      </li>`;
    })}
  </ol>`;
}

/** Which environments a line inside of `environments` is for. Others are for all. */
function ownersOf(subjects: readonly Subject[]): ReadonlyMap<number, readonly number[]> {
  const owners = new Map<number, number[]>();
  for (const [index, subject] of subjects.entries()) {
    const { overlay } = subject.tree;
    for (const line of overlay ? linesWithin(overlay.range, subject) : []) {
      owners.set(line, [...(owners.get(line) ?? []), index]);
    }
  }
  return owners;
}

/** Keys and comments look different. */
function colour(line: string): Html {
  const end = commentIn(line);
  const [code, comment] = [line.slice(0, end), line.slice(end)];
  const [indent = ''] = /^\s*(?:- +)*/.exec(code) ?? [];
  const [key = ''] = /^[\w.-]+(?=:(?:\s|$))/.exec(code.slice(indent.length)) ?? [];
  const rest = code.slice(indent.length + key.length);
  return html`${indent}${key !== '' && html`<span class="key">${key}</span>`}${rest}${comment !== '' && html`<span class="comment">${comment}</span>`}`;
}

/** Where the comment of a line begins, or the line's end: a sign inside of quotes begins none. */
function commentIn(line: string): number {
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    const isFirst = at === 0 || /[\s[{,]/.test(line.charAt(at - 1));
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (isFirst && (character === '"' || character === "'")) quote = character;
    else if (character === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) return at;
  }
  return line.length;
}

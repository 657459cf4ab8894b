import { resourcesOf, sectionOf } from '../../template/node.ts';
import type { StackKind } from '../../template/template.ts';
import { html, join } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import type { Subject } from '../model/model.ts';
import type { LinkTo } from './show-node.ts';

/** The address of a resource on the page. */
export function resourceAddress(stack: StackKind, logicalId: string): string {
  return `#resources-${stack}-${logicalId}`;
}

/** Finds what a template of the stack names: its own resources, and `export NAME` of the shared stack. */
export function linksFrom(stack: StackKind, { templates }: Pick<Subject, 'templates'>): LinkTo {
  const own = templates.find((template) => template.stack === stack)?.root;
  const shared = templates.find((template) => template.stack === 'shared')?.root;
  const ids = new Set(resourcesOf(own).map(({ key }) => key));
  const outputs = new Set(sectionOf(shared, 'Outputs').map(({ key }) => key));
  return (name) => {
    if (ids.has(name)) return resourceAddress(stack, name);
    const [, output = ''] = /^export (.*)$/.exec(name) ?? [];
    return outputs.has(output) ? `#exports-shared-${output}` : undefined;
  };
}

export function resourceLink(stack: StackKind, logicalId: string): Html {
  return html`<a href="${resourceAddress(stack, logicalId)}">${logicalId}</a>`;
}

export function resourceLinks(stack: StackKind, ids: readonly string[]): Html {
  return join(
    ids.map((id) => resourceLink(stack, id)),
    ', ',
  );
}

/** `line 11`, with a link to it. */
export function lineLinks(lines: readonly number[]): Html {
  const links = lines.map((line) => html`<a class="line" href="#L${line}">${line}</a>`);
  return html`${lines.length === 1 ? 'line' : 'lines'} ${join(links, ', ')}`;
}

/** `, line 11`, after what the lines decide; nothing after a default. */
export function byLines(lines: readonly number[]): Html | undefined {
  return lines.length === 0 ? undefined : html`, <span class="by">${lineLinks(lines)}</span>`;
}

/** A text in which `ADR 4` leads to that decision, if it is on the page. */
export function withDecisions(text: string): Html {
  const pieces = text.split(/(ADR \d+)/);
  return join(
    pieces.map((piece) => {
      const [, number] = /^ADR (\d+)$/.exec(piece) ?? [];
      return number === undefined ? piece : html`<a href="#decisions-${number}">decision ${number}</a>`;
    }),
    '',
  );
}

/** The headings of what belongs to a stack. They are the same in every environment. */
export const stackTitles: Readonly<Record<StackKind, string>> = {
  shared: 'Shared stack',
  backend: 'Backend stack',
};

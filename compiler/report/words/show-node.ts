import { textOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import { html, join } from '../model/html.ts';
import type { Html } from '../model/html.ts';

/** The address on the page of what a template names, if it has one there. */
export type LinkTo = (name: string) => string | undefined;

/** In characters. Longer texts are folded. */
const longest = 240;

/** A value as the template has it, on one line, with links to the resources that it names. */
export function showNode(node: TemplateNode, linkTo: LinkTo): Html {
  const value = untagged(node, linkTo);
  return node.tag === undefined ? value : html`<span class="tag">!${node.tag}</span> ${value}`;
}

function untagged(node: TemplateNode, linkTo: LinkTo): Html {
  if (node.kind === 'scalar') return showScalar(node.tag, String(node.value), linkTo);
  if (node.kind === 'list') {
    return html`[${join(
      node.items.map((item) => showNode(item, linkTo)),
      ', ',
    )}]`;
  }
  const [first] = node.entries;
  if (node.entries.length === 1 && first?.key === 'Fn::ImportValue') return showImport(first.value, linkTo);
  return html`{${join(
    node.entries.map(({ key, value }) => html`${key}: ${showNode(value, linkTo)}`),
    ', ',
  )}}`;
}

function showScalar(tag: string | undefined, text: string, linkTo: LinkTo): Html {
  if (tag === 'Ref') return linked(text, text, linkTo);
  if (tag === 'GetAtt') return linked(text, text.split('.')[0] ?? '', linkTo);
  if (tag === 'Sub') return showSubstituted(text, linkTo);
  if (text === '') return html`<span class="tag">(empty)</span>`;
  return fold(text);
}

function showSubstituted(text: string, linkTo: LinkTo): Html {
  if (text.length > longest) return fold(text);
  const pieces = text.split(/(\$\{[^}]*\})/);
  return join(
    pieces.map((piece) => {
      const name = /^\$\{([^!}.]+)/.exec(piece)?.[1];
      return name === undefined ? piece : linked(piece, name, linkTo);
    }),
    '',
  );
}

function showImport(value: TemplateNode, linkTo: LinkTo): Html {
  const name = exportName(value);
  return html`import of ${linked(name, `export ${name}`, linkTo)}`;
}

/** The name of an export without that of its stack. */
export function exportName(value: TemplateNode): string {
  const text = textOf(value) ?? (value.kind === 'list' ? textOf(value.items[0]) : undefined) ?? '';
  return text.replace(/^\$\{[\w:]+\}-/, '');
}

function linked(text: string, name: string, linkTo: LinkTo): Html {
  const address = linkTo(name);
  return address === undefined ? html`${text}` : html`<a href="${address}">${text}</a>`;
}

/** A text in its short form; a long one behind its beginning. */
export function fold(text: string, short: Html = html`${text}`): Html {
  if (text.length <= longest && !text.includes('\n')) return short;
  const lines = text.split('\n').length;
  const size = lines > 1 ? `${lines} lines` : `${text.length} characters`;
  return html`<details class="long">
    <summary>${text.slice(0, 60).trim()}... (${size})</summary>
    <pre>${text}</pre>
  </details>`;
}

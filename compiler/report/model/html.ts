import { InternalError } from '../../internal-error.ts';
import { withoutControls } from '../../diagnostics/controls.ts';

/** Text that a browser reads as HTML. Only `html` makes it, which escapes everything that is put in. */
export interface Html {
  readonly markup: string;
}

export type Part = Html | string | number | false | undefined | readonly Part[];

/** A piece of a page. Whatever stands in `${}` is shown as text, wherever it stands, unless it is HTML itself. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    // The indentation of the source is not part of the page.
    markup: pieces.map((piece, index) => piece.replace(/\n\s*/g, '\n') + markupOf(parts[index])).join(''),
  };
}

export function join(parts: readonly Part[], between: string): Html {
  return { markup: parts.map(markupOf).join(escape(between)) };
}

/** A long name that may be broken after each of its dots. */
export function dotted(name: string): Html {
  return {
    markup: name.split('.').map(escape).join('.<wbr>'),
  };
}

/** A text in which what stands between backticks is code. Links of Markdown become their words. */
export function prose(text: string): Html {
  const pieces = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').split('`');
  return join(
    pieces.map((piece, index) => (index % 2 === 0 ? piece : html`<code>${piece}</code>`)),
    '',
  );
}

/** A picture that archc has drawn, and has escaped itself what it shows. */
export function drawn(svg: string): Html {
  if (!svg.startsWith('<svg ')) throw new InternalError('a picture is no SVG');
  return { markup: withoutControls(svg) };
}

/** The page's own style or script, as it is. */
export function element(name: 'style' | 'script', text: string): Html {
  if (/<\/(style|script)|<!--/i.test(text)) throw new InternalError(`the page's ${name} would end too early`);
  return { markup: `<${name}>${text}</${name}>` };
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escape(part);
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Marks of direction and other invisible characters are shown too: they can make a line look like another one. */
function escape(text: string): string {
  return withoutControls(text).replace(/[&<>"'`]/g, (character) => references[character] ?? '');
}

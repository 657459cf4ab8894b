import { html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import type { Plain } from '../../template/plain.ts';
import { fold } from './show-node.ts';

/** One side of a difference; `undefined` where the value is missing. */
export function showPlain(value: Plain | undefined): Html {
  if (value === undefined) return html`<span class="tag">missing</span>`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return fold(text, html`<code>${text}</code>`);
}

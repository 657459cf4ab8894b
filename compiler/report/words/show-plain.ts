import { html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import type { Plain } from '../../template/plain.ts';

/** In characters. */
const longest = 300;

/** One side of a difference; `undefined` where the value is missing. */
export function showPlain(value: Plain | undefined): Html {
  if (value === undefined) return html`<span class="tag">not there</span>`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const lines = text.split('\n').length;
  if (lines === 1 && text.length <= longest) return html`<code>${text}</code>`;
  const size = lines > 1 ? `${lines} lines` : `${text.length} characters`;
  return html`<details class="long">
    <summary>${text.slice(0, 60).trim()}... (${size})</summary>
    <pre>${text}</pre>
  </details>`;
}

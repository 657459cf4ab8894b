import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderText, summarize } from '../../diagnostics/text.ts';
import { trustColours } from '../terminal/clean.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Nobody reads more than this at once. */
const most = 50;

/** Prints a spec's diagnostics for people. */
export function report(diagnostics: readonly Diagnostic[], bytes: Uint8Array, terminal: Terminal): void {
  if (diagnostics.length === 0) return;
  const { err, colour } = terminal;
  const text = new TextDecoder().decode(bytes);
  const shown = trustColours(renderText(diagnostics.slice(0, most), text, colour));
  const left = diagnostics.length - most;
  err(`${shown}\n${summarize(diagnostics)}${left > 0 ? `, of which ${left} are not shown` : ''}\n\n`);
}

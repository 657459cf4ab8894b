import { version } from '../../../build/generated/version.ts';
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts';
import { renderGithub, renderJson, renderSarif } from '../../diagnostics/formats.ts';
import type { Source } from '../../spec/model.ts';
import { onOneLine } from '../terminal/clean.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { report } from './report.ts';

export interface ValidateView {
  /** Takes the result for one spec. */
  readonly add: (source: Source, outcome: Outcome<unknown>) => void;
  readonly end: () => void;
}

/** The views of `archc validate`, by the value of --format. */
export const validateViews = {
  text: openText,
  json: openData(renderJson),
  github: openData(renderGithub, 'verbatim'),
  sarif: openData((diagnostics) => renderSarif(diagnostics, version)),
};

/** For people: prints each spec's result as soon as it is checked. */
function openText(terminal: Terminal): ValidateView {
  return {
    add: ({ name, bytes }, { ok, diagnostics }) => {
      report(diagnostics, bytes, terminal);
      if (ok) terminal.err(`${onOneLine(name)}: no errors\n`);
    },
    end: () => undefined,
  };
}

/** For programs: prints the diagnostics of all specs at the end. */
function openData(render: (diagnostics: readonly Diagnostic[]) => string, how?: 'verbatim') {
  return ({ out }: Terminal): ValidateView => {
    const all: Diagnostic[] = [];
    return {
      add: (_source, { diagnostics }) => {
        all.push(...diagnostics);
      },
      end: () => {
        out(render(all), how);
      },
    };
  };
}

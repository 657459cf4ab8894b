import { version } from '../../../build/generated/version.ts';
import { compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderGithub, renderJson, renderSarif } from '../../diagnostics/formats.ts';
import type { Command } from '../command.ts';
import { readSource } from '../files/read-source.ts';
import { chooseFormat, formatFlag } from '../flags/format.ts';
import { UsageError } from '../usage-error.ts';
import { report } from '../views/report.ts';

const formats = ['text', 'json', 'github', 'sarif'] as const;

export const validateCommand: Command = {
  name: 'validate',
  summary: 'check specs, and write nothing',
  operands: 'SPEC...',
  flags: {
    format: formatFlag(formats),
  },
  details: [
    'Finds every mistake of each spec, all at once. Text goes to standard error, the other formats to standard output;',
    'github is the one that annotates a pull request.',
    'Exit code 0: no errors (there may be warnings); 1: errors; 2: wrong usage or an unreadable file.',
  ].join('\n'),
  examples: ['archc validate specs/*.yaml', 'archc validate --format github specs/*.yaml'],

  run(specs, flags, terminal, toolkit) {
    const format = chooseFormat(flags, formats);
    if (specs.length === 0) throw new UsageError('name a spec: archc validate specs/todo.yaml');
    const all: Diagnostic[] = [];
    let code = 0;
    for (const spec of specs) {
      try {
        const source = readSource(spec);
        const outcome = compile(source, toolkit);
        if (!outcome.ok) code = Math.max(code, 1);
        if (format === 'text') {
          report(outcome.diagnostics, source.bytes, terminal);
          if (outcome.ok) terminal.err(`${spec}: no errors\n`);
        }
        all.push(...outcome.diagnostics);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        terminal.err(`archc: ${error.message}\n`);
        code = 2;
      }
    }
    if (format === 'json') terminal.out(renderJson(all));
    if (format === 'github') terminal.out(renderGithub(all));
    if (format === 'sarif') terminal.out(renderSarif(all, version));
    return code;
  },
};

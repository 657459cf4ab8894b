import { compile } from '../../compile.ts';
import { command } from '../command.ts';
import { expandSpecs } from '../files/expand-specs.ts';
import { readSource } from '../files/read-source.ts';
import { formatFlag } from '../flags/format.ts';
import { UsageError } from '../usage-error.ts';
import { validateViews } from '../views/validate.ts';

export const validateCommand = command({
  name: 'validate',
  summary: 'check specs, and write nothing',
  operands: 'SPEC...',
  flags: {
    format: formatFlag(validateViews),
  },
  details: [
    'Reports every mistake in each spec at once. Text goes to standard error, the other formats to standard output.',
    'SPEC can be a folder, which means its *.yaml and *.yml files, or a pattern in quotes.',
    'Use github to annotate a pull request.',
    'Exit code 0: no errors (warnings are possible); 1: errors; 2: wrong usage or an unreadable file.',
  ].join('\n'),
  examples: ['archc validate specs/*.yaml', 'archc validate --format github specs/*.yaml'],

  async run({ operands, flags, terminal, toolkit }) {
    if (operands.length === 0) throw new UsageError('name a spec: archc validate specs/todo.yaml');
    const view = validateViews[flags.format](terminal);
    const { specs, problems } = await expandSpecs(operands);
    for (const { message } of problems) terminal.err(`archc: ${message}\n`);
    let code = problems.length > 0 ? 2 : 0;
    for (const spec of specs) {
      try {
        const source = readSource(spec);
        const outcome = compile(source, toolkit);
        if (!outcome.ok) code = Math.max(code, 1);
        view.add(source, outcome);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        terminal.err(`archc: ${error.message}\n`);
        code = 2;
      }
    }
    view.end();
    return code;
  },
});

import { command } from '../command.ts';
import { compileEnvironments } from '../compile-spec.ts';
import { eachSpec } from '../each-spec.ts';
import { readSource } from '../files/read-source.ts';
import { onlyEnvironmentFlag } from '../flags/environment.ts';
import { formatFlag } from '../flags/format.ts';
import { validateViews } from '../views/validate.ts';

export const validateCommand = command({
  name: 'validate',
  summary: 'check specs, and write nothing',
  operands: 'SPEC...',
  flags: {
    environment: onlyEnvironmentFlag,
    format: formatFlag(validateViews),
  },
  details: [
    'Reports every mistake in each spec at once. Text goes to standard error, the other formats to standard output.',
    'SPEC can be a folder, which means its *.yaml and *.yml files, or a pattern in quotes.',
    'All environments of a spec are checked; --environment chooses one.',
    'Use github to annotate a pull request.',
    'Exit code 0: no errors (warnings are possible); 1: errors; 2: wrong usage or an unreadable file.',
  ].join('\n'),
  examples: ['archc validate specs/*.yaml', 'archc validate --format github specs/*.yaml'],

  async run({ flags, ...call }) {
    const view = validateViews[flags.format](call.terminal);
    const code = await eachSpec(call, (spec) => {
      const source = readSource(spec);
      const outcome = compileEnvironments(source, call, flags.environment);
      view.add(source, outcome);
      return outcome.ok ? 0 : 1;
    });
    view.end();
    return code;
  },
});

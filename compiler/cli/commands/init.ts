import { basename, dirname } from 'node:path';
import { compile } from '../../compile.ts';
import { summarize } from '../../diagnostics/text.ts';
import type { Toolkit } from '../../modules/module.ts';
import { fileWord } from '../../diagnostics/shell-quote.ts';
import { toolkit as standard } from '../../toolkit.ts';
import { command } from '../command.ts';
import { findSchema } from '../files/find-schema.ts';
import { createFiles } from '../files/place-files.ts';
import { starter } from '../files/starter.ts';
import type { Start } from '../files/starter.ts';
import { writeWorkflows } from '../files/write-workflows.ts';
import { branchFlag } from '../flags/branch.ts';
import { text } from '../flags/flag.ts';
import { anyText, oneOf } from '../flags/word.ts';
import { reason } from '../files/reason.ts';
import { UsageError } from '../usage-error.ts';
import { onOneLine } from '../terminal/clean.ts';
import { report } from '../views/report.ts';

const [usual] = standard.runtimes;
const runtimes = standard.runtimes.map(({ name }) => name);

export const initCommand = command({
  name: 'init',
  summary: 'write a commented spec to start from',
  operands: '[FILE...]',
  flags: {
    name: text(anyText('NAME'), 'name of the API', { default: 'my-api', notWith: 'ci' }),
    region: text(anyText('REGION'), 'AWS region', { default: 'us-east-1', notWith: 'ci' }),
    runtime: text(oneOf('RUNTIME', runtimes), 'where the container runs', {
      default: usual.name,
      notWith: 'ci',
    }),
    ci: text(oneOf('CI', ['github']), 'write workflows for existing specs'),
    branch: branchFlag('ci'),
  },
  details: [
    'Writes FILE (default: NAME.yaml; "-" prints it) and creates its folder. An existing file is never replaced.',
    "If the project has archc's schema, installed or copied, the first line of the spec points editors to it.",
    'With --ci, each FILE is an existing spec (default: specs/*.yaml). Two workflows are written: one checks pull requests',
    'and shows what they change, the other deploys what is merged.',
  ].join('\n'),
  examples: [
    'archc init',
    'archc init specs/todo.yaml --name todo --region ap-northeast-1',
    'archc init --ci github specs/todo.yaml',
  ],

  run({ operands, flags, terminal, toolkit }) {
    const { name, region, runtime, ci, branch } = flags;
    if (ci !== undefined) return writeWorkflows({ specs: operands, branch, terminal, toolkit });
    const [file, ...rest] = operands;
    if (rest.length > 0) throw new UsageError('name one file');
    const target = file ?? `${name}.yaml`;
    const schema = findSchema(dirname(target));
    const modeline = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
    const { spec, bytes, outcome } = writeStarter({ name, region, runtime }, { target, modeline, toolkit });
    if (!outcome.ok) {
      report(outcome.diagnostics, bytes, terminal);
      terminal.err(`archc: nothing was written (${summarize(outcome.diagnostics)})\n`);
      return 1;
    }
    if (target === '-') {
      terminal.out(spec);
      return 0;
    }
    try {
      createFiles(dirname(target), [{ name: basename(target), text: spec }]);
    } catch (error) {
      throw new UsageError(`cannot write ${target}: ${reason(error)}`);
    }
    terminal.out(`${onOneLine(target)} written. Next: archc compile ${fileWord(target)}\n`);
    return 0;
  },
});

interface About {
  readonly target: string;
  readonly modeline: string;
  readonly toolkit: Toolkit;
}

/** The starter, compiled; with other names for the database and its user if the usual ones are reserved. */
function writeStarter(start: Start, { target, modeline, toolkit }: About) {
  const attempt = (prefix: string) => {
    const spec = `${modeline}${starter(start, prefix)}`;
    const bytes = new TextEncoder().encode(spec);
    return { spec, bytes, outcome: compile({ name: target, bytes }, toolkit) };
  };
  const usual = attempt('');
  const isReserved = usual.outcome.diagnostics.some(({ code }) => code === 'reserved-name');
  return isReserved ? attempt('api_') : usual;
}

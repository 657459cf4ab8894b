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
import { writePipeline } from '../pipeline/write-pipeline.ts';
import { branchFlag } from '../flags/branch.ts';
import { flag, text } from '../flags/flag.ts';
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
    ci: text(oneOf('CI', ['github', 'gitlab']), 'write a pipeline for existing specs'),
    branch: branchFlag('ci'),
    previews: flag('deploy previews of pull requests too', { onlyWith: 'ci' }),
  },
  details: [
    'Writes FILE (default: NAME.yaml; "-" prints it) and creates its folder. An existing file is never replaced.',
    "If the project has archc's schema, installed or copied, the first line of the spec points editors to it.",
    'With --ci, each FILE is an existing spec (default: specs/*.yaml). A pipeline is written that checks pull requests and',
    'shows what they change, deploys what is merged, and promotes it along the environments of the spec.',
  ].join('\n'),
  examples: [
    'archc init',
    'archc init specs/todo.yaml --name todo --region ap-northeast-1',
    'archc init --ci github specs/todo.yaml',
    'archc init --ci gitlab --previews',
  ],

  run({ operands, flags, terminal, toolkit }) {
    const { name, region, runtime, ci: service, branch, previews } = flags;
    if (service !== undefined) {
      return writePipeline({ service, specs: operands, branch, previews, terminal, toolkit });
    }
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

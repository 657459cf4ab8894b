import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compile } from '../../compile.ts';
import { summarize } from '../../diagnostics/text.ts';
import { toolkit as standard } from '../../toolkit.ts';
import type { Command } from '../command.ts';
import { findSchema } from '../files/find-schema.ts';
import { starter } from '../files/starter.ts';
import { writeWorkflows } from '../files/write-workflows.ts';
import { reason, UsageError } from '../usage-error.ts';
import { report } from '../views/report.ts';

export const initCommand: Command = {
  name: 'init',
  summary: 'write a commented spec to start from',
  operands: '[FILE...]',
  flags: {
    name: { type: 'string', takes: 'NAME', help: 'name of the API (default: my-api)' },
    region: { type: 'string', takes: 'REGION', help: 'AWS region (default: us-east-1)' },
    runtime: {
      type: 'string',
      takes: 'RUNTIME',
      help: 'where the container runs (default: what any AWS account can use)',
      values: standard.runtimes.map(({ name }) => name),
    },
    ci: {
      type: 'string',
      takes: 'CI',
      values: ['github'],
      help: 'write workflows for the specs that are there: github',
    },
    branch: { type: 'string', takes: 'BRANCH', help: 'branch that --ci deploys (default: main)' },
  },
  details: [
    'Writes FILE (default: NAME.yaml; "-" prints it), and its folder. A file that exists is never replaced.',
    "Where the project has archc's schema, installed or as a copy, the first line tells editors where.",
    'With --ci each FILE is a spec that is there (default: specs/*.yaml), and two workflows are written for them: one',
    'that checks pull requests and tells what they change, one that deploys what is merged.',
  ].join('\n'),
  examples: [
    'archc init',
    'archc init specs/todo.yaml --name todo --region ap-northeast-1',
    'archc init --ci github specs/todo.yaml',
  ],

  run(operands, flags, terminal, toolkit) {
    if (flags['ci'] !== undefined) return writeWorkflows(operands, flags, terminal, toolkit);
    if (flags['branch'] !== undefined) throw new UsageError('--branch goes with --ci');
    const [file, ...rest] = operands;
    if (rest.length > 0) throw new UsageError('name one file');
    const name = String(flags['name'] ?? 'my-api');
    const region = String(flags['region'] ?? 'us-east-1');
    const [first] = toolkit.runtimes;
    const usual = toolkit.runtimes.find(({ isOpenToNewAccounts }) => isOpenToNewAccounts) ?? first;
    const target = file ?? `${name}.yaml`;
    const schema = findSchema(dirname(target));
    const modeline = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
    const text = `${modeline}${starter(name, region, String(flags['runtime'] ?? usual.name))}`;
    const bytes = new TextEncoder().encode(text);
    const outcome = compile({ name: target, bytes }, toolkit);
    if (!outcome.ok) {
      report(outcome.diagnostics, bytes, terminal);
      terminal.err(`archc: nothing was written (${summarize(outcome.diagnostics)})\n`);
      return 1;
    }
    if (target === '-') {
      terminal.out(text);
      return 0;
    }
    try {
      if (!existsSync(dirname(target))) mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text, { flag: 'wx' });
    } catch (error) {
      throw new UsageError(`cannot write ${target}: ${reason(error)}`);
    }
    terminal.out(`${target} written. Next: archc compile ${target}\n`);
    return 0;
  },
};

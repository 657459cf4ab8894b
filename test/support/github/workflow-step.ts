import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { runProcess } from '../terminal/run-process.ts';
import type { ProcessResult } from '../terminal/run-process.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
}

interface Step {
  readonly name?: string;
  readonly run?: string;
}

/** Runs steps of a workflow as on GitHub's machines, with stand-ins for programs that would use the network. */
export interface Runner {
  /** The folder that steps run in. */
  readonly workspace: string;
  /** RUNNER_TEMP of the steps. */
  readonly temporary: string;
  /** Puts a bash script on the PATH, which also logs how it is called. */
  install(name: string, script: string): Promise<void>;
  /** Runs the step with this name, with additional variables. */
  run(step: string, env?: NodeJS.ProcessEnv): Promise<ProcessResult>;
  /** The calls of installed programs, in order, one per line. */
  readCalls(): Promise<readonly string[]>;
  /** The outputs that steps have set. */
  readOutput(): Promise<string>;
  remove(): Promise<void>;
}

export async function makeRunner(workflow: string): Promise<Runner> {
  const { jobs } = parse(await readFile(workflow, 'utf8')) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-runner-'));
  const at = (name: string): string => path.join(folder, name);
  for (const name of ['bin', 'workspace', 'temporary']) await mkdir(at(name));
  for (const name of ['calls', 'output']) await writeFile(at(name), '');
  return {
    workspace: at('workspace'),
    temporary: at('temporary'),
    install: async (name, script) => {
      const program = path.join(at('bin'), name);
      await writeFile(program, `#!/bin/bash\necho "${name} $*" >> '${at('calls')}'\n${script}\n`);
      await chmod(program, 0o755);
    },
    run: async (name, env = {}) => {
      const script = steps.find((step) => step.name === name)?.run;
      if (script === undefined) throw new Error(`${workflow} has no step "${name}"`);
      await writeFile(at('step.sh'), script);
      // The options that GitHub gives to `shell: bash`.
      return runProcess('bash', ['--noprofile', '--norc', '-eo', 'pipefail', at('step.sh')], {
        cwd: at('workspace'),
        env: {
          PATH: `${at('bin')}:${process.env.PATH ?? ''}`,
          RUNNER_TEMP: at('temporary'),
          GITHUB_OUTPUT: at('output'),
          ...env,
        },
      });
    },
    readCalls: async () => (await readFile(at('calls'), 'utf8')).split('\n').slice(0, -1),
    readOutput: () => readFile(at('output'), 'utf8'),
    remove: () => rm(folder, { recursive: true }),
  };
}

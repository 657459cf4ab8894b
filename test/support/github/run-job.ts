import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';
import { runProcess } from '../terminal/run-process.ts';

type Texts = Readonly<Record<string, string>>;

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Texts;
  readonly run?: string;
}

interface Workflow {
  readonly env?: Texts;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly if?: string;
  readonly env?: Texts;
  readonly outputs?: Texts;
  readonly steps: readonly Step[];
}

export interface Surroundings {
  /** The checked-out repository. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The contexts of GitHub's expressions. */
  readonly github: object;
  readonly vars: Texts;
  /** What the action that assumes a role passes to the steps after it, perhaps for each role. */
  readonly credentials?: Texts | ((role: string) => Texts);
  /** Its id, in a workflow with several jobs. */
  readonly job?: string;
  /** What the jobs before have come to, by their ids. */
  readonly needs?: Readonly<Record<string, Needed>>;
  /** The folder in which the run keeps its artifacts. */
  readonly artifacts?: string;
}

interface Needed {
  readonly result: 'success' | 'failure' | 'skipped' | 'cancelled';
  readonly outputs?: Texts;
}

export interface JobRun {
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outcomes: Readonly<Record<string, 'success' | 'failure' | 'skipped'>>;
  /** Everything that the steps printed. */
  readonly log: string;
  readonly summary: string;
  readonly outputs: Texts;
}

/** The environment of a runner, without this machine's settings for AWS. */
export const runnerEnv: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GITHUB_REPOSITORY: 'octo-org/todo',
  GITHUB_RUN_ID: '1234',
  GITHUB_SERVER_URL: 'https://github.com',
};

/** Where an artifact of a run can be downloaded. */
export const artifactUrl = 'https://github.com/octo-org/todo/actions/runs/1234/artifacts/5678';

/** The context of pull request 7 in octo-org/todo, whose branch is in the given repository. */
export function contextOf(head: string, action = 'synchronize'): object {
  const pullRequest = { number: 7, head: { sha: 'a'.repeat(40), repo: { full_name: head } } };
  return {
    repository: 'octo-org/todo',
    token: 'a-token',
    event_name: 'pull_request',
    event: { action, pull_request: pullRequest },
  };
}

/** The context of a push to the branch main of octo-org/todo, and of what a schedule runs there. */
export const pushContext: object = {
  repository: 'octo-org/todo',
  token: 'a-token',
  event_name: 'push',
  event: {},
};
export const scheduleContext: object = {
  ...pushContext,
  event_name: 'schedule',
  event: { pull_request: { number: '', head: { repo: {} } } },
};

/** The context of a pull request in the merge queue of octo-org/todo. */
export const mergeQueueContext: object = {
  repository: 'octo-org/todo',
  token: 'a-token',
  event_name: 'merge_group',
  event: { merge_group: { base_ref: 'refs/heads/main' }, pull_request: { head: { repo: {} } } },
};

/**
 * Runs one job of a workflow as GitHub's runner does: each `run` in its own bash, with conditions and
 * expressions evaluated. The only actions with an effect are those that provide credentials, and keep and fetch artifacts.
 */
export async function runJob(workflow: string, surroundings: Surroundings): Promise<JobRun> {
  const { env: all = {}, defaults, jobs } = parse(workflow) as Workflow;
  const [only, ...more] = Object.keys(jobs);
  const job = jobs[surroundings.job ?? (more.length > 0 ? '' : (only ?? ''))];
  if (!job || defaults?.run?.shell !== 'bash') throw new Error('This is no job for us');
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-runner-'));
  const file = (name: string) => path.join(folder, name);
  const outcomes: Record<string, 'success' | 'failure' | 'skipped'> = {};
  const steps: Record<string, { outcome: string; outputs: Texts } | undefined> = {};
  let env: NodeJS.ProcessEnv = {
    ...surroundings.env,
    CI: 'true',
    GITHUB_OUTPUT: file('output'),
    GITHUB_PATH: file('path'),
    GITHUB_STEP_SUMMARY: file('summary'),
    RUNNER_TEMP: file('temp'),
  };
  let outcome: JobRun['outcome'] = 'success';
  let log = '';

  const contexts = (own: Texts) => ({
    github: surroundings.github,
    vars: orEmpty(surroundings.vars),
    needs: surroundings.needs ?? {},
    runner: { temp: file('temp') },
    env: own,
    // The contexts have steps that come later too.
    steps: new Proxy(steps, { get: (target, name) => target[String(name)] ?? { outcome: '', outputs: {} } }),
    cancelled: () => false,
  });
  // JavaScript would subtract in `outputs.artifact-url`.
  const evaluate = (expression: string, own: Texts): unknown =>
    runInNewContext(expression.replace(/\.(\w+-[\w-]+)/g, '["$1"]'), contexts(own));
  const fill = (text: string, own: Texts) =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => String(evaluate(expression, own)));
  const fillAll = (texts: Texts, own: Texts) =>
    Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, fill(value, own)]));
  /** The variables of the role's credentials, or the file in which they are a profile. */
  async function takeOn(inputs: Texts, file: string): Promise<Texts> {
    const { 'role-to-assume': role = '', 'aws-profile': profile } = inputs;
    const { credentials = {} } = surroundings;
    const found = typeof credentials === 'function' ? credentials(role) : credentials;
    if (profile === undefined) return found;
    const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' } = found;
    await writeFile(file, `[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`);
    return { AWS_SHARED_CREDENTIALS_FILE: file };
  }
  /** https://github.com/actions/upload-artifact#readme and https://github.com/actions/download-artifact#readme */
  async function moveArtifact({ name = '', path: place = '' }: Texts, isUpload: boolean): Promise<void> {
    const kept = path.join(surroundings.artifacts ?? file('artifacts'), name);
    const [from, to] = isUpload ? [place, kept] : [kept, place];
    if (isUpload) await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true });
  }
  const isDue = (condition: string | undefined, own: Texts) => {
    const expression = condition?.replace(/^\$\{\{ (.*) \}\}$/, '$1') ?? 'true';
    return (
      (outcome === 'success' || expression.includes('cancelled()')) && evaluate(expression, own) === true
    );
  };

  try {
    await mkdir(file('temp'));
    for (const name of ['output', 'path', 'summary']) await writeFile(file(name), '');
    const jobEnv = fillAll({ ...all, ...job.env }, {});
    if (!isDue(job.if, jobEnv)) return { outcome: 'skipped', outcomes, log, summary: '', outputs: {} };
    for (const step of job.steps) {
      const name = step.name ?? step.uses ?? '';
      const own = { ...jobEnv, ...fillAll(step.env ?? {}, jobEnv) };
      await writeFile(file('output'), '');
      outcomes[name] = 'skipped';
      if (isDue(step.if, own)) {
        outcomes[name] = 'success';
        if (step.uses?.startsWith('aws-actions/configure-aws-credentials@') === true) {
          env = { ...env, ...(await takeOn(fillAll(textsOf(step.with), own), file('credentials'))) };
        }
        const artifact = /^actions\/(up|down)load-artifact@/.exec(step.uses ?? '')?.[1];
        if (artifact !== undefined) {
          await moveArtifact(fillAll(textsOf(step.with), own), artifact === 'up');
          if (artifact === 'up') await writeFile(file('output'), `artifact-url=${artifactUrl}\n`);
        }
        if (step.run !== undefined) {
          await writeFile(file('run.sh'), step.run);
          const added = (await readFile(file('path'), 'utf8')).trim().split('\n').reverse();
          const PATH = [...added, env['PATH']].filter(Boolean).join(path.delimiter);
          const args = ['--noprofile', '--norc', '-eo', 'pipefail', file('run.sh')];
          const ran = await runProcess('bash', args, {
            cwd: surroundings.cwd,
            env: { ...env, ...own, PATH },
          });
          log += `--- ${name} (${ran.code})\n${ran.stdout}${ran.stderr}`;
          if (ran.code !== 0) outcome = outcomes[name] = 'failure';
        }
      }
      if (step.id !== undefined) {
        const outputs = readPairs(await readFile(file('output'), 'utf8'));
        steps[step.id] = { outcome: outcomes[name], outputs: orEmpty(outputs) };
      }
    }
    const outputs = fillAll(job.outputs ?? {}, jobEnv);
    return { outcome, outcomes, log, outputs, summary: await readFile(file('summary'), 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function textsOf(inputs: Step['with'] = {}): Texts {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));
}

/** `name=value` on each line. */
function readPairs(text: string): Texts {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
}

/** A missing variable or output is the empty text, as on GitHub. */
function orEmpty(texts: Texts): Texts {
  return new Proxy(texts, { get: (target, name) => target[String(name)] ?? '' });
}

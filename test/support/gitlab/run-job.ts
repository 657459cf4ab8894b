import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';
import { runProcess } from '../terminal/run-process.ts';

type Texts = Readonly<Record<string, string>>;

interface Reference {
  readonly reference: readonly [job: string, key: 'before_script' | 'script'];
}

interface Rule {
  readonly if: string;
  readonly when?: string;
}

interface Job {
  readonly extends?: string;
  readonly before_script?: readonly (string | Reference)[];
  readonly script?: readonly (string | Reference)[];
  readonly rules?: readonly Rule[];
  readonly variables?: Texts;
  readonly id_tokens?: Readonly<Record<string, { readonly aud: string }>>;
}

export interface GitlabSurroundings {
  /** The checked-out project. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The variables of the project, of the pipeline and of the job's environment. */
  readonly variables: Texts;
  readonly job: string;
}

export interface GitlabRun {
  /** `manual` when somebody has to start it, which a test does by `start`. */
  readonly outcome: 'success' | 'failure' | 'skipped' | 'manual';
  readonly log: string;
}

/** Every job of the pipeline file, with what it extends. */
export function readJobs(text: string): ReadonlyMap<string, Job> {
  const all = parse(text.replaceAll(/!reference (\[.*\])/g, '{ reference: $1 }')) as Record<string, Job>;
  const resolve = (name: string): Job => {
    const { extends: base, ...own } = all[name] ?? {};
    return { ...(base !== undefined && resolve(base)), ...own };
  };
  return new Map(Object.keys(all).map((name) => [name, resolve(name)]));
}

/** All that one job runs: `before_script` and `script`. */
export function scriptOf(jobs: ReadonlyMap<string, Job>, name: string): string {
  const linesOf = (parts: Job['script'] = []): readonly string[] =>
    parts.flatMap((part) =>
      typeof part === 'string' ? [part] : linesOf(jobs.get(part.reference[0])?.[part.reference[1]]),
    );
  const job = jobs.get(name);
  return [...linesOf(job?.before_script), ...linesOf(job?.script)].join('\n');
}

/**
 * Runs one job as GitLab's runner does with bash: `before_script` and `script` in one shell. Its token is what AWS gets
 * of a job on `CI_COMMIT_REF_NAME`, without a signature.
 */
export async function runGitlabJob(
  text: string,
  { cwd, env, variables: given, job: name }: GitlabSurroundings,
  start = false,
): Promise<GitlabRun> {
  const jobs = readJobs(text);
  const job = jobs.get(name);
  if (!job) throw new Error(`There is no job ${name}`);
  const rule = (job.rules ?? []).find((each) => isTrue(each.if, given));
  if (!rule) return { outcome: 'skipped', log: '' };
  if (rule.when === 'manual' && !start) return { outcome: 'manual', log: '' };
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-gitlab-'));
  try {
    const variables = { ...job.variables, ...given };
    const tokens = Object.entries(job.id_tokens ?? {}).map(([key, { aud }]) => [
      key,
      tokenOf(expand(aud, variables), variables),
    ]);
    const file = path.join(folder, 'script.sh');
    await writeFile(file, scriptOf(jobs, name));
    const { code, stdout, stderr } = await runProcess('bash', ['-eo', 'pipefail', file], {
      cwd,
      env: {
        ...env,
        ...variables,
        ...(Object.fromEntries(tokens) as Texts),
        CI: 'true',
        CI_PROJECT_DIR: cwd,
        TMPDIR: folder,
      },
    });
    return { outcome: code === 0 ? 'success' : 'failure', log: stdout + stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A condition of `$NAME`, `"text"`, `==`, `!=` and `&&`. */
function isTrue(condition: string, variables: Texts): boolean {
  const code = condition
    .replaceAll(/\$(\w+)/g, (_, name: string) => `get(${JSON.stringify(name)})`)
    .replaceAll('==', '===')
    .replaceAll('!=', '!==');
  return Boolean(runInNewContext(code, { get: (name: string) => variables[name] ?? null }));
}

function expand(text: string, variables: Texts): string {
  return text.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '');
}

/** https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload */
function tokenOf(aud: string, variables: Texts): string {
  const { CI_SERVER_URL: iss = '', CI_PROJECT_PATH: project = '', CI_COMMIT_REF_NAME: ref = '' } = variables;
  const sub = `project_path:${project}:ref_type:branch:ref:${ref}`;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'RS256', typ: 'JWT' }), part({ iss, aud, sub }), 'c2lnbmF0dXJl'].join('.');
}

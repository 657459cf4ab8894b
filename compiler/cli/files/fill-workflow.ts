import type { Compiled } from '../../phases/results.ts';
import type { PackageManager } from './find-package-manager.ts';

interface Values {
  /** In the order of their deployment. */
  readonly specs: readonly [Compiled, ...Compiled[]];
  readonly branch: string;
  readonly manager: PackageManager;
}

/** A workflow without its placeholders, such as `<branch>`. Where images are built, each processor gets a job. */
export function fillWorkflow(text: string, { specs, branch, manager }: Values): string {
  const common = {
    branch: [branch],
    region: [specs[0].resolved.spec.region],
    'set-up': manager.setUp,
    install: [manager.install],
    'to-path': manager.toPath,
    archc: [manager.archc],
    'lock-file': [manager.lockFile],
  };
  const filled = fill(text, common);
  const [before = '', job] = filled.split(/(?<=\njobs:\n)(?= {2}<job>:)/);
  if (job === undefined) return fill(filled, { specs: specs.map(pathOf) });
  const groups = groupByRunner(specs);
  const jobs = groups.map(({ runner, paths }, index) =>
    fill(job, {
      job: [nameJob(index, groups.length)],
      needs: index === 0 ? [] : [`needs: ${nameJob(index - 1, groups.length)}`],
      runner: [runner],
      specs: paths,
    }),
  );
  return before + jobs.join('\n');
}

function nameJob(index: number, count: number): string {
  return count === 1 ? 'deploy' : `deploy-${index + 1}`;
}

interface Group {
  readonly runner: string;
  readonly paths: readonly string[];
}

/** Specs that follow one another and whose images are built for the same processor. */
function groupByRunner(specs: readonly Compiled[]): readonly Group[] {
  return specs.reduce<readonly Group[]>((groups, spec) => {
    const last = groups.at(-1);
    const runner = runnerFor(spec);
    return last?.runner === runner
      ? [...groups.slice(0, -1), { runner, paths: [...last.paths, pathOf(spec)] }]
      : [...groups, { runner, paths: [pathOf(spec)] }];
  }, []);
}

/**
 * Both are in public and in private repositories:
 * https://docs.github.com/en/actions/reference/runners/github-hosted-runners
 */
function runnerFor({ resolved }: Compiled): string {
  return resolved.spec.backend.build.platform === 'linux/arm64' ? 'ubuntu-24.04-arm' : 'ubuntu-latest';
}

function pathOf({ resolved }: Compiled): string {
  return resolved.tree.name;
}

/** Puts values in place of placeholders. One that is alone on its line becomes as many lines as it has values. */
function fill(text: string, values: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(values).reduce((filled, [name, lines]) => {
    const alone = new RegExp(`^( *)<${name}>\n`, 'gm');
    return filled
      .replaceAll(alone, (_, indent: string) => lines.map((line) => `${indent}${line}\n`).join(''))
      .replaceAll(`<${name}>`, () => lines.join(' '));
  }, text);
}

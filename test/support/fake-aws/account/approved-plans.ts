import { readFile, rm } from 'node:fs/promises';
import { readPlan, writePlan } from '../../../../compiler/cli/files/plan-file.ts';
import type { Json } from '../../../../compiler/deploy/approval/approval.ts';
import { makeGitTree } from '../../git-tree.ts';
import type { GitTree } from '../../git-tree.ts';
import { emptyAccount } from './account.ts';
import type { Account } from './account.ts';
import type { Fault } from './faults.ts';
import { openAccountRunner } from './run-in-account.ts';
import type { CommandRun } from './run-in-account.ts';

/** A repository with an API, and the account in which it is deployed. */
export interface PlanStage {
  readonly tree: GitTree;
  readonly spec: string;
  /** Where plans are saved: outside of the build context. */
  readonly file: string;
  /** As the API was deployed first. */
  deployed(): Account;
  editSpec(edit: (text: string) => string): Promise<void>;
  plan(account: Account, ...flags: readonly string[]): Promise<CommandRun>;
  /** Deploys the saved plan. */
  deploy(account: Account, flags?: readonly string[], schedule?: readonly Fault[]): Promise<CommandRun>;
  run(args: readonly string[], account: Account, schedule?: readonly Fault[]): Promise<CommandRun>;
  /** Writes other content into the plan, as archc would have written it. */
  rewrite(edit: (content: Content) => object): Promise<void>;
  /** Puts the tree back to its first commit. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export type Content = Readonly<Record<string, Json>>;

/** For a spec of `specs/`, which is deployed. */
export async function openPlanStage(name: string): Promise<PlanStage> {
  const runner = await openAccountRunner();
  const text = await readFile(new URL(`../../../../specs/${name}.yaml`, import.meta.url), 'utf8');
  const tree = await makeGitTree({
    [`specs/${name}.yaml`]: text,
    'sample-api/Dockerfile': 'FROM scratch\n',
    'README.md': 'A page\n',
  });
  const first = await tree.git('rev-parse', 'HEAD');
  const spec = tree.at(`specs/${name}.yaml`);
  const file = tree.at('plan.json');
  const account = emptyAccount();
  const { code, stderr } = await runner.run(['deploy', spec, '--yes'], account);
  if (code !== 0) throw new Error(stderr);
  account.done.length = 0;
  account.pushes.length = 0;
  return {
    tree,
    spec,
    file,
    deployed: () => structuredClone(account),
    editSpec: async (edit) => {
      await tree.write(`specs/${name}.yaml`, edit(await readFile(spec, 'utf8')));
    },
    plan: (where, ...flags) => runner.run(['plan', spec, '--out', file, ...flags], where),
    deploy: (where, flags = [], schedule = []) =>
      runner.run(['deploy', spec, '--plan', file, ...flags], where, schedule),
    run: (args, where, schedule) => runner.run(args, where, schedule),
    rewrite: async (edit) => {
      const content = edit(readPlan(file).content as Content);
      await rm(file);
      writePlan(file, content as Json);
    },
    reset: async () => {
      await tree.git('reset', '--quiet', '--hard', first);
      await tree.git('clean', '--quiet', '--force', '-d', '-x');
    },
    close: async () => {
      await runner.stop();
      await tree.remove();
    },
  };
}

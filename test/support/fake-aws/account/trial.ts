import { advance, record, usualBuild } from './account.ts';
import { isInterference } from './faults.ts';
import type { Fault } from './faults.ts';
import { violations } from './invariants.ts';
import type { AccountRunner, CommandRun } from './run-in-account.ts';
import type { Scenario } from './scenarios.ts';

export interface Trial {
  readonly run: CommandRun;
  /** Everything that went wrong, one line each. */
  readonly wrong: readonly string[];
}

/** In milliseconds: what others have begun ends by then. */
const untilAllEnds = 60 * 60_000;

/**
 * Runs a command among faults. If something has changed, the same runs once more without any, and must finish what is
 * left.
 */
export async function tryOut(
  runner: AccountRunner,
  scenario: Scenario,
  schedule: readonly Fault[],
): Promise<Trial> {
  const account = scenario.open();
  const before = record(account);
  const run = await runner.run(scenario.args, account, schedule);
  const wrong = violations({ scenario, schedule, before, after: account, run });
  const isDisturbed = schedule.some(({ kind }) => isInterference(kind));
  if (!isDisturbed && account.done.length === before.done.length) return { run, wrong };

  if (isDisturbed) {
    account.time += untilAllEnds;
    advance(account, account.time);
  }
  account.failing.clear();
  Object.assign(account.build, usualBuild);
  account.pushes.length = 0;
  account.lost.length = 0;
  const between = record(account);
  const again = await runner.run(scenario.args, account);
  const repeated = [
    ...violations({ scenario, schedule: [], before: between, after: account, run: again }),
    ...(finishes(scenario, schedule, again) ? [] : [`it ends with ${again.code}: ${again.stderr}`]),
  ];
  return { run, wrong: [...wrong, ...repeated.map((line) => `when it is repeated: ${line}`)] };
}

function finishes(
  { args: [command = ''] }: Scenario,
  schedule: readonly Fault[],
  { code }: CommandRun,
): boolean {
  if (command === 'plan' || command === 'diff') return code !== 1;
  // What someone has deleted has no state and no outputs.
  const isGone = schedule.some(({ kind }) => kind === 'someone deletes the stacks');
  return code === 0 || (isGone && command !== 'deploy');
}

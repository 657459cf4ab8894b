import { expect } from 'chai';
import { findStack } from '../support/fake-aws/account/account.ts';
import type { Account } from '../support/fake-aws/account/account.ts';
import type { AccountRunner } from '../support/fake-aws/account/run-in-account.ts';
import { openStage } from '../support/fake-aws/account/scenarios.ts';
import type { Scenario, Stage } from '../support/fake-aws/account/scenarios.ts';
import { runs } from '../support/random-specs/runs.ts';

/** Calls that change nothing. */
const looking = /^(Describe|Get|List|Validate)/;
const operation = /^(ExecuteChangeSet|DeleteStack)/;

/** The requests that change something, with their numbers; in CI only the one that begins the first operation. */
function changesIn(requests: readonly string[]): readonly (readonly [number, string])[] {
  const changes = [...requests.entries()].filter(([, request]) => !looking.test(request));
  if (runs(1).numRuns > 1) return changes;
  return changes.filter(([, request]) => operation.test(request)).slice(0, 1);
}

/** Runs the command, which AWS hears for the last time at that request. */
async function kill(runner: AccountRunner, { args, open }: Scenario, at: number): Promise<Account> {
  const account = open();
  await runner.run(args, account, [
    { at, kind: 'cut late', times: 1 },
    { at: at + 1, kind: 'cut', times: Number.MAX_SAFE_INTEGER, isGeneral: true },
  ]);
  return account;
}

/** What is in the account of that which the command is about. */
function ownIn(account: Account, { wanted }: Scenario): object {
  const own = Object.keys(wanted);
  const stacks = own.map((name) => {
    const { status, text, isProtected } = findStack(account, name) ?? {};
    return { name, status, isProtected, hasTemplate: text === wanted[name] };
  });
  const open = account.changeSets.filter(({ execution }) => execution === 'AVAILABLE');
  return { stacks, lost: account.lost, changeSets: open.filter(({ stack }) => own.includes(stack.name)) };
}

describe('A deployment that is killed, after it has begun an operation', () => {
  let runner: AccountRunner;
  let scenarios: readonly Scenario[];
  let close: Stage['close'];

  before(async () => {
    ({ runner, scenarios, close } = await openStage('todo-fargate'));
  });
  after(() => close());

  /** The next run ends as one that nothing has disturbed. */
  async function expectRepair(title: string): Promise<void> {
    const scenario = scenarios.find((each) => each.title.endsWith(`: ${title}`));
    if (!scenario) throw new Error(`There is no scenario "${title}"`);
    const usual = scenario.open();
    const { requests, code, stderr } = await runner.run(scenario.args, usual);
    expect(code, stderr).to.equal(0);
    const changes = changesIn(requests);
    expect(changes).to.not.deep.equal([]);
    for (const [at, request] of changes) {
      const account = await kill(runner, scenario, at);
      const next = await runner.run(scenario.args, account);
      expect(next.code, `${request}: ${next.stderr}`).to.equal(0);
      expect(ownIn(account, scenario), request).to.deep.equal(ownIn(usual, scenario));
    }
  }

  it('deploy, the first time', () => expectRepair('first deployment'));
  it('deploy of a changed spec', () => expectRepair('update'));
  it('destroy', () => expectRepair('deletion'));
});

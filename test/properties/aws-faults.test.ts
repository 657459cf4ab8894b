import { expect } from 'chai';
import fc from 'fast-check';
import { record } from '../support/fake-aws/account/account.ts';
import type { Account } from '../support/fake-aws/account/account.ts';
import { faultKinds } from '../support/fake-aws/account/faults.ts';
import type { Fault } from '../support/fake-aws/account/faults.ts';
import { violations } from '../support/fake-aws/account/invariants.ts';
import type { AccountRunner } from '../support/fake-aws/account/run-in-account.ts';
import { openStage } from '../support/fake-aws/account/scenarios.ts';
import type { Scenario, Stage } from '../support/fake-aws/account/scenarios.ts';
import { tryOut } from '../support/fake-aws/account/trial.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';

/** The requests that a command makes at most, or nearly. */
const usualRequests: Readonly<Record<string, number>> = { deploy: 50, destroy: 40, plan: 17, status: 12 };

function schedules({ args: [command = ''] }: Scenario) {
  const fault = fc.record({
    at: fc.nat((usualRequests[command] ?? 4) - 1),
    kind: fc.constantFrom(...faultKinds),
    times: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 6 }), fc.constant(Number.MAX_SAFE_INTEGER)),
    isGeneral: fc.boolean(),
  });
  return fc.array(fault, { minLength: 1, maxLength: 3 });
}

describe('commands when AWS misbehaves', () => {
  let runner: AccountRunner;
  let scenarios: readonly Scenario[];
  let close: Stage['close'];

  before(async () => {
    ({ runner, scenarios, close } = await openStage('todo', 'todo-fargate'));
  });
  after(() => close());

  function find(title: string): Scenario {
    const scenario = scenarios.find((each) => each.title === title);
    if (!scenario) throw new Error(`There is no "${title}"`);
    return scenario;
  }

  it('end in a true message or go on, do nothing twice and lose nothing', async function () {
    // The clock ends what waits for ever; many runs on a busy machine take long.
    this.timeout(0);
    const cases = fc
      .constantFrom(...scenarios)
      .chain((scenario) => schedules(scenario).map((schedule) => ({ scenario, schedule })));
    const counts = { commands: 0, faults: 0, succeeded: 0 };
    const tries = fc.asyncProperty(cases, async ({ scenario, schedule }) => {
      const { run, wrong } = await tryOut(runner, scenario, schedule);
      counts.commands += 1;
      counts.faults += run.requests.filter((request) => request.includes('<')).length;
      if (run.code !== 1) counts.succeeded += 1;
      const about = [scenario.title, ...run.requests, run.stderr].join('\n');
      expect(wrong.join('\n'), about).to.equal('');
    });
    const { failed, counterexample, errorInstance } = await fc.check(tries, runs(50));
    if (failed) {
      const [found] = counterexample ?? [];
      const shown = fc.stringify({ title: found?.scenario.title, schedule: found?.schedule });
      throw new Error(shown, { cause: errorInstance });
    }
    showFigure(
      `${counts.commands} commands met ${counts.faults} faults: ${counts.succeeded} went on, the others failed with a message`,
    );
    expect(counts.faults).to.be.above(counts.commands / 2);
    expect(counts.succeeded).to.be.within(counts.commands / 10, (counts.commands * 9) / 10);
  });

  const always = Number.MAX_SAFE_INTEGER;
  const cases: readonly {
    readonly what: string;
    readonly title: string;
    readonly schedule: readonly Fault[];
    readonly code: number;
    readonly says: RegExp;
  }[] = [
    {
      what: 'a web page in place of every answer to the execution',
      title: 'todo: first deployment',
      schedule: [{ at: 'ExecuteChangeSet', kind: 'html page with status 200', times: always }],
      code: 1,
      says: /does not know whether the operation on stack "todo-shared" has begun: run the same command again/,
    },
    {
      what: 'an answer to the execution that is lost',
      title: 'todo: update',
      schedule: [{ at: 'ExecuteChangeSet', kind: 'cut late', times: always }],
      code: 0,
      says: /Deployed todo-shared and todo-backend/,
    },
    {
      what: 'the last events, which are never listed',
      title: 'todo: update',
      schedule: [{ at: 'DescribeStackEvents', kind: 'events late', times: always, isGeneral: true }],
      code: 0,
      says: /todo-backend/,
    },
    {
      what: 'credentials that expire when a running operation is joined',
      title: 'todo: deployment after a crash during an update',
      schedule: [{ at: 'DescribeStackEvents', kind: 'expired', times: always, isGeneral: true }],
      code: 1,
      says: /the operation continues in AWS.*credentials have expired/,
    },
    {
      what: 'a call that fails while another is slow',
      title: 'todo: status',
      schedule: [
        { at: 'DescribeStackResources', kind: 'slow', times: 1 },
        { at: 'DescribeService', kind: 'expired', times: always },
      ],
      code: 1,
      says: /credentials have expired.*\(DescribeService: /,
    },
    {
      what: 'somebody who deletes the stacks in the middle',
      title: 'todo: update',
      schedule: [{ at: 'ExecuteChangeSet', kind: 'someone deletes the stacks', times: 1 }],
      code: 1,
      says: /changed by someone else in the meantime: run the same command again/,
    },
  ];
  for (const { what, title, schedule, code, says } of cases) {
    it(`hold ${what}`, async () => {
      const { run, wrong } = await tryOut(runner, find(title), schedule);
      expect(wrong).to.deep.equal([]);
      expect(run.stderr).to.match(says);
      expect(run.code).to.equal(code);
    });
  }

  it('are judged by what they did and said', async () => {
    const scenario = find('todo: update');
    const clean = scenario.open();
    const before = record(clean);
    const run = await runner.run(scenario.args, clean);
    const judge = (change: (after: Account) => unknown, words = '') => {
      const after = structuredClone(record(clean));
      change(after);
      const said = { ...run, stderr: run.stderr + words };
      return violations({ scenario, schedule: [], before, after, run: said }).join();
    };
    const stackOf = ({ stacks }: Account, name: string) => stacks.find((stack) => stack.name === name);
    expect(judge(() => undefined)).to.equal('');
    expect(judge(({ done }) => done.push('ExecuteChangeSet todo-shared'))).to.match(/^ExecuteChangeSet/);
    expect(judge(({ pushes }) => pushes.push(...pushes))).to.match(/pushed twice/);
    expect(judge(({ lost }) => lost.push('todo-shared.DatabaseCluster'))).to.match(/data was lost/);
    expect(judge((after) => ((stackOf(after, 'theirs') ?? { text: '' }).text = 'ours'))).to.match(
      /somebody else/,
    );
    expect(judge((after) => ((stackOf(after, 'todo-backend') ?? { text: '' }).text = ''))).to.match(
      /it says that/,
    );
    expect(judge(() => undefined, 'AWS says [object Object]')).to.match(/it says "/);
    expect(
      judge(({ changeSets }) =>
        changeSets.push(...changeSets.map((each) => ({ ...each, id: '', execution: 'AVAILABLE' as const }))),
      ),
    ).to.match(/left behind/);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { advance, findStack } from '../support/fake-aws/account/account.ts';
import type { Account } from '../support/fake-aws/account/account.ts';
import { openPlanStage } from '../support/fake-aws/account/approved-plans.ts';
import type { PlanStage } from '../support/fake-aws/account/approved-plans.ts';
import { faultKinds } from '../support/fake-aws/account/faults.ts';
import type { Fault } from '../support/fake-aws/account/faults.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';

const image = `public.ecr.aws/a/b@sha256:${'d'.repeat(64)}`;

const schedules = fc.array(
  fc.record({
    at: fc.nat(50),
    kind: fc.oneof(
      fc.constantFrom(...faultKinds),
      fc.constantFrom('someone updates' as const, 'someone deletes the stacks' as const),
    ),
    times: fc.constantFrom(1, 3),
    isGeneral: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

describe('an approved plan when AWS misbehaves', () => {
  let stage: PlanStage;

  before(async () => {
    stage = await openPlanStage('todo');
    await stage.editSpec((text) =>
      text.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug').replace('max: 16 }', 'max: 8 }'),
    );
    const { code, stderr } = await stage.plan(stage.deployed(), '--image', image);
    expect(code, stderr).to.equal(2);
  });
  after(() => stage.close());

  const executions = ({ done }: Account) => done.filter((each) => each.startsWith('ExecuteChangeSet'));

  /** How often a change set was executed at most, if none is after somebody else has changed the stacks. */
  function allowed(requests: readonly string[]): number {
    const moved = requests.findIndex((request) => /<someone (updates|deletes the stacks)>/.test(request));
    const before = moved === -1 ? requests : requests.slice(0, moved + 1);
    return before.filter((request) => request.startsWith('ExecuteChangeSet')).length;
  }

  it('is carried out as it is, or not at all, and never twice', async function () {
    // The clock ends what waits for ever; many runs on a busy machine take long.
    this.timeout(0);
    const counts = { carriedOut: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule: readonly Fault[]) => {
        const account = stage.deployed();
        const { code, stderr, requests } = await stage.deploy(account, [], schedule);
        const about = [...requests, stderr].join('\n');
        expect(code, about).to.be.oneOf([0, 1]);
        expect(executions(account).length, about).to.be.at.most(allowed(requests));
        expect(new Set(executions(account)).size, about).to.equal(executions(account).length);
        if (code === 0) expect(findStack(account, 'todo-backend')?.parameters['ImageUri']).to.equal(image);
        counts[code === 0 ? 'carriedOut' : 'refused'] += 1;

        account.time += 60 * 60_000;
        advance(account, account.time);
        const before = executions(account).length;
        const again = await stage.deploy(account);
        expect(again.code, again.stderr).to.be.oneOf([0, 1]);
        // Only when nothing has moved.
        if (before > 0) expect(executions(account), again.stderr).to.have.length(before);
        if (before > 0) expect(again.stderr).to.match(/is not what was approved|not exist|must be|is in /);
      }),
      runs(40),
    );
    showFigure(`${counts.carriedOut} plans carried out, ${counts.refused} not`);
    expect(counts.carriedOut).to.be.above(0);
    expect(counts.refused).to.be.above(0);
  });
});

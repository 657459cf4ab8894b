import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import { openDeployLines } from '../../compiler/cli/views/deploy.ts';
import type { Reporter } from '../../compiler/deploy/deployment.ts';
import { refuseDataLoss } from '../../compiler/deploy/plan/guard.ts';
import { plansOf } from '../deploy/plan/plans-of.ts';
import { spec } from '../diff/diff-of.ts';
import { eventsOf, stackId } from '../support/fake-aws/scripted-aws.ts';

const target = { account: '123456789012', region: 'ap-northeast-1' };
const { plans, resolved } = plansOf(spec, spec, (template) =>
  template.replace('StorageEncrypted: true', 'StorageEncrypted: false'),
);

/** What a program reads after this happened. */
function linesOf(happens: (reporter: Reporter) => void): readonly object[] {
  let printed = '';
  const terminal = { out: (text: string) => void (printed += text), err: () => undefined, colour: true };
  happens(openDeployLines({ terminal, target, resolved }));
  return printed
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as object);
}

describe('a deployment, written for programs', () => {
  const cases: Readonly<Record<string, readonly [(reporter: Reporter) => void, ...want: object[]]>> = {
    refused: [
      (reporter) => {
        reporter.refuse(refuseDataLoss(plans, []));
      },
      {
        changes: [
          {
            stack: 'todo-shared',
            logicalId: 'DatabaseCluster',
            action: 'replace',
            dataLoss: 'the new cluster is empty',
            remains: 'a snapshot of it',
          },
        ],
      },
    ],
    step: [
      (reporter) => {
        reporter.step('Building the image');
      },
      { text: 'Building the image' },
    ],
    build: [
      (reporter) => {
        reporter.build('STEP 1/2: FROM scratch');
      },
      { line: 'STEP 1/2: FROM scratch' },
    ],
    event: [
      (reporter) => {
        reporter.watch('todo-backend').saw(eventsOf('Service UPDATE_FAILED no capacity'));
      },
      {
        stack: 'todo-backend',
        id: '0',
        time: '1970-01-01T00:00:00.000Z',
        stackId,
        logicalId: 'Service',
        physicalId: 'Service',
        resourceType: 'AWS::AppRunner::Service',
        status: 'UPDATE_FAILED',
        reason: 'no capacity',
      },
    ],
    connection: [
      (reporter) => {
        const watching = reporter.watch('todo-backend');
        watching.lost(new AwsFailure('network', 'ENOTFOUND', 'AWS cannot be reached'));
        watching.lost(undefined);
      },
      { isLost: true, reason: 'AWS cannot be reached' },
      { isLost: false },
    ],
    end: [
      (reporter) => {
        reporter.watch('todo-backend').end('UPDATE_COMPLETE');
      },
      { stack: 'todo-backend', status: 'UPDATE_COMPLETE' },
    ],
    moved: [
      (reporter) => {
        const what = 'the commit';
        reporter.moved([{ what, approved: 'a', now: 'b' }], { after: 'Nothing was changed' });
      },
      { differences: [{ what: 'the commit', approved: 'a', now: 'b' }], after: 'Nothing was changed' },
    ],
    result: [
      (reporter) => {
        const outputs = [{ key: 'ServiceUrl', value: 'https://api.example.com' }];
        reporter.finish({ outcome: 'deployed', stacks: [], unconfirmed: [], outputs });
      },
      { outcome: 'deployed', outputs: { ServiceUrl: 'https://api.example.com' } },
    ],
  };

  for (const [type, [happens, ...want]] of Object.entries(cases)) {
    it(`has a line of the type "${type}"`, () => {
      expect(linesOf(happens)).to.deep.equal(want.map((line) => ({ type, ...line })));
    });
  }

  it('has a line of the type "plan", with each stack', () => {
    const [line] = linesOf((reporter) => {
      reporter.plan(plans);
    });
    expect(line).to.deep.include({ type: 'plan', ...target });
    expect(line).to.have.property('stacks').with.length(2);
  });

  it('has a line of the type "failure", with the place in the spec and the end of the log', () => {
    const log = { group: '/todo', lines: ['cannot connect'] };
    const [line] = linesOf((reporter) => {
      const finding = {
        code: 'deployment-failed',
        path: ['backend', 'service', 'port'],
        message: 'no answer',
      } as const;
      reporter.fail([finding], { after: 'The stack is as before', log });
    });
    expect(line).to.deep.include({ type: 'failure', after: 'The stack is as before', log });
    expect(line)
      .to.have.nested.property('diagnostics[0]')
      .that.includes({ code: 'deployment-failed', message: 'no answer', file: 'todo.yaml', line: 17 });
  });

  it('has no other types, as docs/deploying.md says', () => {
    const [, row = ''] =
      /^\| `--format ndjson` \|(.*)$/m.exec(readFileSync('docs/deploying.md', 'utf8')) ?? [];
    const named = [...row.matchAll(/`([a-z]+)`/g)].map(([, name]) => name);
    expect(named).to.have.members([...Object.keys(cases), 'plan', 'failure', 'type']);
  });
});

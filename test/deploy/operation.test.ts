import { expect } from 'chai';
import type { Aws } from '../../compiler/aws/aws.ts';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import { followOperation, joinOperation } from '../../compiler/deploy/operation.ts';
import { madeIn } from '../../compiler/deploy/protected.ts';
import { openChangeSets } from '../../compiler/deploy/plan/change-sets.ts';
import { wantStacks } from '../../compiler/deploy/plan/wanted.ts';
import type { WantedStack } from '../../compiler/deploy/plan/wanted.ts';
import type { DeployFailure, Deployment } from '../../compiler/deploy/deployment.ts';
import type { Finding } from '../../compiler/diagnostics/diagnostic.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { eventsOf, scriptedAws, stack, stackId } from '../support/fake-aws/scripted-aws.ts';

const compiled = compileTodo();
const wanted = backendOf(compiled);

function backendOf(of: Compiled): WantedStack | undefined {
  return wantStacks(of, toolkit).find(({ kind }) => kind === 'backend');
}

/** A deployment in which the first pause of the following is an interruption, when there is one. */
function stage(aws: Aws, { interrupts = false, answer = true } = {}) {
  const told: string[] = [];
  const failures: { findings: readonly Finding[]; failure: DeployFailure }[] = [];
  let onInterrupt: (() => void) | undefined;
  const deployment: Deployment = {
    aws,
    changeSets: openChangeSets(aws, () => Promise.resolve()),
    sleep: async () => {
      if (interrupts) onInterrupt?.();
      onInterrupt = undefined;
      await new Promise((resolve) => setImmediate(resolve));
    },
    context: { resolved: compiled.resolved, templates: compiled.templates, toolkit },
    report: {
      plan: () => undefined,
      refuse: () => undefined,
      moved: () => undefined,
      finish: () => undefined,
      build: () => undefined,
      step: (text) => void told.push(text),
      fail: (findings, failure) => void failures.push({ findings, failure }),
      watch: () => ({
        saw: (events) => void told.push(...events.map(({ logicalId, status }) => `${logicalId} ${status}`)),
        lost: () => undefined,
        pause: () => void told.push('pause'),
        resume: () => void told.push('resume'),
        end: (status) => void told.push(`end ${status}`),
      }),
    },
    confirm: () => Promise.resolve(true),
    approve: () => Promise.resolve(true),
    signal: new AbortController().signal,
    ask: (question) => {
      told.push(question);
      return Promise.resolve(answer);
    },
    buildImage: () => Promise.resolve('host/todo:1'),
    checkBuild: () => Promise.resolve([]),
    canBuildAhead: () => true,
    buildAhead: () => Promise.resolve('localhost/todo:2'),
    pushImage: () => Promise.resolve('host/todo:2'),
    heeding: (react, work) => {
      onInterrupt = react;
      return work();
    },
  };
  if (!wanted) throw new Error('There is no backend stack');
  return { deployment, told, failures, backend: wanted };
}

const begin = 'todo-backend UPDATE_IN_PROGRESS';
const cancelled = [
  'Service UPDATE_FAILED Resource update cancelled',
  'todo-backend UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
  'todo-backend UPDATE_ROLLBACK_COMPLETE',
];

describe('an interruption while an update is followed', () => {
  const describeStack = (status: string) => () => Promise.resolve({ ...stack, status });

  it('asks once, and cancels the update', async () => {
    const calls: string[] = [];
    const events = eventsOf(begin, ...cancelled);
    const aws = scriptedAws([events.slice(0, 1), [], events.slice(1)], {
      describeStack: describeStack('UPDATE_IN_PROGRESS'),
      cancelUpdate: (name) => Promise.resolve(void calls.push(name)),
    });
    const { deployment, told, failures, backend } = stage(aws, { interrupts: true });
    expect(await followOperation(backend, stackId, { after: undefined }, deployment)).to.equal(false);
    expect(calls).to.deep.equal(['todo-backend']);
    expect(told).to.include.members([
      'pause',
      'resume',
      'Cancel the update of "todo-backend" and roll it back?',
    ]);
    expect(failures[0]?.findings).to.deep.equal([]);
    expect(failures[0]?.failure.after).to.match(/^It was cancelled\. .* as it was before the update\.$/);
  });

  for (const [title, status, answer, said] of [
    ['goes on when the answer is no', 'UPDATE_IN_PROGRESS', false, 'resume'],
    [
      'says that a creation cannot be cancelled',
      'CREATE_IN_PROGRESS',
      true,
      'Only an update can be cancelled, and stack "todo-backend" is in CREATE_IN_PROGRESS. Ctrl-C again leaves it to AWS',
    ],
  ] as const) {
    it(title, async () => {
      const events = eventsOf(begin, 'todo-backend UPDATE_COMPLETE');
      const aws = scriptedAws([events.slice(0, 1), [], events.slice(1)], {
        describeStack: describeStack(status),
      });
      const { deployment, told, backend } = stage(aws, { interrupts: true, answer });
      expect(await followOperation(backend, stackId, { after: undefined }, deployment)).to.equal(true);
      expect(told).to.include(said);
    });
  }
});

describe('an operation that was left', () => {
  it('is followed again from its beginning', async () => {
    const events = eventsOf(
      'todo-backend CREATE_COMPLETE',
      begin,
      'Service UPDATE_IN_PROGRESS',
      'todo-backend UPDATE_COMPLETE',
    );
    const { deployment, told, backend } = stage(scriptedAws([events.slice(0, 3), events.slice(3)]));
    expect(await joinOperation(backend, stack, deployment)).to.equal(true);
    expect(told).to.deep.equal([
      'todo-backend UPDATE_IN_PROGRESS',
      'Service UPDATE_IN_PROGRESS',
      'todo-backend UPDATE_COMPLETE',
      'end UPDATE_COMPLETE',
    ]);
  });
});

describe('the protection of a load balancer', () => {
  const failed = ['LoadBalancer CREATE_COMPLETE', 'EcsService CREATE_FAILED unhealthy'];
  const type = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
  const balancer = { logicalId: 'LoadBalancer', physicalId: 'arn', type, status: 'CREATE_COMPLETE' };

  async function follow(
    kind: 'creation' | 'update',
    golden: string,
    { refusal, done = failed }: { refusal?: AwsFailure; done?: readonly string[] } = {},
  ) {
    const calls: unknown[] = [];
    const prefix = kind === 'creation' ? '' : 'UPDATE_';
    const events = eventsOf(
      `todo-backend ${kind === 'creation' ? 'CREATE' : 'UPDATE'}_IN_PROGRESS`,
      ...done,
      `todo-backend ${prefix}ROLLBACK_IN_PROGRESS`,
      `todo-backend ${prefix}ROLLBACK_COMPLETE`,
    );
    const aws = scriptedAws([events.slice(0, -1), [], events.slice(-1)], {
      listResources: () => Promise.resolve([balancer]),
      call: (service, operation, input) => {
        calls.push({ service, operation, ...input });
        return refusal ? Promise.reject(refusal) : Promise.resolve({});
      },
    });
    const { deployment, told } = stage(aws);
    const hardened = backendOf(compileGolden(golden));
    if (!hardened) throw new Error('There is no backend stack');
    await followOperation(hardened, stackId, { after: undefined }, deployment);
    return { lifted: calls.filter((each) => JSON.stringify(each).includes('modifyLoad')), told };
  }

  it('is lifted as soon as a creation fails, so that AWS can delete it again', async () => {
    const { lifted, told } = await follow('creation', 'fargate-hardening');
    const Attributes = [{ Key: 'deletion_protection.enabled', Value: 'false' }];
    const operation = 'modifyLoadBalancerAttributes';
    expect(lifted).to.deep.equal([{ service: 'elbv2', operation, LoadBalancerArn: 'arn', Attributes }]);
    expect(told).to.include(
      'Lifted the deletion protection of the load balancer, so that AWS can delete it again',
    );
  });

  it('is lifted when an update fails that has made the load balancer, which AWS would leave outside the stack', async () => {
    const { lifted } = await follow('update', 'fargate-hardening');
    expect(lifted).to.have.length(1);
    expect(lifted[0]).to.include({ LoadBalancerArn: 'LoadBalancer' });
  });

  it('stays when an update fails that has only changed it, and where there is none', async () => {
    const done = [
      'LoadBalancer UPDATE_IN_PROGRESS',
      'LoadBalancer UPDATE_COMPLETE',
      'EcsService UPDATE_FAILED',
    ];
    expect((await follow('update', 'fargate-hardening', { done })).lifted).to.deep.equal([]);
    expect((await follow('creation', 'fargate')).lifted).to.deep.equal([]);
  });

  it('is that of the new one, when an update replaces it', () => {
    const events = eventsOf('LoadBalancer UPDATE_IN_PROGRESS', 'LoadBalancer UPDATE_COMPLETE');
    const replaced = events.map((event, index) => ({ ...event, physicalId: ['old', 'new'][index] ?? '' }));
    expect(madeIn([...replaced].reverse()).map(({ physicalId }) => physicalId)).to.deep.equal(['new']);
  });

  it('stays without the right to lift it, and archc says so', async () => {
    const refusal = new AwsFailure('denied', 'AccessDenied', 'no right');
    const { told } = await follow('creation', 'fargate-hardening', { refusal });
    expect(told).to.include('archc could not lift the protection of what AWS has to delete again: no right');
  });
});

describe("a custom resource's log", () => {
  it('is read as soon as the resource has failed, since a rollback may delete it', async () => {
    const events = eventsOf(
      'todo-backend CREATE_IN_PROGRESS',
      'Database CREATE_FAILED no rights (log: group stream)',
      'DatabaseFunctionLogGroup DELETE_COMPLETE',
      'todo-backend ROLLBACK_COMPLETE',
    );
    let isGone = false;
    const looks = [events.slice(0, 2), events.slice(2)];
    const aws = scriptedAws([], {
      eventsAfter: () => {
        const look = looks.shift() ?? [];
        isGone = looks.length === 0;
        return Promise.resolve(look);
      },
      readLog: (group, stream) => Promise.resolve(isGone ? [] : [`${group} ${String(stream)}`]),
    });
    const { deployment, failures, backend } = stage(aws);
    expect(await followOperation(backend, stackId, { after: undefined }, deployment)).to.equal(false);
    expect(failures[0]?.failure.log).to.deep.equal({ group: 'group', lines: ['group stream'] });
  });
});

describe('change sets', () => {
  const request = { stack: 'todo-backend', kind: 'create', template: '', parameters: {}, tags: {} } as const;

  function account(status: string, reason?: string) {
    const calls: string[] = [];
    const note = (call: string) => Promise.resolve(void calls.push(call));
    const aws = scriptedAws([], {
      createChangeSet: () => note('create').then(() => 'id'),
      describeChangeSet: () =>
        Promise.resolve({ status, changes: [], ...(reason !== undefined && { reason }) }),
      listFindings: () => Promise.resolve([]),
      deleteChangeSet: (id) => note(`delete ${id}`),
      executeChangeSet: (id) => note(`execute ${id}`),
      describeStack: () => Promise.resolve({ ...stack, status: 'REVIEW_IN_PROGRESS' }),
      deleteStack: () => note('delete stack'),
    });
    return { aws, calls };
  }
  const sleep = () => Promise.resolve();
  const execution = { id: 'id', token: 'token', hasBegun: () => Promise.resolve(false) };
  const lost = () => Promise.reject(new AwsFailure('network', 'TimeoutError', 'no answer'));

  it('that were not executed are deleted, with the empty stack that was made for them', async () => {
    const { aws, calls } = account('CREATE_COMPLETE');
    const changeSets = openChangeSets(aws, sleep);
    await changeSets.propose(request);
    await changeSets.withdrawAll();
    await changeSets.withdrawAll();
    expect(calls).to.deep.equal(['create', 'delete id', 'delete stack']);
  });

  it('that were executed are left alone', async () => {
    const { aws, calls } = account('CREATE_COMPLETE');
    const changeSets = openChangeSets(aws, sleep);
    await changeSets.propose(request);
    await changeSets.execute(execution, { keepsFailed: false });
    await changeSets.withdrawAll();
    expect(calls).to.deep.equal(['create', 'execute id']);
  });

  it('are executed if an operation has begun, although the answer was lost', async () => {
    const { aws, calls } = account('CREATE_COMPLETE');
    const changeSets = openChangeSets({ ...aws, executeChangeSet: lost }, sleep);
    await changeSets.propose(request);
    await changeSets.execute({ ...execution, hasBegun: () => Promise.resolve(true) }, { keepsFailed: false });
    await changeSets.withdrawAll();
    expect(calls).to.deep.equal(['create']);
  });

  it('are deleted without their stack if nobody knows whether they are executed', async () => {
    const { aws, calls } = account('CREATE_COMPLETE');
    const changeSets = openChangeSets({ ...aws, executeChangeSet: lost }, sleep);
    await changeSets.propose(request);
    const failure: unknown = await changeSets
      .execute(execution, { keepsFailed: false })
      .catch((e: unknown) => e);
    await changeSets.withdrawAll();
    expect(failure).to.have.property('message', 'no answer');
    expect(calls).to.deep.equal(['create', 'delete id']);
  });

  it('that are still on their way are waited for and deleted', async () => {
    const { aws, calls } = account('CREATE_COMPLETE');
    const changeSets = openChangeSets(aws, sleep);
    const proposed = changeSets.propose(request);
    await changeSets.withdrawAll();
    await proposed;
    expect(calls).to.include('delete id');
  });

  it('leave the first failure to be told when they cannot be deleted', async () => {
    const { aws } = account('CREATE_COMPLETE');
    const deleteChangeSet = () => Promise.reject(new AwsFailure('network', 'Error', 'gone'));
    const changeSets = openChangeSets({ ...aws, deleteChangeSet }, sleep);
    await changeSets.propose(request);
    await changeSets.withdrawAll();
  });

  for (const reason of [
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    'No updates are to be performed.',
  ]) {
    it(`are empty when AWS says: ${reason}`, async () => {
      const { aws } = account('FAILED', reason);
      expect(await openChangeSets(aws, sleep).propose(request)).to.have.property('isEmpty', true);
    });
  }
});

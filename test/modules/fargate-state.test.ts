import { expect } from 'chai';
import { toolkit } from '../../compiler/toolkit.ts';
import { answering } from '../support/fake-aws/answering.ts';
import {
  accountWith,
  crashed,
  definition,
  deployment,
  healthy,
  outputs,
  service,
  stopped,
  unhealthy,
} from '../support/fake-aws/fargate-account.ts';

const fargate = toolkit.runtimes.find(({ name }) => name === 'fargate');

describe('the state of a service on Fargate', () => {
  it('has its image, tasks and health when all is well', async () => {
    expect(
      await fargate?.operations.readService(accountWith({ targets: [healthy, healthy] }), outputs),
    ).to.deep.equal({
      status: 'ACTIVE',
      isServing: true,
      image: 'host/todo:2',
      details: ['2 of 2 tasks running, 2 healthy'],
    });
  });

  it('asks for the service in its own cluster', async () => {
    const asked: object[] = [];
    const answers = accountWith({});
    await fargate?.operations.readService((name, operation, input) => {
      asked.push({ name, operation, ...input });
      return answers(name, operation, input);
    }, outputs);
    expect(asked).to.deep.include.members([
      { name: 'ecs', operation: 'describeServices', cluster: 'todo-cluster', services: [outputs.ServiceArn] },
      { name: 'ecs', operation: 'listTasks', cluster: 'todo-cluster', desiredStatus: 'STOPPED' },
      { name: 'ecs', operation: 'describeTaskDefinition', taskDefinition: definition(2) },
      { name: 'elbv2', operation: 'describeTargetHealth', TargetGroupArn: outputs.TargetGroupArn },
    ]);
  });

  it('serves with one healthy task, and tells why the others are not', async () => {
    const state = await fargate?.operations.readService(
      accountWith({ targets: [healthy, unhealthy] }),
      outputs,
    );
    expect(state?.isServing).to.equal(true);
    expect(state).to.not.have.property('problem');
    expect(state?.details).to.deep.equal([
      '2 of 2 tasks running, 1 healthy',
      '10.0.8.7:8080 is unhealthy: Health checks failed with these codes: [500]',
    ]);
  });

  it('tells a deployment that is under way', async () => {
    const deployments = [
      {
        ...deployment,
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: 'ECS deployment ecs-svc/2 in progress.',
      },
      { ...deployment, status: 'ACTIVE', taskDefinition: definition(1) },
    ];
    const services = [{ ...service, pendingCount: 1, deployments }];
    const state = await fargate?.operations.readService(accountWith({ services }), outputs);
    expect(state).to.not.have.property('problem');
    expect(state?.details).to.deep.equal([
      '2 of 2 tasks running, 1 starting, 1 healthy',
      'deployment PRIMARY: IN_PROGRESS (ECS deployment ecs-svc/2 in progress.)',
    ]);
  });

  it('tells the last three stops, the newest first, but none of scaling', async () => {
    const scaled = stopped('e', 9, { stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/2)' });
    const rebalanced = stopped('f', 8, {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Availability Zone rebalancing',
    });
    const tasks = [crashed('a', 1), crashed('d', 4), scaled, rebalanced, crashed('b', 2), crashed('c', 3)];
    const state = await fargate?.operations.readService(accountWith({ tasks }), outputs);
    expect(state?.details?.slice(1)).to.deep.equal(
      [
        'd stopped at 2026-11-24T12:04:00Z',
        'c stopped at 2026-11-24T12:03:00Z',
        'b stopped at 2026-11-24T12:02:00Z',
      ].map((stop) => `task ${stop}: Essential container in task exited (exit code 1)`),
    );
  });

  for (const [title, more, problem] of [
    ['no task is healthy', { targets: [unhealthy] }, /^no task passes the health check: .*\[500\]$/],
    [
      'none has come up yet',
      { targets: [], services: [{ ...service, events: [{ message: 'was unable to place a task.' }] }] },
      /^no task is healthy yet; ECS says: was unable to place a task\.$/,
    ],
    [
      'it is scaled to nothing',
      { targets: [], services: [{ ...service, desiredCount: 0 }] },
      /scaled to zero tasks/,
    ],
    [
      'ECS has given it up',
      {
        targets: [],
        services: [
          {
            ...service,
            deployments: [{ ...deployment, rolloutState: 'FAILED', rolloutStateReason: 'No space.' }],
          },
        ],
      },
      /^its last deployment failed \(No space\.\)$/,
    ],
    ['it is being deleted', { services: [{ ...service, status: 'DRAINING' }] }, /./],
    ['it is gone', { services: [] }, /no longer exists; deploy again/],
    ['it was deleted', { services: [{ ...service, status: 'INACTIVE' }] }, /no longer exists; deploy again/],
  ] as const) {
    it(`does not serve when ${title}`, async () => {
      const state = await fargate?.operations.readService(accountWith(more), outputs);
      expect(state?.isServing).to.equal(false);
      expect(state?.problem).to.match(problem);
    });
  }

  it('says that it has gone back by itself, which is no problem while it serves', async () => {
    const rolloutStateReason = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.';
    const services = [{ ...service, deployments: [{ ...deployment, rolloutStateReason }] }];
    const state = await fargate?.operations.readService(accountWith({ services }), outputs);
    expect(state?.isServing).to.equal(true);
    expect(state).to.not.have.property('problem');
    expect(state?.details?.[1]).to.equal(`deployment PRIMARY: COMPLETED (${rolloutStateReason})`);
  });
});

describe('the state of a domain on Fargate', () => {
  const record = { Name: '_a.api.example.com.', Type: 'CNAME', Value: '_b.acm-validations.aws.' };
  const certificate = (more: object) =>
    answering({
      describeCertificate: [
        { Certificate: { DomainValidationOptions: [{ ResourceRecord: record }], ...more } },
      ],
    });

  it('is active when the certificate is issued', async () => {
    const state = await fargate?.operations.readDomain(
      certificate({ Status: 'ISSUED' }),
      outputs,
      'api.example.com',
    );
    expect(state).to.deep.equal({ status: 'issued', isActive: true });
  });

  it('is that of the certificate in the outputs', async () => {
    const asked: object[] = [];
    const answers = certificate({ Status: 'ISSUED' });
    await fargate?.operations.readDomain(
      (name, operation, input) => {
        asked.push({ name, operation, ...input });
        return answers(name, operation, input);
      },
      outputs,
      'api.example.com',
    );
    const { CertificateArn } = outputs;
    expect(asked).to.deep.equal([{ name: 'acm', operation: 'describeCertificate', CertificateArn }]);
  });

  it('is unknown, and waits for nothing, when AWS says nothing', async () => {
    const call = answering({ describeCertificate: [{}] });
    const state = await fargate?.operations.readDomain(call, outputs, 'api.example.com');
    expect(state).to.deep.equal({ status: 'unknown', isActive: false });
  });

  it('waits for a record that AWS has not made yet', async () => {
    for (const DomainValidationOptions of [undefined, [], [{}]]) {
      const call = answering({
        describeCertificate: [{ Certificate: { Status: 'PENDING_VALIDATION', DomainValidationOptions } }],
      });
      const state = await fargate?.operations.readDomain(call, outputs, 'api.example.com');
      expect(state?.waitsFor).to.include('when it finds its record in DNS');
    }
  });

  for (const [status, more, words] of [
    [
      'PENDING_VALIDATION',
      {},
      /the record _a\.api\.example\.com\. \(CNAME _b\.acm-validations\.aws\.\) .* delegated to/,
    ],
    ['FAILED', { FailureReason: 'CAA_ERROR' }, /\(CAA_ERROR\)/],
    ['FAILED', {}, /\(AWS gives no reason\)/],
    ['INACTIVE', {}, /not in use/],
    ['VALIDATION_TIMED_OUT', {}, /72 hours/],
    ['EXPIRED', {}, /expired/],
    ['REVOKED', {}, /revoked/],
  ] as const) {
    it(`says what it waits for when the certificate is ${status} ${JSON.stringify(more)}`, async () => {
      const call = certificate({ Status: status, ...more });
      const state = await fargate?.operations.readDomain(call, outputs, 'api.example.com');
      expect(state).to.include({ status: status.toLowerCase(), isActive: false });
      expect(state?.waitsFor).to.match(words);
    });
  }

  it('is absent when the deployed stack has no domain', async () => {
    const state = await fargate?.operations.readDomain(answering({}), {}, 'api.example.com');
    expect(state).to.deep.equal({
      status: 'absent',
      isActive: false,
      waitsFor: 'the service does not have the domain yet; deploy again',
    });
  });
});

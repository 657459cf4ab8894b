import { expect } from 'chai';
import { explainFailure } from '../../compiler/deploy/failure/explain.ts';
import { lookInto } from '../../compiler/deploy/failure/look-into.ts';
import { findRootCause } from '../../compiler/deploy/failure/root-cause.ts';
import { wantStacks } from '../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';
import { accountWith, crashed, outputs, service, stopped } from '../support/fake-aws/fargate-account.ts';
import type { Account } from '../support/fake-aws/fargate-account.ts';
import { eventsOf, scriptedAws } from '../support/fake-aws/scripted-aws.ts';

describe('the failure of a service on Fargate', () => {
  const compiled = compileGolden('fargate');
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const wanted = wantStacks(compiled, toolkit).find(({ kind }) => kind === 'backend');
  const breaker = `Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'." (RequestToken: 1, HandlerErrorCode: GeneralServiceException)`;
  const resources = [
    { logicalId: 'Cluster', physicalId: 'todo-cluster', type: 'AWS::ECS::Cluster', status: '' },
    { logicalId: 'ServiceLogGroup', physicalId: 'todo-log', type: 'AWS::Logs::LogGroup', status: '' },
    { logicalId: 'EcsService', physicalId: outputs.ServiceArn, type: 'AWS::ECS::Service', status: '' },
  ];

  /** What is reported when the service fails, in an account like this. */
  async function tell(account: Account, { reason = breaker, log = [] as readonly string[] } = {}) {
    if (!wanted) throw new Error('There is no backend stack');
    const cause = findRootCause(
      eventsOf(
        'todo-backend CREATE_IN_PROGRESS',
        `EcsService CREATE_FAILED ${reason}`,
        'todo-backend ROLLBACK_COMPLETE',
      ),
    );
    if (!cause) throw new Error('There is no cause');
    const read: string[] = [];
    const aws = scriptedAws([], {
      listResources: () => Promise.resolve(resources),
      call: accountWith(account),
      readLog: (group, stream) => {
        read.push(`${group} ${String(stream)}`);
        return Promise.resolve(log);
      },
    });
    const insight = await lookInto(cause.event, wanted, { aws, context });
    const [finding] = explainFailure(cause, insight, wanted, context);
    return { insight, finding, read };
  }

  it('is reported with the stop of its last task, and the end of its log', async () => {
    const { insight, finding, read } = await tell(
      { tasks: [crashed('old', 1), crashed('new', 2)] },
      { log: ['Error: connect ETIMEDOUT'] },
    );
    expect(read).to.deep.equal(['todo-log api/api/new']);
    expect(insight.log).to.deep.equal({ group: 'todo-log', lines: ['Error: connect ETIMEDOUT'] });
    expect(finding?.message).to.match(
      /^EcsService: .*Circuit Breaker was triggered.*: the last task stopped: Essential container in task exited \(exit code 1\)$/,
    );
    expect(finding?.path).to.deep.equal(['backend', 'service']);
  });

  for (const [title, task, path, hint] of [
    [
      'an image that does not exist',
      {
        stoppedReason:
          'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref host/todo:2: host/todo:2: not found',
      },
      'backend.service',
      /in the repository/,
    ],
    [
      'an image of a repository that the role may not pull from',
      {
        stoppedReason:
          'CannotPullECRContainerError: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/todo-backend-ExecutionRole-1A2B3C/0123 is not authorized to perform: ecr:BatchCheckLayerAvailability on resource: arn:aws:ecr:eu-west-1:123456789012:repository/team/api',
      },
      'backend.service',
      /^Take an image of an ECR repository of this account/,
    ],
    [
      'an image of another processor',
      {
        stoppedReason:
          "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/arm64'",
      },
      'backend.service.architecture',
      /^Build the image for the processor of backend\.service\.architecture/,
    ],
    [
      'a secret that cannot be read',
      {
        stoppedReason:
          'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s)',
      },
      'backend.service.secrets',
      /^Check backend\.service\.secrets, .*backend\.service\.secretKeyArns$/,
    ],
    [
      'too little memory',
      {
        stoppedReason: 'Essential container in task exited',
        containers: [
          { name: 'api', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        ],
      },
      'backend.service.memory',
      /^Raise backend\.service\.memory, or make the application use less$/,
    ],
    [
      'a container that was killed',
      { stoppedReason: 'Essential container in task exited', containers: [{ name: 'api', exitCode: 137 }] },
      'backend.service.memory',
      /^Raise backend\.service\.memory: a container is killed mostly/,
    ],
    [
      'health checks that nobody answers',
      { stoppedReason: 'Task failed ELB health checks in (target-group arn:aws:x)' },
      'backend.service.healthCheck',
      /by HTTP on backend\.service\.port, on every address/,
    ],
  ] as const) {
    it(`is reported at the setting of ${title}`, async () => {
      const { finding } = await tell({ tasks: [stopped('a', 1, task)] });
      expect(finding?.path.join('.')).to.equal(path);
      expect(finding?.hint).to.match(hint);
      expect(finding?.message).to.include(task.stoppedReason);
    });
  }

  it('is reported at the path of the health check when its answer has the wrong status', async () => {
    const message =
      '(service todo) (task a) (port 8080) is unhealthy in (target-group arn:aws:x) due to (reason Health checks failed with these codes: [404]).';
    const { finding } = await tell({
      services: [{ ...service, events: [{ message: 'has started 1 tasks' }, { message }] }],
      tasks: [
        stopped('a', 1, { stoppedReason: 'Task failed ELB health checks in (target-group arn:aws:x)' }),
      ],
    });
    expect(finding?.message).to.match(/: Health checks failed with these codes: \[404\]$/);
    expect(finding?.path.join('.')).to.equal('backend.service.healthCheck.path');
  });

  it('is reported at the architecture when the log says so', async () => {
    const { finding } = await tell(
      { tasks: [crashed('a', 1)] },
      { log: ['exec /usr/local/bin/node: exec format error'] },
    );
    expect(finding?.path.join('.')).to.equal('backend.service.architecture');
  });

  it('is reported by what ECS says when no task has stopped', async () => {
    const events = [{ message: 'unable to place a task. Reason: Capacity is unavailable at this time.' }];
    const { insight, finding } = await tell({ services: [{ ...service, events }] });
    expect(insight.reason).to.equal(events[0]?.message);
    expect(finding?.hint).to.match(/^Deploy again later/);
  });

  it('is not reported with a former stop when ECS refuses the request', async () => {
    const reason = 'Invalid request provided: UpdateService error: Service was not ACTIVE.';
    const { insight } = await tell({ tasks: [crashed('a', 1)] }, { reason });
    expect(insight).to.deep.equal({});
  });

  it('is reported in words of CloudFormation alone when nothing can be read', async () => {
    const denied = () => Promise.reject(new Error('no right'));
    if (!wanted) throw new Error('There is no backend stack');
    const [, event] = eventsOf('todo-backend CREATE_IN_PROGRESS', `EcsService CREATE_FAILED ${breaker}`);
    if (!event) throw new Error('There is no event');
    const deployment = { aws: scriptedAws([], { listResources: denied }), context };
    expect(await lookInto(event, wanted, deployment)).to.deep.equal({});
  });

  it('asks nothing about other resources', async () => {
    if (!wanted) throw new Error('There is no backend stack');
    const events = eventsOf('LoadBalancer CREATE_FAILED why', 'EcsService CREATE_COMPLETE');
    const deployment = { aws: scriptedAws([]), context };
    for (const event of events) expect(await lookInto(event, wanted, deployment)).to.deep.equal({});
  });

  for (const [line, path, hint] of [
    [
      'Cluster CREATE_FAILED Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
      'backend.service',
      /^Deploy again: AWS creates a role for ECS/,
    ],
    [
      'LoadBalancer CREATE_FAILED You must specify subnets with an associated IPv6 CIDR block.',
      'backend.service.ipAddressType',
      /shared stack/,
    ],
    [
      'LoadBalancer CREATE_FAILED This AWS account currently does not support creating load balancers. For more information, please contact AWS Support.',
      'backend.service',
      /AWS Support/,
    ],
    [
      'LoadBalancer CREATE_FAILED The maximum number of load balancers has been reached.',
      undefined,
      /Service Quotas/,
    ],
    [
      'Certificate CREATE_FAILED RRSet with DNS name _a.api.example.org. is not permitted in zone example.com.',
      'backend.domain.hostedZoneId',
      /list-hosted-zones/,
    ],
    [
      "Certificate CREATE_FAILED Resource of type 'AWS::CertificateManager::Certificate' with identifier 'x' did not stabilize.",
      'backend.domain.hostedZoneId',
      /dig NS/,
    ],
    [
      'Subnet1Ipv6CidrBlock CREATE_FAILED Template error: Fn::Select cannot select nonexistent value at index 0',
      'shared',
      /^Deploy again: CloudFormation did not see the VPC's IPv6 range yet$/,
    ],
  ] as const) {
    it(`of another resource has its own hint: ${line.split(' CREATE_FAILED ')[1]?.slice(0, 60) ?? ''}`, () => {
      const cause = findRootCause(eventsOf('todo-backend CREATE_IN_PROGRESS', line));
      if (!cause || !wanted) throw new Error('There is nothing to explain');
      const [finding] = explainFailure(cause, {}, wanted, context);
      if (path !== undefined) expect(finding?.path.join('.')).to.equal(path);
      expect(finding?.hint).to.match(hint);
    });
  }
});

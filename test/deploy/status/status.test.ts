import { expect } from 'chai';
import type { DeployedStack } from '../../../compiler/aws/model.ts';
import type { DatabaseState } from '../../../compiler/deploy/status/database.ts';
import { findTroubles } from '../../../compiler/deploy/status/status.ts';
import type { Status } from '../../../compiler/deploy/status/status.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';

const image = 'host/repository:todo-1';
const shared: DeployedStack = {
  id: 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-shared/1',
  name: 'todo-shared',
  status: 'UPDATE_COMPLETE',
  isProtected: true,
  parameters: {},
  tags: {},
  outputs: [],
  changedAt: 0,
};
const backend: DeployedStack = {
  ...shared,
  name: 'todo-backend',
  isProtected: false,
  parameters: { ImageUri: image },
};
const database: DatabaseState = {
  cluster: 'todo-cluster',
  status: 'available',
  engineVersion: '8.0.mysql_aurora.3.10.6',
  isProtected: false,
  instances: [{ name: 'todo-writer', role: 'writer', status: 'available' }],
};
const { resolved } = compileTodo();

function statusOf(
  changes: { shared?: Partial<DeployedStack>; backend?: Partial<DeployedStack> } = {},
): Status {
  return {
    stacks: [
      { kind: 'shared', name: 'todo-shared', stack: { ...shared, ...changes.shared } },
      { kind: 'backend', name: 'todo-backend', stack: { ...backend, ...changes.backend } },
    ],
    service: {
      url: 'https://x.awsapprunner.com',
      runtime: 'appRunner',
      status: 'RUNNING',
      isServing: true,
      image,
    },
    domain: { url: 'https://api.example.com', status: 'active', isActive: true },
    database,
  };
}

describe('the status of a deployment', () => {
  const absent: Status = { stacks: [{ kind: 'backend', name: 'todo-backend', stack: undefined }] };
  const well = statusOf();

  for (const { title, status, want } of [
    { title: 'has no trouble when all is well', status: well, want: [] },
    {
      title: 'says that a stack is missing',
      status: absent,
      want: ['stack "todo-backend" does not exist: deploy it with "archc deploy specs/todo.yaml"'],
    },
    {
      title: 'says that an operation is under way',
      status: statusOf({ backend: { status: 'UPDATE_IN_PROGRESS' } }),
      want: ['stack "todo-backend" (UPDATE_IN_PROGRESS): an operation is in progress'],
    },
    {
      title: 'says the reason of an update that was rolled back',
      status: statusOf({ backend: { status: 'UPDATE_ROLLBACK_COMPLETE', reason: 'No image' } }),
      want: [
        'stack "todo-backend" (UPDATE_ROLLBACK_COMPLETE): its last deployment failed and was rolled back: No image',
      ],
    },
    {
      title: 'says that the shared stack is not protected',
      status: statusOf({ shared: { isProtected: false } }),
      want: [
        'stack "todo-shared" does not have the termination protection that the spec asks for: deploy it with "archc deploy specs/todo.yaml --stack shared"',
      ],
    },
    {
      title: 'names the resources that differ from the template',
      status: {
        ...well,
        stacks: [
          {
            kind: 'shared' as const,
            name: 'todo-shared',
            stack: shared,
            drift: {
              status: 'DRIFTED',
              resources: [{ logicalId: 'DatabaseCluster', status: 'MODIFIED', differences: [] }],
            },
          },
        ],
      },
      want: ['stack "todo-shared" differs from its template (DatabaseCluster)'],
    },
    {
      title: 'says that the service runs another image than was deployed',
      status: {
        ...well,
        service: {
          url: 'https://x',
          runtime: 'appRunner',
          status: 'RUNNING',
          isServing: true,
          image: 'host/repository:todo-0',
        },
      },
      want: ['the service runs host/repository:todo-0 instead of host/repository:todo-1, which was deployed'],
    },
    {
      title: 'says that the service does not answer',
      status: {
        ...well,
        service: { url: 'https://x', runtime: 'appRunner', status: 'PAUSED', isServing: false, image },
      },
      want: ['the service does not answer (PAUSED)'],
    },
    {
      title: 'says that the service has not moved yet',
      status: {
        ...well,
        service: { url: 'https://x', runtime: 'fargate', status: 'ACTIVE', isServing: true, image },
      },
      want: [
        'the service runs on fargate, but the spec says appRunner: deploy it with "archc deploy specs/todo.yaml"',
      ],
    },
    {
      title: 'says what the service says of its deployment',
      status: {
        ...well,
        service: {
          url: 'https://x',
          runtime: 'appRunner',
          status: 'RUNNING',
          isServing: true,
          image,
          problem: 'it went back',
        },
      },
      want: ['the service: it went back'],
    },
    {
      title: 'says what the domain waits for',
      status: {
        ...well,
        domain: {
          url: 'https://api.example.com',
          status: 'pending_certificate_dns_validation',
          isActive: false,
          waitsFor: 'AWS looks for the records',
        },
      },
      want: [
        'the domain of https://api.example.com is not active (pending_certificate_dns_validation): AWS looks for the records',
      ],
    },
    {
      title: 'says what the database does, and that its version is another',
      status: {
        ...well,
        database: {
          ...database,
          status: 'upgrading',
          engineVersion: '8.0.mysql_aurora.3.08.2',
          instances: [{ name: 'todo-reader', role: 'reader' as const, status: 'rebooting' }],
        },
      },
      want: [
        'the database cluster todo-cluster is upgrading',
        'the database has version 8.0.mysql_aurora.3.08.2, but the spec says 8.0.mysql_aurora.3.10.6',
        "the database's reader todo-reader is rebooting",
      ],
    },
  ]) {
    it(title, () => {
      expect(findTroubles(status, resolved)).to.deep.equal(want);
    });
  }

  for (const [status, wayOut] of [
    ['ROLLBACK_COMPLETE', 'deploy it with "archc deploy specs/todo.yaml"'],
    ['DELETE_FAILED', 'finish with "archc destroy specs/todo.yaml --stack backend", then deploy again'],
    ['UPDATE_ROLLBACK_FAILED', '--region ap-northeast-1 --stack-name todo-backend", then deploy again'],
    ['CREATE_FAILED', '--region ap-northeast-1 --stack-name todo-backend"'],
  ] as const) {
    it(`says how to continue after ${status}`, () => {
      const [trouble = '', ...others] = findTroubles(statusOf({ backend: { status } }), resolved);
      expect(others).to.deep.equal([]);
      expect(trouble.endsWith(wayOut), trouble).to.equal(true);
    });
  }

  it("sends to the spec that describes the shared stack, and says nothing of that spec's wishes", () => {
    const { resolved: ours } = compileTodo((spec) =>
      spec.replace(/^shared:\n( .*\n|\n(?= ))*/m, 'sharedStack: todo-shared\n'),
    );
    const troublesOf = (stack: Partial<DeployedStack> | undefined) =>
      findTroubles(
        {
          stacks: [{ kind: 'shared', name: 'todo-shared', stack: stack && { ...shared, ...stack } }],
          database: { ...database, engineVersion: '8.0.mysql_aurora.3.04.0' },
        },
        ours,
      );
    expect(troublesOf({ isProtected: false })).to.deep.equal([]);
    expect(troublesOf(undefined)).to.deep.equal([
      'stack "todo-shared" does not exist: deploy the spec that describes it',
    ]);
    expect(troublesOf({ status: 'DELETE_FAILED' })[0]).to.include('"archc destroy SPEC --stack shared"');
  });
});

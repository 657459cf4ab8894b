import { expect } from 'chai';
import type { Aws } from '../../compiler/aws/aws.ts';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import type { DeployedStack } from '../../compiler/aws/model.ts';
import { describeDatabase } from '../../compiler/deploy/status/database.ts';
import { describeStatus } from '../../compiler/deploy/status/describe-status.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { answering } from '../support/fake-aws/answering.ts';

const cluster = { logicalId: 'DatabaseCluster', physicalId: 'c', type: 'AWS::RDS::DBCluster', status: '' };
const [appRunner] = toolkit.runtimes;
const gone = new AwsFailure(
  'refused',
  'ResourceNotFoundException',
  'AWS refuses DescribeService: no such service',
);

describe('the state of a database', () => {
  it('tells the writer from the reader, the writer first', async () => {
    const call = answering({
      describeDBClusters: [
        {
          DBClusters: [
            {
              DBClusterIdentifier: 'c',
              Status: 'available',
              EngineVersion: '8.0',
              DeletionProtection: true,
              DBClusterMembers: [
                { DBInstanceIdentifier: 'two', IsClusterWriter: true },
                { DBInstanceIdentifier: 'one', IsClusterWriter: false },
              ],
            },
          ],
        },
      ],
      describeDBInstances: [
        {
          DBInstances: [
            { DBInstanceIdentifier: 'one', DBInstanceStatus: 'available' },
            { DBInstanceIdentifier: 'two', DBInstanceStatus: 'rebooting' },
          ],
        },
      ],
    });
    expect(await describeDatabase(call, [cluster])).to.deep.equal({
      cluster: 'c',
      status: 'available',
      engineVersion: '8.0',
      isProtected: true,
      instances: [
        { name: 'two', role: 'writer', status: 'rebooting' },
        { name: 'one', role: 'reader', status: 'available' },
      ],
    });
  });

  it('is none when the cluster is gone, or the stack has none', async () => {
    const call = answering({
      describeDBClusters: [new AwsFailure('refused', 'DBClusterNotFoundFault', 'not found')],
      describeDBInstances: [{ DBInstances: [] }],
    });
    expect(await describeDatabase(call, [cluster])).to.equal(undefined);
    expect(await describeDatabase(call, [])).to.equal(undefined);
  });
});

describe('the state of an App Runner domain', () => {
  const domain = (DomainName: string, Status: string) => ({ CustomDomains: [{ DomainName, Status }] });

  it('is found on any page, whatever the case of its letters', async () => {
    const pages = [
      { ...domain('a.example.com', 'active'), NextToken: '2' },
      domain('B.example.com', 'ACTIVE'),
    ];
    const call = answering({ describeCustomDomains: pages });
    expect(await appRunner.describeDomain?.(call, {}, 'b.example.com')).to.deep.equal({
      status: 'active',
      isActive: true,
    });
  });

  it('says what a domain waits for that is not active', async () => {
    for (const status of [
      'creating',
      'pending_certificate_dns_validation',
      'binding_certificate',
      'create_failed',
    ]) {
      const call = answering({ describeCustomDomains: [domain('a.example.com', status)] });
      const state = await appRunner.describeDomain?.(call, {}, 'a.example.com');
      expect(state?.isActive, status).to.equal(false);
      expect(state?.waitsFor, status).to.be.a('string');
    }
  });

  it('is absent when the service does not have it', async () => {
    const call = answering({ describeCustomDomains: [{ CustomDomains: [] }] });
    const state = await appRunner.describeDomain?.(call, {}, 'a.example.com');
    expect(state?.status).to.equal('absent');
  });
});

describe('the description of a deployment', () => {
  const backend: DeployedStack = {
    id: 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-backend/1',
    name: 'todo-backend',
    status: 'CREATE_COMPLETE',
    isProtected: false,
    parameters: {},
    tags: {},
    outputs: [{ key: 'ServiceUrl', value: 'https://x.awsapprunner.com' }],
    changedAt: 0,
  };
  function accountThat(fails: AwsFailure): Aws {
    const account: Partial<Aws> = {
      describeStack: (name) => Promise.resolve(name === backend.name ? backend : undefined),
      readTemplate: () => Promise.resolve('Resources: { Service: { Type: AWS::AppRunner::Service } }'),
      call: () => Promise.reject(fails),
    };
    return account as Aws;
  }

  it('tells of a domain whose service someone has deleted', async () => {
    const status = await describeStatus(accountThat(gone), compileTodo(), toolkit, { drift: false });
    expect(status.domain).to.deep.equal({
      url: 'https://api.example.com',
      status: 'unknown',
      isActive: false,
      waitsFor: gone.message,
    });
    expect(status.service).to.include({ status: 'unknown', runtime: 'appRunner' });
    expect(status.database).to.equal(undefined);
  });

  it('is of the service that is there, though the spec is about to move it', async () => {
    const moved = compileTodo((spec) => chooseRuntime(spec, 'fargate'));
    const status = await describeStatus(accountThat(gone), moved, toolkit, { drift: false });
    expect(status.service?.runtime).to.equal('appRunner');
  });

  it('fails when AWS can not be asked', async () => {
    const expired = new AwsFailure('credentials', 'ExpiredToken', 'log in again');
    const failure: unknown = await describeStatus(accountThat(expired), compileTodo(), toolkit, {
      drift: false,
    }).catch((error: unknown) => error);
    expect(failure).to.equal(expired);
  });
});

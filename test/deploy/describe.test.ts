import { expect } from 'chai';
import type { Aws } from '../../compiler/aws/aws.ts';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import type { DeployedStack } from '../../compiler/aws/model.ts';
import { readStackToDelete } from '../../compiler/deploy/destroy/read-stack-to-delete.ts';
import { readDatabase } from '../../compiler/deploy/status/database.ts';
import { readStatus } from '../../compiler/deploy/status/read-status.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { operations } from '../../templates/runtimes/appRunner/operations.ts';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { answering } from '../support/fake-aws/answering.ts';

const cluster = { logicalId: 'DatabaseCluster', physicalId: 'c', type: 'AWS::RDS::DBCluster', status: '' };
const gone = new AwsFailure(
  'refused',
  'ResourceNotFoundException',
  'AWS refused DescribeService: no such service',
);

const deployed: DeployedStack = {
  id: 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-backend/1',
  name: 'todo-backend',
  status: 'CREATE_COMPLETE',
  isProtected: false,
  parameters: {},
  tags: {},
  outputs: [{ key: 'ServiceUrl', value: 'https://x.awsapprunner.com' }],
  changedAt: 0,
};

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
    expect(await readDatabase(call, [cluster])).to.deep.equal({
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
    expect(await readDatabase(call, [cluster])).to.equal(undefined);
    expect(await readDatabase(call, [])).to.equal(undefined);
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
    expect(await operations.readDomain(call, {}, 'b.example.com')).to.deep.equal({
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
      const state = await operations.readDomain(call, {}, 'a.example.com');
      expect(state.isActive, status).to.equal(false);
      expect(state.waitsFor, status).to.be.a('string');
    }
  });

  it('is absent when the service does not have it', async () => {
    const call = answering({ describeCustomDomains: [{ CustomDomains: [] }] });
    const state = await operations.readDomain(call, {}, 'a.example.com');
    expect(state.status).to.equal('absent');
  });
});

describe('the description of a deployment', () => {
  function accountThat(fails: AwsFailure): Aws {
    const account: Partial<Aws> = {
      describeStack: (name) => Promise.resolve(name === deployed.name ? deployed : undefined),
      readTemplate: () => Promise.resolve('Resources: { Service: { Type: AWS::AppRunner::Service } }'),
      listResources: () => Promise.resolve([]),
      call: () => Promise.reject(fails),
    };
    return account as Aws;
  }

  it('tells of a domain whose service someone has deleted', async () => {
    const status = await readStatus(accountThat(gone), compileTodo().resolved, toolkit, { drift: false });
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
    const status = await readStatus(accountThat(gone), moved.resolved, toolkit, { drift: false });
    expect(status.service?.runtime).to.equal('appRunner');
  });

  it('fails when AWS can not be asked', async () => {
    const expired = new AwsFailure('credentials', 'ExpiredToken', 'log in again');
    const failure: unknown = await readStatus(accountThat(expired), compileTodo().resolved, toolkit, {
      drift: false,
    }).catch((error: unknown) => error);
    expect(failure).to.equal(expired);
  });
});

describe('the description of a stack that is to go', () => {
  const resource = { logicalId: 'Topic', physicalId: 't', type: 'AWS::SNS::Topic' };
  function accountWith(stack: Partial<DeployedStack>, readTemplate: Aws['readTemplate']): Aws {
    const account: Partial<Aws> = {
      describeStack: (name) => Promise.resolve({ ...deployed, ...stack, name }),
      listResources: () =>
        Promise.resolve([
          { ...resource, status: 'CREATE_COMPLETE' },
          { ...resource, logicalId: 'Gone', status: 'DELETE_COMPLETE' },
        ]),
      readTemplate,
      listImports: (exportName) => Promise.resolve(exportName === 'VpcId' ? ['one', 'two'] : ['two']),
      call: answering({}),
    };
    return account as Aws;
  }

  it('has its template, the resources that exist, and who imports what', async () => {
    const outputs = [
      { key: 'Vpc', value: 'v', exportName: 'VpcId' },
      { key: 'Cluster', value: 'c', exportName: 'ClusterArn' },
      { key: 'Inner', value: 'i' },
    ];
    const aws = accountWith({ outputs }, () => Promise.resolve('Resources: {}'));
    const { template, resources, imports } = await readStackToDelete(aws, 'shared', 'todo-shared');
    expect(template).to.have.property('kind', 'map');
    expect(resources.map(({ logicalId }) => logicalId)).to.deep.equal(['Topic']);
    expect(imports).to.deep.equal({ one: ['Vpc'], two: ['Vpc', 'Cluster'] });
  });

  it('does not ask for the template of a stack that was never executed', async () => {
    const aws = accountWith({ status: 'REVIEW_IN_PROGRESS' }, () => Promise.reject(gone));
    const { stack } = await readStackToDelete(aws, 'backend', 'todo-backend');
    expect(stack).to.have.property('status', 'REVIEW_IN_PROGRESS');
  });
});

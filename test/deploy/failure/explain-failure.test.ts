import { expect } from 'chai';
import { explainAwsError } from '../../../compiler/aws/failure.ts';
import { explainFailure, explainRefusal } from '../../../compiler/deploy/failure/explain.ts';
import { findRootCause } from '../../../compiler/deploy/failure/root-cause.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';
import { eventsOf } from '../../support/fake-aws/scripted-aws.ts';

const compiled = compileTodo();
const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
const [shared, backend] = wantStacks(compiled, toolkit);

function explain(kind: 'shared' | 'backend', line: string) {
  const wanted = kind === 'shared' ? shared : backend;
  const cause = findRootCause(eventsOf('todo-backend UPDATE_IN_PROGRESS', line));
  if (!wanted || !cause) throw new Error('There is nothing to explain');
  return explainFailure(cause, {}, wanted, context);
}

describe('a failure of AWS', () => {
  for (const [title, kind, line, path, hint] of [
    [
      'is told where the value stands that it quotes',
      'shared',
      'DatabaseCluster UPDATE_FAILED Invalid value tue:19:00-tue:19:30',
      'shared.database.maintenanceWindow',
      /deploy again/,
    ],
    [
      'is told at the property that it names',
      'shared',
      'DatabaseCluster UPDATE_FAILED MaxCapacity is too large',
      'shared.database.capacity.max',
      /deploy again/,
    ],
    [
      'is told at the longest value that it quotes',
      'shared',
      'DatabaseCluster UPDATE_FAILED 8.0.mysql_aurora.3.10.6 and 16 do not fit',
      'shared.database.engineVersion',
      /deploy again/,
    ],
    [
      'is told at the value that it quotes rather than at the property that it names',
      'shared',
      'DatabaseCluster UPDATE_FAILED MaxCapacity does not fit tue:19:00-tue:19:30',
      'shared.database.maintenanceWindow',
      /deploy again/,
    ],
    [
      'is not told at a number that only ends or begins like the value',
      'shared',
      'DatabaseCluster UPDATE_FAILED 116, 160 and x16 are wrong',
      'shared.database',
      /deploy again/,
    ],
    [
      'is not told at a property that is part of another word',
      'shared',
      'DatabaseCluster UPDATE_FAILED MyMaxCapacity and MaxCapacityUnits are wrong',
      'shared.database',
      /deploy again/,
    ],
    [
      'is told at the innermost property that it names, whatever the case of its letters',
      'shared',
      'DatabaseCluster UPDATE_FAILED serverlessV2ScalingConfiguration.minCapacity is wrong',
      'shared.database.capacity.min',
      /deploy again/,
    ],
    [
      'is told at what makes the resource when it says neither',
      'shared',
      'Vpc CREATE_FAILED Something is wrong',
      'shared.vpcCidr',
      /deploy again/,
    ],
    [
      'is told at the user, when MySQL has it already',
      'backend',
      'Database CREATE_FAILED MySQL user "todo_app" belongs to someone',
      'backend.database.user',
      /another backend\.database\.user/,
    ],
    [
      'is told at the service when it did not come up',
      'backend',
      "Service CREATE_FAILED Resource of type 'AWS::AppRunner::Service' did not stabilize.",
      'backend.service',
      /listens on backend\.service\.port/,
    ],
    [
      'is told at the health check when that failed',
      'backend',
      'Service CREATE_FAILED Health check failed on port 8080',
      'backend.service.healthCheck',
      /^Make the container answer the health check/,
    ],
    [
      'says what to do about a quota',
      'shared',
      'Vpc CREATE_FAILED The maximum number of VPCs has been reached.',
      'shared.vpcCidr',
      /Service Quotas/,
    ],
    [
      'says what to do about rights',
      'shared',
      'Vpc CREATE_FAILED User is not authorized to perform ec2:CreateVpc',
      'shared.vpcCidr',
      /archc policy/,
    ],
    [
      'says that a cluster stays in its zones',
      'shared',
      "Subnet1 CREATE_FAILED The CIDR '10.0.4.0/22' conflicts with another subnet (Service: Ec2, Status Code: 400)",
      'shared.availabilityZones',
      /create another shared stack/,
    ],
    [
      'says that a cluster stays in its subnets',
      'shared',
      'DatabaseSubnetGroup UPDATE_FAILED Some of the subnets to be deleted are currently in use: subnet-1.',
      'shared.subnetCidrs',
      /create another shared stack/,
    ],
    [
      'says what to do about an import',
      'shared',
      'todo-backend UPDATE_ROLLBACK_IN_PROGRESS Export todo-shared-VpcId cannot be updated as it is in use by todo-backend',
      'shared',
      /"archc destroy SPEC --stack backend"/,
    ],
  ] as const) {
    it(title, () => {
      const [finding] = explain(kind, line);
      expect(finding?.path.join('.')).to.equal(path);
      expect(finding?.hint).to.match(hint);
      expect(finding?.message).to.include(line.split(' ').slice(2).join(' '));
    });
  }

  it('found before the deployment is told at the property', () => {
    if (!shared) throw new Error('There is no shared stack');
    const path = ['Properties', 'ServerlessV2ScalingConfiguration', 'MaxCapacity'];
    const finding = {
      isFatal: true,
      name: 'PROPERTY_VALIDATION',
      logicalId: 'DatabaseCluster',
      path,
      reason: 'too large',
    };
    const warning = { ...finding, isFatal: false };
    expect(explainRefusal('refused', [warning, finding], shared, context)).to.deep.equal([
      {
        code: 'deployment-refused',
        path: ['shared', 'database', 'capacity', 'max'],
        message: 'DatabaseCluster.ServerlessV2ScalingConfiguration.MaxCapacity: too large',
        hint: "Correct it and deploy again: AWS's check PROPERTY_VALIDATION refused it, and nothing was changed",
      },
    ]);
  });

  it('without findings is told as it is', () => {
    if (!backend) throw new Error('There is no backend stack');
    const [finding] = explainRefusal('No export named todo-shared-ClusterArn found', [], backend, context);
    expect(finding?.message).to.equal('stack "todo-backend": No export named todo-shared-ClusterArn found');
    expect(finding?.hint).to.match(/Deploy the shared stack first/);
  });
});

describe('an error of an AWS call', () => {
  const error = (name: string, message: string, code?: string) =>
    Object.assign(new Error(message), { name, ...(code && { code }) });
  for (const [given, kind, words] of [
    [
      error('ExpiredTokenException', 'The security token is expired'),
      'credentials',
      /have expired: log in again/,
    ],
    [
      error('CredentialsProviderError', 'Token is expired. To refresh run "aws sso login"'),
      'credentials',
      /ended: run "aws sso login/,
    ],
    [
      error('CredentialsProviderError', 'Could not load credentials from any providers'),
      'credentials',
      /^AWS credentials are missing: log in/,
    ],
    [
      error('UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'credentials',
      /in eu-west-1: .* this region enabled/,
    ],
    [error('ThrottlingException', 'Rate exceeded'), 'throttled', /AWS is throttling this account/],
    [error('AccessDenied', 'User x is not authorized to perform y'), 'denied', /archc policy/],
    [
      error(
        'AccessDenied',
        'User x is not authorized to perform y with an explicit deny in a service control policy',
      ),
      'denied',
      /^a policy of the organization or the account forbids this.*ask an administrator/,
    ],
    [
      error(
        'AccessDenied',
        'User x is not authorized to perform y because no permissions boundary allows it',
      ),
      'denied',
      /more permissions do not help/,
    ],
    [
      error('Error', 'getaddrinfo ENOTFOUND cloudformation.eu-west-9.amazonaws.com', 'ENOTFOUND'),
      'network',
      /^cannot reach AWS in eu-west-1: check the name of the region/,
    ],
    [
      error('Error', 'connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'),
      'network',
      /^AWS did not answer in eu-west-1: check your network/,
    ],
    [
      error('TimeoutError', 'Connection timed out'),
      'network',
      /^AWS did not answer in eu-west-1: check your network/,
    ],
    [
      error('ValidationError', 'Template format error:\n expired'),
      'refused',
      /^AWS refused CreateChangeSet: Template format error: expired$/,
    ],
  ] as const) {
    it(`named ${given.name} (${given.message.split('\n')[0] ?? ''}) is one line about ${kind}`, () => {
      const failure = explainAwsError(given, 'CreateChangeSet', 'eu-west-1');
      expect(failure.kind).to.equal(kind);
      expect(failure.message).to.match(words).and.not.include('\n');
      expect(failure.isPassing).to.equal(kind === 'network' || kind === 'throttled');
    });
  }
});

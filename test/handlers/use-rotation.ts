import { expect } from 'chai';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { RotationEvent } from '../../templates/base/handlers/rotation.ts';
import type { AwsEndpoint } from '../support/fake-aws/aws-endpoint.ts';
import { startDataApi } from '../support/fake-aws/data-api.ts';
import {
  appRunnerOperations,
  ecsOperations,
  startServiceEndpoints,
} from '../support/fake-aws/restarted-service.ts';
import type { RestartedService, ServiceEndpoints } from '../support/fake-aws/restarted-service.ts';
import { startVersionedSecret } from '../support/fake-aws/versioned-secret.ts';
import type { VersionedSecret } from '../support/fake-aws/versioned-secret.ts';
import { stackId, startCustomResource } from '../support/lambda/custom-resource.ts';
import type { CustomResource, Reply } from '../support/lambda/custom-resource.ts';
import type { Invocation, InvokeOptions } from '../support/lambda/lambda.ts';
import { createWarmFunction } from '../support/lambda/warm-lambda.ts';
import { connectMysql } from '../support/mysql/mysql.ts';
import type { MysqlServer } from '../support/mysql/mysql.ts';

const cluster = 'arn:aws:rds:ap-northeast-1:123456789012:cluster:todo-cluster';
const masterSecret = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!cluster-AbCdEf';
const userSecret = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:user-AbCdEf';
export const properties = {
  ServiceToken: 'arn:aws:lambda:function',
  ClusterArn: cluster,
  MasterSecretArn: masterSecret,
  UserSecretArn: userSecret,
  DatabaseName: 'todo',
  UserName: 'todo_app',
};
export const first = '11111111-first-version';
export const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
export type Step = (typeof steps)[number];

const runtimes = {
  fargate: {
    handler: 'rotationOnFargate',
    logicalId: 'EcsService',
    arn: 'arn:aws:ecs:ap-northeast-1:123456789012:service/todo-Cluster/todo-EcsService',
    operations: ecsOperations,
    variable: 'AWS_ENDPOINT_URL_ECS',
  },
  appRunner: {
    handler: 'rotationOnAppRunner',
    logicalId: 'Service',
    arn: 'arn:aws:apprunner:ap-northeast-1:123456789012:service/Service/0123456789abcdef',
    operations: appRunnerOperations,
    variable: 'AWS_ENDPOINT_URL_APPRUNNER',
  },
} as const;

/** The function with a real MySQL server, and the AWS that it uses. */
export interface RotationTest {
  readonly secret: VersionedSecret;
  readonly service: RestartedService;
  readonly dataApi: AwsEndpoint;
  readonly secretsManager: AwsEndpoint;
  readonly resource: CustomResource;
  /** Runs a step as Secrets Manager would. */
  step(
    step: Step,
    version: string,
    options?: InvokeOptions,
    more?: Partial<RotationEvent>,
  ): Promise<Invocation>;
  /** Runs steps that must succeed. */
  run(version: string, ...all: readonly Step[]): Promise<void>;
  /** Changes the stack, by this function or by the one that does not rotate. */
  update(resource?: CustomResource): Promise<Reply>;
  query(sql: string): Promise<RowDataPacket[]>;
  connect(password: string): Promise<Connection>;
  /** Whether the user can log in with the password of a version. */
  opens(version: string): Promise<boolean>;
}

/** Before each test, the user has its first password, which the containers have. */
export function useRotation(runtime: keyof typeof runtimes, mysql: () => MysqlServer): RotationTest {
  const { handler, logicalId, arn, operations, variable } = runtimes[runtime];
  const secret: VersionedSecret = { arn: userSecret, texts: new Map(), labels: new Map() };
  const service: RestartedService = { logicalId, arn, started: 0, looks: 0, restarts: 0 };
  const test = { secret, service } as { -readonly [Key in keyof RotationTest]: RotationTest[Key] };
  let endpoints: ServiceEndpoints;

  before(async () => {
    const master = JSON.stringify({ username: 'root', password: "master's" });
    test.dataApi = await startDataApi(new Map([[cluster, mysql()]]), new Map([[masterSecret, master]]));
    test.secretsManager = await startVersionedSecret(secret);
    endpoints = await startServiceEndpoints(service, operations(service));
    const environment = {
      AWS_ENDPOINT_URL_RDS_DATA: test.dataApi.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: test.secretsManager.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: endpoints.stacks.url,
      [variable]: endpoints.api.url,
      ClusterArn: cluster,
      MasterSecretArn: masterSecret,
      StackId: stackId,
      UserName: 'todo_app',
    };
    test.resource = await startCustomResource(handler, 'Database', environment, createWarmFunction);
  });
  beforeEach(async () => {
    await test.query("DROP USER IF EXISTS 'todo_app'@'%'");
    secret.texts.clear();
    secret.texts.set(first, 'first-password');
    secret.labels.clear();
    secret.labels.set('AWSCURRENT', first);
    Object.assign(service, { started: Date.now() / 1000 - 20, looks: 0, restarts: 0 });
    const made = await test.resource.ask({ RequestType: 'Create', ResourceProperties: properties });
    expect(made.Status, made.Reason).to.equal('SUCCESS');
    test.dataApi.calls.length = 0;
    test.secretsManager.calls.length = 0;
  });
  after(async () => {
    await test.resource.stop();
    await test.dataApi.stop();
    await test.secretsManager.stop();
    await endpoints.stop();
  });

  test.step = (step, version, options, more) => {
    const event: RotationEvent = { Step: step, SecretId: userSecret, ClientRequestToken: version, ...more };
    return test.resource.invoke(event, options);
  };
  test.run = async (version, ...all) => {
    for (const step of all) {
      const { ended, log } = await test.step(step, version);
      expect(ended, `${step}\n${log}`).to.equal('resolved');
      for (const text of test.secret.texts.values()) expect(log).to.not.include(text);
    }
  };
  test.update = (resource = test.resource) =>
    resource.ask({
      RequestType: 'Update',
      PhysicalResourceId: 'todo-cluster/todo/todo_app',
      ResourceProperties: properties,
      OldResourceProperties: properties,
    });
  test.query = async (sql) => {
    const connection = await connectMysql(mysql());
    try {
      return (await connection.query<RowDataPacket[]>(sql))[0];
    } finally {
      await connection.end();
    }
  };
  test.connect = (password) => connectMysql(mysql(), { user: 'todo_app', password });
  test.opens = async (version) => {
    const connection = await test.connect(test.secret.texts.get(version) ?? '').catch(() => undefined);
    await connection?.end();
    return connection !== undefined;
  };
  return test;
}

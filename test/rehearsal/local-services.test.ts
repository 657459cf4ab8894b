import {
  AppRunnerClient,
  AssociateCustomDomainCommand,
  DescribeCustomDomainsCommand,
  DescribeServiceCommand,
  DisassociateCustomDomainCommand,
  ListOperationsCommand,
} from '@aws-sdk/client-apprunner';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect } from 'chai';
import { askAws } from '../support/local-aws/aws-cli.ts';
import { startMiniStack } from '../support/local-aws/mini-stack.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { clientConfig, openStacks } from '../support/local-aws/stacks.ts';
import type { Stacks } from '../support/local-aws/stacks.ts';
import { connectMysql, findMysql, startMysql } from '../support/mysql/mysql.ts';
import type { MysqlServer } from '../support/mysql/mysql.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

const secret = `
Resources:
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString:
        SecretStringTemplate: '{"username": "root"}'
        GenerateStringKey: password
        PasswordLength: 12
        ExcludePunctuation: true
        ExcludeLowercase: true
        ExcludeCharacters: "0123"`;

const cluster = `${secret}
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-mysql
      MasterUsername: root
      MasterUserPassword: !Sub "{{resolve:secretsmanager:\${Secret}:SecretString:password}}"
      EnableHttpEndpoint: true
  Writer:
    Type: AWS::RDS::DBInstance
    Properties: { DBClusterIdentifier: !Ref Cluster, DBInstanceClass: db.serverless, Engine: aurora-mysql }
Outputs:
  Cluster: { Value: !GetAtt Cluster.DBClusterArn }
  Secret: { Value: !Ref Secret }`;

const repository = `
Resources:
  Repository: { Type: AWS::ECR::Repository, Properties: { EmptyOnDelete: true } }
Outputs:
  Uri: { Value: !GetAtt Repository.RepositoryUri }
  Name: { Value: !Ref Repository }`;

const service = (image: string) => `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: build.apprunner.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: Pull
          PolicyDocument: { Statement: [{ Effect: Allow, Action: "ecr:*", Resource: "*" }] }
  Service:
    Type: AWS::AppRunner::Service
    Properties:
      SourceConfiguration:
        AuthenticationConfiguration: { AccessRoleArn: !GetAtt Role.Arn }
        ImageRepository: { ImageIdentifier: "${image}", ImageRepositoryType: ECR }
Outputs:
  Arn: { Value: !Ref Service }
  Url: { Value: !GetAtt Service.ServiceUrl }`;

const ipSet = (version: string, address: string) => `
Resources:
  Set:
    Type: AWS::WAFv2::IPSet
    Properties: { Scope: REGIONAL, IPAddressVersion: ${version}, Addresses: ["${address}"] }`;

const webAcl = (...rules: readonly string[]) => `
Resources:
  Acl:
    Type: AWS::WAFv2::WebACL
    Properties:
      Scope: REGIONAL
      DefaultAction: { Allow: {} }
      VisibilityConfig: ${visible('Acl')}
      Rules: [${rules.map((rule, index) => `{ Name: R${index}, VisibilityConfig: ${visible(`R${index}`)}, ${rule} }`).join()}]`;
const visible = (name: string) =>
  `{ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: ${name} }`;
const group = (name: string) => `{ ManagedRuleGroupStatement: { VendorName: AWS, Name: ${name} } }`;
const rate = (limit: number) => `{ RateBasedStatement: { AggregateKeyType: IP, Limit: ${limit} } }`;

describe('the stand-ins for AWS services', () => {
  let miniStack: MiniStack | undefined;
  let mysql: MysqlServer | undefined;
  let stacks: Stacks;
  const local = (): MiniStack => {
    if (!miniStack) throw new Error('The local AWS has not been started');
    return miniStack;
  };

  before(async function () {
    needs(this, missingPythonTools());
    const found = await findMysql();
    needs(this, typeof found === 'string' ? found : undefined);
    mysql = await startMysql();
    miniStack = await startMiniStack({ mysql });
    stacks = openStacks(miniStack);
  });
  afterEach(() => miniStack?.reset());
  after(async () => {
    await miniStack?.stop();
    await mysql?.stop();
  });

  async function readSecret(arn: string): Promise<{ username: string; password: string }> {
    const client = new SecretsManagerClient(clientConfig(local()));
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    return JSON.parse(SecretString) as { username: string; password: string };
  }

  it('make a secret as its template says, and its Ref is the ARN', async () => {
    await stacks.deploy('s', cluster);
    const { Secret = '' } = await stacks.outputs('s');
    expect(Secret).to.match(/^arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:/);
    const { username, password } = await readSecret(Secret);
    expect(username).to.equal('root');
    expect(password)
      .to.match(/^[A-Z4-9]{12}$/)
      .and.match(/[A-Z]/)
      .and.match(/[4-9]/);
  });

  describe('Aurora', () => {
    async function execute(sql: string): Promise<unknown> {
      const { Cluster, Secret } = await stacks.outputs('s');
      const request = { resourceArn: Cluster, secretArn: Secret, sql };
      const answer = new RDSDataClient(clientConfig(local())).send(new ExecuteStatementCommand(request));
      return await answer.catch((error: unknown) => error);
    }

    it('takes statements of the master user, who may do all to databases and is no superuser', async () => {
      await stacks.deploy('s', cluster);
      expect(await execute('CREATE DATABASE made')).to.not.be.an('error');
      expect(await execute("CREATE USER u IDENTIFIED BY 'x'")).to.not.be.an('error');
      expect(await execute('GRANT ALL ON made.* TO u')).to.not.be.an('error');
      expect(await execute('GRANT ALL ON *.* TO u')).to.include({ name: 'BadRequestException' });
    });

    it('takes its databases and users along when it is deleted', async () => {
      await stacks.deploy('s', cluster);
      await execute('CREATE DATABASE made');
      await execute("CREATE USER u IDENTIFIED BY 'x'");
      await stacks.remove('s');
      if (!mysql) throw new Error('MySQL has not been started');
      const connection = await connectMysql(mysql);
      const [databases] = await connection.query("SHOW DATABASES LIKE 'made'");
      const [users] = await connection.query("SELECT user FROM mysql.user WHERE user IN ('u', 'root')");
      await connection.end();
      expect(databases).to.deep.equal([]);
      expect(users).to.deep.equal([]);
    });
  });

  describe('App Runner', () => {
    async function push(tag: string): Promise<string> {
      const { Uri = '', Name = '' } = await stacks.outputs('images');
      const manifest = JSON.stringify({ schemaVersion: 2, tag });
      await askAws(
        local(),
        'ecr',
        'put-image',
        '--repository-name',
        Name,
        '--image-tag',
        tag,
        '--image-manifest',
        manifest,
      );
      return `${Uri}:${tag}`;
    }
    const client = () => new AppRunnerClient(clientConfig(local()));

    it('makes a service only of an image that was pushed', async () => {
      await stacks.deploy('images', repository);
      const { Uri = '' } = await stacks.outputs('images');
      expect(await stacks.deploy('s', service(`${Uri}:v1`))).to.include({ StackStatus: 'ROLLBACK_COMPLETE' });
      await stacks.remove('s');
      expect(await stacks.deploy('s', service(await push('v1')))).to.include({
        StackStatus: 'CREATE_COMPLETE',
      });
      expect(await stacks.outputs('s'))
        .to.have.property('Url')
        .that.matches(/\.awsapprunner\.com$/);
    });

    it('goes back to the former image by itself, and CloudFormation is content', async () => {
      await stacks.deploy('images', repository);
      const image = await push('v1');
      await stacks.deploy('s', service(image));
      const missing = image.replace('v1', 'v2');
      expect(await stacks.deploy('s', service(missing))).to.include({ StackStatus: 'UPDATE_COMPLETE' });
      const ServiceArn = (await stacks.outputs('s')).Arn;
      const { Service } = await client().send(new DescribeServiceCommand({ ServiceArn }));
      expect(Service?.SourceConfiguration?.ImageRepository?.ImageIdentifier).to.equal(image);
      const { OperationSummaryList } = await client().send(new ListOperationsCommand({ ServiceArn }));
      expect(OperationSummaryList?.[0]).to.include({ Type: 'UPDATE_SERVICE', Status: 'ROLLBACK_SUCCEEDED' });
    });

    it('takes a custom domain through its states, and knows it once', async () => {
      await stacks.deploy('images', repository);
      await stacks.deploy('s', service(await push('v1')));
      const ServiceArn = (await stacks.outputs('s')).Arn;
      const key = { ServiceArn, DomainName: 'api.example.com' };
      const associate = new AssociateCustomDomainCommand({ ...key, EnableWWWSubdomain: false });
      const look = async () => {
        const { CustomDomains } = await client().send(new DescribeCustomDomainsCommand({ ServiceArn }));
        return CustomDomains?.map((domain) => [domain.Status, domain.CertificateValidationRecords?.length]);
      };
      expect((await client().send(associate)).CustomDomain?.CertificateValidationRecords).to.deep.equal([]);
      const again = await client()
        .send(associate)
        .catch((error: unknown) => error);
      expect(again)
        .to.include({ name: 'InvalidRequestException' })
        .and.has.property('message')
        .that.matches(/already associated/);
      expect(await look()).to.deep.equal([['creating', 0]]);
      expect(await look()).to.deep.equal([['pending_certificate_dns_validation', 2]]);
      await client().send(new DisassociateCustomDomainCommand(key));
      expect(await look()).to.deep.equal([['deleting', 2]]);
      expect(await look()).to.deep.equal([]);
      const gone = await client()
        .send(new DisassociateCustomDomainCommand(key))
        .catch((error: unknown) => error);
      expect(gone)
        .to.have.property('message')
        .that.matches(/No custom domain api\.example\.com found/);
    });
  });

  it('refuse an address of the other family in an IP set', async () => {
    expect(await stacks.deploy('s4', ipSet('IPV4', '203.0.113.0/24'))).to.include({
      StackStatus: 'CREATE_COMPLETE',
    });
    expect(await stacks.deploy('s6', ipSet('IPV4', '2001:db8::/32'))).to.include({
      StackStatus: 'ROLLBACK_COMPLETE',
    });
  });

  describe('AWS WAF', () => {
    const common = group('AWSManagedRulesCommonRuleSet');
    for (const [title, wanted, ...rules] of [
      [
        'takes a group of AWS and a rate limit',
        'CREATE_COMPLETE',
        `Priority: 0, OverrideAction: { None: {} }, Statement: ${common}`,
        `Priority: 1, Action: { Block: {} }, Statement: ${rate(10)}`,
      ],
      [
        'refuses two rules of one priority',
        'ROLLBACK_COMPLETE',
        `Priority: 0, OverrideAction: { None: {} }, Statement: ${common}`,
        `Priority: 0, Action: { Block: {} }, Statement: ${rate(10)}`,
      ],
      [
        'refuses a group that AWS does not have',
        'ROLLBACK_COMPLETE',
        `Priority: 0, OverrideAction: { None: {} }, Statement: ${group('AWSManagedRulesCommonRules')}`,
      ],
      [
        'refuses an action for a group',
        'ROLLBACK_COMPLETE',
        `Priority: 0, Action: { Block: {} }, Statement: ${common}`,
      ],
      [
        'refuses a rate limit below ten',
        'ROLLBACK_COMPLETE',
        `Priority: 0, Action: { Block: {} }, Statement: ${rate(9)}`,
      ],
      [
        'refuses a rate limit inside another statement',
        'ROLLBACK_COMPLETE',
        `Priority: 0, Action: { Block: {} }, Statement: { NotStatement: { Statement: ${rate(10)} } }`,
      ],
      [
        'refuses an IP set that does not exist',
        'ROLLBACK_COMPLETE',
        'Priority: 0, Action: { Block: {} }, Statement: { IPSetReferenceStatement: { Arn: arn } }',
      ],
      [
        'refuses more than ten rate limits',
        'ROLLBACK_COMPLETE',
        ...Array.from(
          { length: 11 },
          (_, index) => `Priority: ${index}, Action: { Count: {} }, Statement: ${rate(10)}`,
        ),
      ],
    ] as const) {
      it(title, async () => {
        expect(await stacks.deploy('firewall', webAcl(...rules))).to.include({ StackStatus: wanted });
      });
    }
  });
});

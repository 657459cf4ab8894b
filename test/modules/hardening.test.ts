import { expect } from 'chai';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';
import { toPlain } from '../../compiler/template/plain.ts';

interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly DeletionPolicy?: string;
        readonly Properties: Record<string, unknown>;
      }
    >
  >;
}

/** The templates of a golden case, with these settings of the option, or without it. */
function compiled(name: string, settings: string | undefined, edit = (spec: string) => spec) {
  const options = settings === undefined ? '' : `\noptions:\n  hardening: ${settings}\n`;
  const { templates, resolved } = compileGolden(name, (spec) =>
    edit(`${spec.replace(/^options:[^]*/m, '')}${options}`),
  );
  const [shared, backend] = ['shared', 'backend'].map((stack) => {
    const template = templates.find((each) => each.stack === stack);
    return (template ? toPlain(template.root) : { Resources: {} }) as Template;
  });
  return { shared: shared?.Resources ?? {}, backend: backend?.Resources ?? {}, spec: resolved.spec };
}

const key = { 'Fn::GetAtt': ['Key', 'Arn'] };
const everything = compiled('fargate-hardening', '{}');

describe('the option hardening', () => {
  it('encrypts every secret and every log group of both stacks with the key of the stack', () => {
    for (const name of ['hardening', 'fargate-hardening']) {
      const { shared, backend } = compiled(name, '{ customerKeys: secretsAndLogs, rotation: userSecret }');
      const kept = [...Object.values(shared), ...Object.values(backend)].filter(({ Type }) =>
        ['AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup'].includes(Type),
      );
      expect(kept.length, name).to.be.above(3);
      for (const { Properties } of kept) expect(Properties['KmsKeyId'], name).to.deep.equal(key);
      expect(shared['DatabaseCluster']?.Properties).to.not.have.property('KmsKeyId');
      expect(shared['Repository']?.Properties).to.not.have.property('EncryptionConfiguration');
    }
  });

  it('encrypts the cluster, what is known of its performance, and the images too', () => {
    const { DatabaseCluster, DatabaseWriter, DatabaseReader, Repository } = everything.shared;
    expect(DatabaseCluster?.Properties['KmsKeyId']).to.deep.equal(key);
    for (const each of [DatabaseWriter, DatabaseReader])
      expect(each?.Properties['PerformanceInsightsKMSKeyId']).to.deep.equal(key);
    const EncryptionConfiguration = { EncryptionType: 'KMS', KmsKey: key };
    expect(Repository?.Properties).to.deep.include({ EncryptionConfiguration });
  });

  it('has no key in a stack without "customerKeys"', () => {
    const { shared, backend } = compiled('fargate-hardening', '{ customerKeys: "off" }');
    expect(JSON.stringify([shared, backend])).to.not.match(/AWS::KMS|"Key","Arn"/);
  });

  it('keeps what has evidence, and the key that opens it, unless a creation fails', () => {
    const { shared, backend } = everything;
    const kept = ['FlowLogGroup', 'Key', 'AccessLogBucketPolicy', 'ServiceLogGroup', 'WebAclLogGroup'];
    for (const id of kept) {
      expect((shared[id] ?? backend[id])?.DeletionPolicy, id).to.equal('RetainExceptOnCreate');
    }
    expect(compiled('fargate-hardening', undefined).backend['ServiceLogGroup']?.DeletionPolicy).to.equal(
      'Retain',
    );
  });

  it('has a bucket that S3 and the load balancer can write to, and that a failed creation leaves, because it is not empty', () => {
    const { AccessLogBucket, AccessLogBucketPolicy } = everything.backend;
    expect(AccessLogBucket?.DeletionPolicy).to.equal('Retain');
    expect(AccessLogBucket?.Properties).to.have.property('LoggingConfiguration');
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
    expect(AccessLogBucket?.Properties).to.not.have.any.keys('ObjectLockEnabled', 'ObjectLockConfiguration');
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    const policy = JSON.stringify(AccessLogBucketPolicy?.Properties['PolicyDocument']);
    expect(policy).to.include('${AccessLogBucket.Arn}/AWSLogs/${AWS::AccountId}/*');
    expect(policy).to.include('${AccessLogBucket.Arn}/bucket/*');
  });

  it('lets containers connect only where the spec says', () => {
    const rules = (settings: string, edit?: (spec: string) => string) =>
      (
        compiled('fargate-hardening', settings, edit).backend['ServiceSecurityGroup']?.Properties[
          'SecurityGroupEgress'
        ] as readonly Readonly<Record<string, unknown>>[]
      ).map(
        ({ IpProtocol, FromPort, CidrIp, CidrIpv6, DestinationSecurityGroupId }) =>
          `${String(IpProtocol)} ${String(FromPort)} ${JSON.stringify(CidrIp ?? CidrIpv6 ?? DestinationSecurityGroupId)}`,
      );
    const database = 'tcp 3306 {"Fn::ImportValue":{"Fn::Sub":"${SharedStackName}-DatabaseSecurityGroupId"}}';
    expect(rules('{}')).to.deep.equal(['tcp 443 "0.0.0.0/0"', 'tcp 443 "::/0"', database]);
    expect(rules('{ outboundPorts: [443, 53] }')).to.deep.equal([
      'tcp 53 "0.0.0.0/0"',
      'tcp 53 "::/0"',
      'udp 53 "0.0.0.0/0"',
      'udp 53 "::/0"',
      'tcp 443 "0.0.0.0/0"',
      'tcp 443 "::/0"',
      database,
    ]);
    expect(rules('{ limitOutbound: false }')).to.deep.equal([
      '-1 undefined "0.0.0.0/0"',
      '-1 undefined "::/0"',
    ]);
    const without = (spec: string) => spec.replace(/^ {2}database: .*ledger_app.*\n/m, '');
    expect(rules('{}', without)).to.deep.equal(['tcp 443 "0.0.0.0/0"', 'tcp 443 "::/0"']);
  });

  it('states the attributes of the load balancer either way, because AWS keeps those that are missing', () => {
    const attributes = (settings: string | undefined) =>
      Object.fromEntries(
        (
          compiled('fargate-hardening', settings).backend['LoadBalancer']?.Properties[
            'LoadBalancerAttributes'
          ] as readonly { readonly Key: string; readonly Value: unknown }[]
        ).map(({ Key, Value }) => [Key, Value]),
      );
    const on = { 'access_logs.s3.enabled': 'true', 'deletion_protection.enabled': 'true' };
    const off = { 'access_logs.s3.enabled': 'false', 'deletion_protection.enabled': 'false' };
    expect(attributes('{}')).to.include(on);
    expect(attributes('{ accessLog: false, loadBalancerProtection: false }')).to.include(off);
    expect(attributes(undefined)).to.include(off);
  });

  it('makes the container one without rights, that writes only to memory', () => {
    const container = (settings: string) =>
      (
        compiled('fargate-hardening', settings).backend['TaskDefinition']?.Properties[
          'ContainerDefinitions'
        ] as readonly Readonly<Record<string, unknown>>[]
      )[0];
    expect(container('{}')).to.deep.include({
      User: '1000:1000',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Tmpfs: [{ ContainerPath: '/tmp', Size: 64 }] },
    });
    expect(container('{ readOnlyRoot: false, containerUser: image }')).to.not.have.any.keys(
      'User',
      'ReadonlyRootFilesystem',
      'LinuxParameters',
    );
    expect(container('{ writablePaths: [] }')).to.not.have.property('LinuxParameters');
  });

  it('decides defaults, which the spec can decide otherwise', () => {
    const edit = (spec: string) => spec.replace('{ deletionProtection: true }', '{}');
    const { spec } = compiled('fargate-hardening', '{}', edit);
    expect(spec.shared?.database?.deletionProtection).to.equal(true);
    expect(spec.backend.service).to.have.property('logRetentionDays', 365);
    const own = (text: string) =>
      text
        .replace('deletionProtection: true', 'deletionProtection: false')
        .replace('port: 8080', 'port: 8080, logRetentionDays: 30');
    const decided = compiled('fargate-hardening', '{}', own).spec;
    expect(decided.shared?.database?.deletionProtection).to.equal(false);
    expect(decided.backend.service).to.have.property('logRetentionDays', 30);
  });

  it('leaves an existing VPC without a flow log, unless the spec wants one', () => {
    const types = (settings: string) =>
      Object.values(compiled('fargate-existing-vpc', settings).shared).map(({ Type }) => Type);
    expect(types('{}')).to.not.include('AWS::EC2::FlowLog');
    expect(types('{ flowLog: rejected }')).to.include('AWS::EC2::FlowLog');
  });

  it('makes only its own stack where the spec names a shared one', () => {
    const { backend } = compiled('shared-stack', '{}');
    expect(backend).to.have.property('Key');
    expect(JSON.stringify(backend)).to.not.match(/ImportValue[^}]*Key/);
  });

  it('has an answer of every runtime for every measure', () => {
    for (const { name, measures } of toolkit.runtimes)
      for (const answer of Object.values(measures))
        expect(answer, name).to.satisfy((each: unknown) => each === true || typeof each === 'string');
  });
});

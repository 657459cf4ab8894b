import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { messagesOf } from '../support/compile/messages-of.ts';

interface Resource {
  readonly Type: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties: Readonly<Record<string, unknown>>;
}
type Resources = Readonly<Record<string, Resource>>;

const example = readFileSync('specs/todo.yaml', 'utf8').replace('appRunner', 'fargate');

function compiled(text: string) {
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
  const resources = (stack: string) => {
    const found = outcome.value.templates.find((template) => template.stack === stack);
    if (!found) throw new Error(`no ${stack} template`);
    return (toPlain(found.root) as unknown as { readonly Resources: Resources }).Resources;
  };
  const script = outcome.value.artifacts.find(({ name }) => name === 'build.sh')?.text ?? '';
  return {
    shared: resources('shared'),
    backend: resources('backend'),
    script,
    codes: outcome.diagnostics.map(({ code }) => code),
  };
}

function propertiesOf(resources: Resources, id: string): Readonly<Record<string, unknown>> {
  const found = resources[id];
  if (!found) throw new Error(`no resource ${id}`);
  return found.Properties;
}

function waitsFor(resources: Resources, id: string): readonly string[] {
  return [resources[id]?.DependsOn ?? []].flat();
}

describe('Fargate', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
  const range = (from: number, to: number, step: number) =>
    Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
  const memory: Readonly<Record<number, readonly number[]>> = {
    256: [512, 1024, 2048],
    512: [1024, 2048, 3072, 4096],
    1024: range(2048, 8192, 1024),
    2048: range(4096, 16384, 1024),
    4096: range(8192, 30720, 1024),
    8192: range(16384, 61440, 4096),
    16384: range(32768, 122880, 8192),
  };
  const sizes = [...new Set([...Object.values(memory).flat(), 513, 1536, 31744, 40000, 122879])];
  for (const [cpu, possible] of Object.entries(memory)) {
    it(`has ${possible.length} sizes of memory for ${cpu} CPU units, and no other`, () => {
      const accepted = sizes.filter(
        (size) =>
          messagesOf({
            database: { access: 'vpc' },
            service: { runtime: 'fargate', plainHttp: true, cpu: Number(cpu), memory: size },
          }).length === 0,
      );
      expect(accepted).to.have.members(possible);
    });
  }

  it("is all that changes in the example's spec", () => {
    expect(compiled(example).codes).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
  it('drops headers that are not valid, unless the spec lets them through', () => {
    const attributes = (text: string) =>
      (propertiesOf(compiled(text).backend, 'LoadBalancer')['LoadBalancerAttributes'] as object[]).filter(
        (each) => JSON.stringify(each).includes(Key),
      );
    const Key = 'routing.http.drop_invalid_header_fields.enabled';
    expect(attributes(example)).to.deep.equal([{ Key, Value: 'true' }]);
    const open = example.replace('runtime: fargate', 'runtime: fargate\n    dropInvalidHeaders: false');
    expect(attributes(open)).to.deep.equal([{ Key, Value: 'false' }]);
  });

  it('keeps the database closed: only the tasks get in', () => {
    const { shared, backend } = compiled(example);
    for (const id of ['DatabaseWriter', 'DatabaseReader'])
      expect(propertiesOf(shared, id)).to.have.property('PubliclyAccessible', false);
    expect(propertiesOf(shared, 'DatabaseSecurityGroup')).to.not.have.property('SecurityGroupIngress');
    const toDatabase = Object.values({ ...shared, ...backend }).filter(
      ({ Type, Properties }) => Type === 'AWS::EC2::SecurityGroupIngress' && Properties['FromPort'] === 3306,
    );
    expect(toDatabase).to.have.length(1);
    expect(propertiesOf(backend, 'DatabaseIngress')).to.deep.include({
      SourceSecurityGroupId: { 'Fn::GetAtt': ['ServiceSecurityGroup', 'GroupId'] },
    });
  });

  it('makes no function for the domain', () => {
    const { backend } = compiled(example);
    const own = Object.entries(backend).filter(([, { Type }]) => /^Custom::|Lambda/.test(Type));
    expect(own.map(([id]) => id)).to.have.members(['Database', 'DatabaseFunction']);
  });

  it('opens the load balancer only behind the firewall, and moves the domain only to a service that is up', () => {
    const { backend } = compiled(example);
    for (const id of ['HttpListener', 'HttpsListener'])
      expect(waitsFor(backend, id)).to.include('WebAclAssociation');
    expect(waitsFor(backend, 'EcsService')).to.have.members([
      'Database',
      'DatabaseIngress',
      'ServiceIngress',
      'HttpsListener',
    ]);
    for (const id of ['DomainAliasRecord', 'DomainAliasRecordIpv6'])
      expect(waitsFor(backend, id)).to.include('EcsService');
  });

  it('serves a domain by HTTPS alone, and redirects HTTP', () => {
    const { backend } = compiled(example);
    expect(JSON.stringify(propertiesOf(backend, 'HttpListener'))).to.include('"Protocol":"HTTPS"');
    expect(waitsFor(backend, 'HttpListener')).to.include('HttpsListener');
    expect(propertiesOf(backend, 'HttpsListener')).to.have.property('SslPolicy');
  });

  it('leaves the number of tasks to scaling', () => {
    const { backend } = compiled(example);
    expect(propertiesOf(backend, 'EcsService')).to.not.have.property('DesiredCount');
    expect(propertiesOf(backend, 'ScalableTarget')).to.include({ MinCapacity: 2, MaxCapacity: 10 });
  });

  it('gives the container no right but what the spec gives it', () => {
    const { backend } = compiled(example);
    expect(propertiesOf(backend, 'TaskRole')).to.have.all.keys('AssumeRolePolicyDocument');
    const arn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
    const given = compiled(example.replace('    port:', `    policyArns: [${arn}]\n    port:`));
    expect(propertiesOf(given.backend, 'TaskRole')['ManagedPolicyArns']).to.deep.equal([arn]);
    expect(propertiesOf(given.backend, 'ExecutionRole')).to.not.have.property('ManagedPolicyArns');
  });

  it('builds the image for the processor that runs it', () => {
    const arm = compiled(example.replace('    port:', '    architecture: arm64\n    port:'));
    expect(arm.script).to.include("readonly PLATFORM='linux/arm64'");
    expect(propertiesOf(arm.backend, 'TaskDefinition')['RuntimePlatform']).to.deep.include({
      CpuArchitecture: 'ARM64',
    });
    expect(compiled(example).script).to.include("readonly PLATFORM='linux/amd64'");
  });

  it('takes another port without closing the old one before the new tasks are there', () => {
    const before = compiled(example).backend;
    const after = compiled(example.replace('port: 8080', 'port: 9090')).backend;
    const changed = Object.keys(after).filter(
      (id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]),
    );
    expect(changed).to.have.members(['ServiceIngress', 'TaskDefinition', 'EcsService']);
  });

  it('lets IPv6 clients in when the service is dual-stack, and none otherwise', () => {
    const rulesOf = (text: string) =>
      JSON.stringify(
        propertiesOf(compiled(text).backend, 'LoadBalancerSecurityGroup')['SecurityGroupIngress'],
      );
    expect(rulesOf(example).match(/::\/0/g)).to.have.length(2);
    const single = example.replace('dualStack', 'ipv4').replace(', "2001:db8::/32"', '');
    expect(rulesOf(single)).to.not.include('::/0');
  });
});

describe('every runtime', () => {
  it('gives a resource of one logical id one type, which CloudFormation refuses to change', () => {
    const types = new Map<string, string>();
    for (const { name } of toolkit.runtimes) {
      const { shared, backend } = compiled(example.replace('fargate', name));
      for (const [id, { Type }] of Object.entries({ ...shared, ...backend })) {
        expect(types.get(id) ?? Type, id).to.equal(Type);
        types.set(id, Type);
      }
    }
    expect([...types.keys()]).to.include.members(['Service', 'EcsService', 'DomainAliasRecord']);
  });
});

import { expect } from 'chai';
import { templatesOf, diffSpecs, replacing, resource, spec, verdicts } from '../diff/diff-of.ts';
import { messagesOf } from '../support/compile/messages-of.ts';
import { readWithYaml } from '../support/yaml/read-yaml-yaml.ts';

interface Instance {
  readonly Type: string;
  readonly DependsOn?: string;
  readonly Properties: { readonly AvailabilityZone: unknown; readonly PromotionTier: number };
}

interface Template {
  readonly Resources: Readonly<Record<string, Instance>>;
  readonly Outputs: object;
}

const withReaders = (readers: number) =>
  replacing(['    access: public', `    access: public\n    readers: ${readers}`]);

function sharedWith(readers: number): Template {
  const text = templatesOf(withReaders(readers)(spec)).get('shared') ?? '';
  return readWithYaml(text, '1.2') as Template;
}

function instancesOf({ Resources }: Template) {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::RDS::DBInstance')
    .map(([id, { DependsOn, Properties }]) => {
      const { AvailabilityZone, PromotionTier } = Properties;
      return { id, after: DependsOn, zone: AvailabilityZone, tier: PromotionTier };
    });
}

const zone = (subnet: number) => ({ '!GetAtt': `Subnet${subnet}.AvailabilityZone` });
const writer = { id: 'DatabaseWriter', after: 'DefaultRoute', zone: zone(1), tier: 1 };
const first = { id: 'DatabaseReader', after: 'DatabaseWriter', zone: zone(2), tier: 1 };

describe('readers of the cluster', () => {
  it('follow the writer if they may have to take its place, and stand in both zones', () => {
    expect(instancesOf(sharedWith(1))).to.deep.equal([writer, first]);
    expect(instancesOf(sharedWith(3))).to.deep.equal([
      writer,
      first,
      { id: 'DatabaseReader2', after: 'DatabaseWriter', zone: zone(1), tier: 2 },
      { id: 'DatabaseReader3', after: 'DatabaseWriter', zone: zone(2), tier: 2 },
    ]);
  });

  it('are as many as Aurora takes, or none, with the same outputs', () => {
    const all = sharedWith(15);
    expect(instancesOf(all)).to.have.length(16);
    expect(instancesOf(sharedWith(0))).to.deep.equal([writer]);
    expect(sharedWith(0).Outputs).to.deep.equal(all.Outputs);
    expect(messagesOf({ database: { readers: 16 } })).to.have.length(1);
  });

  it('are one by default', () => {
    expect(templatesOf(spec).get('shared')).to.equal(templatesOf(withReaders(1)(spec)).get('shared'));
  });

  it('come and go without a change to the others', () => {
    expect(verdicts(...diffSpecs(withReaders(3)))).to.deep.equal([
      'DatabaseReader2 create',
      'DatabaseReader3 create',
    ]);
    expect(verdicts(...diffSpecs(withReaders(2), withReaders(3)))).to.deep.equal(['DatabaseReader3 delete']);
    const none = diffSpecs(withReaders(0));
    expect(verdicts(...none)).to.deep.equal(['DatabaseReader delete']);
    expect(resource(none, 'DatabaseReader')).to.not.have.property('dataLoss');
  });
});

describe('readers in small subnets', () => {
  const message = (readers: number, max: number) =>
    messagesOf({
      shared: { subnetCidrs: ['10.0.0.0/27', '10.0.0.32/27'] },
      database: { access: 'vpc', readers },
      service: { runtime: 'fargate', plainHttp: true, scaling: { max } },
    });

  it('leave the tasks the addresses that they do not take', () => {
    expect(message(1, 18)).to.deep.equal([]);
    expect(message(1, 19)).to.have.length(2);
    expect(message(0, 19)).to.deep.equal([
      'subnet-too-small: "10.0.0.0/27" has 18 addresses for tasks, and a deployment of 19 needs as many in each subnet',
    ]);
    expect(message(15, 11)).to.deep.equal([]);
    expect(message(15, 12)).to.have.length(2);
    expect(message(2, 18)).to.deep.equal([
      'subnet-too-small: "10.0.0.0/27" has 17 addresses for tasks, and a deployment of 18 needs as many in each subnet',
    ]);
  });
});

describe('the variables of the database', () => {
  const message = (environment: object) => messagesOf({ backendDatabase: { environment } });

  it('are not given twice', () => {
    expect(message({ port: 'DB_PORT', readerHost: 'DB_READER' })).to.deep.equal([]);
    expect(message({ port: 'DB_HOST' })[0]).to.match(/^duplicate-name: /);
    expect(message({ readerHost: 'DB_PORT', port: 'DB_PORT' })[0]).to.match(/^duplicate-name: /);
  });

  it('do not take the name that the runtime sets', () => {
    expect(message({ port: 'PORT' })).to.have.length(1);
    expect(message({ port: 'PORT' })[0]).to.match(/^reserved-name: /);
  });
});

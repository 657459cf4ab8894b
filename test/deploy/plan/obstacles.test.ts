import { expect } from 'chai';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { deploy } from '../../../compiler/deploy/deploy.ts';
import type { Deployment } from '../../../compiler/deploy/deployment.ts';
import { findObstacles } from '../../../compiler/deploy/plan/obstacles.ts';
import { planCreate } from '../../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';
import { scriptedAws } from '../../support/fake-aws/scripted-aws.ts';

interface Dns {
  readonly zone?: { readonly Name: string; readonly Config?: { readonly PrivateZone: boolean } };
  readonly records?: readonly { readonly Name: string; readonly Type: string }[];
  readonly fails?: AwsFailure;
}

const noZone = new AwsFailure(
  'refused',
  'NoSuchHostedZone',
  'AWS refused GetHostedZone: No hosted zone found',
);

for (const runtime of ['fargate', 'domain']) {
  describe(`before a deployment of ${runtime}`, () => {
    const { resolved, templates, ...compiled } = compileGolden(runtime);
    const { name = '', hostedZoneId = '' } = resolved.spec.backend.domain ?? {};
    const context = { resolved, templates, toolkit };
    const stacks = wantStacks({ resolved, templates, ...compiled }, toolkit);
    const plans = stacks.map((each) => planCreate(each, context));
    const parent = name.split('.').slice(1).join('.');

    async function look(dns: Dns, of = plans, lacks: readonly string[] = []) {
      const notes: string[] = [];
      const asked: unknown[] = [];
      const aws = scriptedAws([], {
        call: (service, operation, input) => {
          asked.push({ service, operation, ...input });
          if (dns.fails) return Promise.reject(dns.fails);
          if (operation === 'listResourceRecordSets') {
            return Promise.resolve({ ResourceRecordSets: dns.records ?? [] });
          }
          return Promise.resolve({ HostedZone: dns.zone ?? { Name: `${parent}.` } });
        },
      });
      const findings = await findObstacles(of, lacks, { aws, context, note: (line) => notes.push(line) });
      const told = findings.map((finding) => `${finding.path.join('.')}: ${finding.message}`);
      return { told, notes, asked, findings };
    }

    it('nothing is said when the zone is right and free', async () => {
      const { told, notes, asked } = await look({ records: [{ Name: `${parent}.`, Type: 'NS' }] });
      expect({ told, notes }).to.deep.equal({ told: [], notes: [] });
      expect(asked).to.deep.equal([
        { service: 'route53', operation: 'getHostedZone', Id: hostedZoneId },
        {
          service: 'route53',
          operation: 'listResourceRecordSets',
          HostedZoneId: hostedZoneId,
          StartRecordName: name,
          MaxItems: 100,
        },
      ]);
    });

    for (const [title, dns, want] of [
      [
        'the zone is missing',
        { fails: noZone },
        [`hostedZoneId: There is no hosted zone "${hostedZoneId}" in this account`],
      ],
      [
        'the zone is private',
        { zone: { Name: `${parent}.`, Config: { PrivateZone: true } } },
        [`hostedZoneId: The hosted zone "${hostedZoneId}" (${parent}) is private`],
      ],
      [
        'the zone is for another domain, whose name ends alike',
        { zone: { Name: `x${name}.` } },
        [
          `hostedZoneId: The hosted zone "${hostedZoneId}" is for x${name}, and "${name}" does not end with that`,
        ],
      ],
      [
        'a CNAME is in the way',
        { records: [{ Name: `${name}.`, Type: 'CNAME' }] },
        [`name: The hosted zone has a record CNAME for "${name}" already`],
      ],
      [
        'an address is in the way',
        {
          records: [
            { Name: `${name}.`, Type: 'A' },
            { Name: `${name}.`, Type: 'TXT' },
          ],
        },
        [`name: The hosted zone has a record A for "${name}" already`],
      ],
      ['another name has records', { records: [{ Name: `x.${name}.`, Type: 'A' }] }, []],
    ] as const) {
      it(`it is said when ${title}`, async () => {
        const { told } = await look(dns);
        expect(told).to.deep.equal(want.map((line) => `backend.domain.${line}`));
      });
    }

    it('records of its own are in nobody’s way', async () => {
      const kept = plans.map((plan) => ({
        ...plan,
        changes: plan.changes.map((change) => ({ ...change, action: 'update' as const })),
      }));
      const { told, asked } = await look({ records: [{ Name: `${name}.`, Type: 'A' }] }, kept);
      expect({ told, asked }).to.deep.equal({ told: [], asked: [] });
    });

    for (const [property, isNew] of [
      ['AliasTarget', false],
      ['Name', true],
    ] as const) {
      it(`records of its own may change their ${property}, which makes ${isNew ? 'new ones' : 'none'}`, async () => {
        const path = [property, 'DNSName'];
        const change = { path, before: undefined, after: undefined };
        const moved = plans.map((plan) => ({
          ...plan,
          action: 'update' as const,
          changes: plan.changes.map((each) => ({
            ...each,
            action: 'may-replace' as const,
            properties: [change],
          })),
        }));
        const { told } = await look({ records: [{ Name: `${name}.`, Type: 'A' }] }, moved);
        expect(told).to.have.length(isNew ? 1 : 0);
      });
    }

    it('nothing is asked about DNS without a backend', async () => {
      expect((await look({ fails: noZone }, plans.slice(0, 1))).asked).to.deep.equal([]);
    });

    it('a zone that it may not see is a remark', async () => {
      const fails = new AwsFailure(
        'denied',
        'AccessDenied',
        'these AWS credentials are missing a permission',
      );
      const { told, notes } = await look({ fails });
      expect(told).to.deep.equal([]);
      expect(notes).to.deep.equal([
        `archc could not look at the hosted zone ${hostedZoneId}: these AWS credentials are missing a permission`,
      ]);
    });

    it('everything that is missing is said at once', async () => {
      const lacks = ['docker does not answer. Is it running?\ncannot connect', 'git is not installed'];
      const { findings } = await look({ records: [{ Name: `${name}.`, Type: 'A' }] }, plans, lacks);
      expect(findings.map(({ message }) => message)).to.deep.equal([
        'docker does not answer. Is it running? cannot connect',
        'git is not installed',
        `The hosted zone has a record A for "${name}" already`,
      ]);
      expect(new Set(findings.map(({ code }) => code))).to.deep.equal(new Set(['not-ready-to-deploy']));
    });
  });
}

describe('before a deployment with aliases', () => {
  const { resolved, templates, ...compiled } = compileGolden('fargate-every-setting', (spec) =>
    spec
      .replace('    aliases:\n', '    aliases:\n      - name: www.example.com\n')
      // They have no room beside two aliases.
      .replace(/\noptions:\n[^]*/, '\n'),
  );
  const context = { resolved, templates, toolkit };
  const plans = wantStacks({ resolved, templates, ...compiled }, toolkit).map((each) =>
    planCreate(each, context),
  );
  const zones: Readonly<Record<string, string>> = {
    Z0123456789ABCDEFGHIJ: 'example.com.',
    Z9876543210ABCDEFGHIJ: 'example.org.',
  };

  async function look(records: (zone: string, name: string) => readonly string[], named = zones) {
    const asked: string[] = [];
    const aws = scriptedAws([], {
      call: (_service, operation, input) => {
        const request = input as { readonly Id?: string; HostedZoneId?: string; StartRecordName?: string };
        const { Id = '', HostedZoneId = '', StartRecordName = '' } = request;
        asked.push(operation === 'getHostedZone' ? Id : `${HostedZoneId} ${StartRecordName}`);
        if (operation === 'getHostedZone') return Promise.resolve({ HostedZone: { Name: named[Id] } });
        const found = records(HostedZoneId, StartRecordName);
        return Promise.resolve({
          ResourceRecordSets: found.map((Type) => ({ Name: `${StartRecordName}.`, Type })),
        });
      },
    });
    const findings = await findObstacles(plans, [], { aws, context, note: () => undefined });
    return { asked, told: findings.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  }

  it('each zone is looked at once, and each name in its own', async () => {
    const { asked, told } = await look(() => []);
    expect(told).to.deep.equal([]);
    expect(asked).to.deep.equal([
      'Z0123456789ABCDEFGHIJ',
      'Z0123456789ABCDEFGHIJ example.com',
      'Z0123456789ABCDEFGHIJ www.example.com',
      'Z9876543210ABCDEFGHIJ',
      'Z9876543210ABCDEFGHIJ api-1.example.org',
    ]);
  });

  it('an alias that is taken is said at the alias', async () => {
    const { told } = await look((_zone, name) => (name === 'www.example.com' ? ['CNAME'] : []));
    expect(told).to.deep.equal([
      'backend.domain.aliases.0.name: The hosted zone has a record CNAME for "www.example.com" already',
    ]);
  });

  it('a zone that is not that of the alias is said at its zone', async () => {
    const { told } = await look(() => [], { ...zones, Z9876543210ABCDEFGHIJ: 'other.org.' });
    expect(told).to.deep.equal([
      'backend.domain.aliases.1.hostedZoneId: The hosted zone "Z9876543210ABCDEFGHIJ" is for other.org, and "api-1.example.org" does not end with that',
    ]);
  });
});

describe('before a deployment with weighted records', () => {
  const { resolved, templates, ...compiled } = compileGolden('fargate', (spec) =>
    spec
      .replace('hostedZoneId:', 'weight: 0, hostedZoneId:')
      .replace('port: 8080', 'port: 8080\n    ipAddressType: dualStack'),
  );
  const context = { resolved, templates, toolkit };
  const plans = wantStacks({ resolved, templates, ...compiled }, toolkit).map((each) =>
    planCreate(each, context),
  );

  async function look(records: readonly { readonly Type: string; readonly Weight?: number }[], of = plans) {
    const notes: string[] = [];
    const aws = scriptedAws([], {
      call: (_service, operation) =>
        Promise.resolve(
          operation === 'getHostedZone'
            ? { HostedZone: { Name: 'example.com.' } }
            : { ResourceRecordSets: records.map((each) => ({ Name: 'api.example.com.', ...each })) },
        ),
    });
    const findings = await findObstacles(of, [], { aws, context, note: (line) => notes.push(line) });
    return { told: findings.map(({ path, message }) => `${path.join('.')}: ${message}`), notes };
  }

  it('weighted records of another place are not in the way', async () => {
    const others = ['A', 'AAAA'].map((Type) => ({ Type, Weight: 100 }));
    expect(await look(others)).to.deep.equal({ told: [], notes: [] });
  });

  it('a record that is not weighted is in the way, and so is a CNAME that is', async () => {
    const already = (type: string) =>
      `backend.domain.name: The hosted zone has a record ${type} for "api.example.com" already`;
    expect((await look([{ Type: 'A' }])).told).to.deep.equal([already('A')]);
    expect((await look([{ Type: 'CNAME', Weight: 1 }])).told).to.deep.equal([already('CNAME')]);
  });

  it('a type that the other place lacks is said, since its weight means nothing', async () => {
    expect((await look([{ Type: 'A', Weight: 100 }])).notes).to.deep.equal([
      '"api.example.com" has no other record AAAA, so whoever asks for it goes to the service at once, whatever the weight',
    ]);
    expect((await look([])).notes).to.deep.equal([]);
  });

  it('a record that exists can not become a weighted one', async () => {
    const property = { path: ['SetIdentifier'], before: undefined, after: undefined };
    const weighted = plans.map((plan) => ({
      ...plan,
      changes: plan.changes.map((change) => ({
        ...change,
        action: 'update' as const,
        properties: [property],
      })),
    }));
    expect((await look([], weighted)).told).to.deep.equal([
      'backend.domain.weight: A record that exists does not become a weighted one, and a weighted one stays one',
    ]);
  });
});

describe('archc deploy', () => {
  const compiled = compileGolden('minimal');
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const stacks = wantStacks(compiled, toolkit);

  /** Deploys into an empty account with a machine that lacks something, and says yes to everything. */
  async function run(image: string | undefined) {
    const failed: Finding[] = [];
    const happened: string[] = [];
    const deployment: Partial<Deployment> = {
      aws: scriptedAws([], { describeStack: () => Promise.resolve(undefined) }),
      context,
      report: {
        plan: () => happened.push('plan'),
        fail: (findings: readonly Finding[]) => failed.push(...findings),
        step: (text: string) => happened.push(text),
      } as unknown as Deployment['report'],
      checkBuild: () => Promise.resolve(['No container engine is installed']),
      approve: () => {
        happened.push('Deploy this?');
        return Promise.resolve(false);
      },
    };
    const request = { stacks, allowed: [], image, restarts: false, keepsFailed: false, detaches: false };
    const result = await deploy(request, deployment as Deployment).catch((error: unknown) => String(error));
    return { failed, happened, result };
  }

  it('asks nothing and changes nothing when the machine could not build', async () => {
    const { failed, happened, result } = await run(undefined);
    expect(result).to.equal(false);
    expect(happened).to.deep.equal(['plan']);
    expect(failed.map(({ message }) => message)).to.deep.equal(['No container engine is installed']);
  });

  it('needs nothing of the machine when it is given an image', async () => {
    const { failed, happened } = await run('123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/todo:1');
    expect(failed).to.deep.equal([]);
    expect(happened).to.deep.equal(['plan', 'Deploy this?']);
  });
});

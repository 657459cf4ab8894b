import { expect } from 'chai';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { covers } from '../../../compiler/deploy/plan/certificate.ts';
import { findObstacles } from '../../../compiler/deploy/plan/obstacles.ts';
import { planCreate } from '../../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';
import { scriptedAws } from '../../support/fake-aws/scripted-aws.ts';

const { resolved, templates, ...compiled } = compileGolden('fargate-dns-elsewhere');
const context = { resolved, templates, toolkit };
const arn = resolved.spec.backend.domain?.certificateArn ?? '';
const plans = wantStacks({ resolved, templates, ...compiled }, toolkit).map((each) =>
  planCreate(each, context),
);
/** The zone of the alias that has one. */
const zone = { HostedZone: { Name: 'example.org.' } };

async function look(answer: object | AwsFailure, of = plans) {
  const notes: string[] = [];
  const asked: object[] = [];
  const aws = scriptedAws([], {
    call: (service, operation, input) => {
      if (service === 'route53') return Promise.resolve(operation === 'getHostedZone' ? zone : {});
      asked.push({ service, operation, ...input });
      return answer instanceof AwsFailure ? Promise.reject(answer) : Promise.resolve({ Certificate: answer });
    },
  });
  const findings = await findObstacles(of, [], { aws, context, note: (line) => notes.push(line) });
  return { told: findings.map(({ path, message }) => `${path.join('.')}: ${message}`), notes, asked };
}

const names = ['api.example.com', 'www.example.com', 'api.example.org'];
const issued = { Status: 'ISSUED', DomainName: names[0], SubjectAlternativeNames: names };

describe('before a deployment with a certificate that exists', () => {
  it('nothing is said when it is issued and covers every name', async () => {
    const { told, notes, asked } = await look(issued);
    expect({ told, notes }).to.deep.equal({ told: [], notes: [] });
    expect(asked).to.deep.equal([{ service: 'acm', operation: 'describeCertificate', CertificateArn: arn }]);
  });

  for (const [title, answer, ...want] of [
    [
      'it is missing',
      new AwsFailure('refused', 'ResourceNotFoundException', 'no such certificate'),
      `There is no certificate "${arn}" in this account`,
    ],
    [
      'it is not issued',
      { ...issued, Status: 'PENDING_VALIDATION' },
      'The certificate of the domain is PENDING_VALIDATION, and a load balancer takes only one that is issued',
    ],
    [
      'it has expired, and covers too little',
      { ...issued, Status: 'EXPIRED', SubjectAlternativeNames: ['*.example.com'] },
      'The certificate of the domain is EXPIRED, and a load balancer takes only one that is issued',
      'The certificate does not cover "api.example.org", but "*.example.com"',
    ],
  ] as const) {
    it(`it is said when ${title}`, async () => {
      const { told } = await look(answer);
      expect(told).to.deep.equal(want.map((line) => `backend.domain.certificateArn: ${line}`));
    });
  }

  it('one that it may not see is a remark', async () => {
    const { told, notes } = await look(new AwsFailure('denied', 'AccessDenied', 'no permission'));
    expect(told).to.deep.equal([]);
    expect(notes).to.deep.equal(['archc could not look at the certificate of the domain: no permission']);
  });

  it('nothing is asked when nothing changes', async () => {
    const still = plans.map((plan) => ({ ...plan, action: 'none' as const, changes: [] }));
    expect((await look(issued, still)).asked).to.deep.equal([]);
  });
});

describe('the zone of an internal service with a certificate that exists', () => {
  for (const [visibility, want] of [
    ['internal', 0],
    ['internet', 1],
  ] as const) {
    it(`${want === 0 ? 'may' : 'must not'} be private: visibility ${visibility}`, async () => {
      const {
        resolved: found,
        templates: made,
        ...rest
      } = compileGolden('fargate-certificate', (spec) =>
        spec
          .replace(', ipAddressType: dualStack', `, visibility: ${visibility}`)
          .replace(/( +)availabilityZones/, '$1network: { nat: none }\n$1availabilityZones')
          .replace(/ +aliases: .*\n/, ''),
      );
      const about = { resolved: found, templates: made, toolkit };
      const planned = wantStacks({ resolved: found, templates: made, ...rest }, toolkit).map((each) =>
        planCreate(each, about),
      );
      const aws = scriptedAws([], {
        call: (_service, operation) =>
          Promise.resolve(
            operation === 'getHostedZone'
              ? { HostedZone: { Name: 'example.com.', Config: { PrivateZone: true } } }
              : { Certificate: issued },
          ),
      });
      const findings = await findObstacles(planned, [], { aws, context: about, note: () => undefined });
      expect(findings).to.have.length(want);
    });
  }
});

describe('a name of a certificate', () => {
  for (const [certified, name, want] of [
    ['api.example.com', 'api.example.com', true],
    ['API.example.com', 'api.example.com', true],
    ['example.com', 'api.example.com', false],
    ['*.example.com', 'api.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.api.example.com', false],
    ['*.example.com', 'api.example.org', false],
  ] as const) {
    it(`${certified} covers ${want ? '' : 'not '}${name}`, () => {
      expect(covers(certified, name)).to.equal(want);
    });
  }
});

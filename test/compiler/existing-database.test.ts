import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { toolkit } from '../../compiler/toolkit.ts';

type Settings = Readonly<Record<string, unknown>>;

const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/db-AbCdEf';
const existing = { host: 'db.example.com', secretArn: arn };
const runtimes: Readonly<Record<string, Settings>> = {
  fargate: { runtime: 'fargate', port: 8080, plainHttp: true },
  appRunner: { runtime: 'appRunner', port: 8080 },
};

function compileWith(service: Settings, database: Settings, stack: Settings = { sharedStack: 'net-shared' }) {
  const spec = { archc: 1, name: 'shop', region: 'us-east-1', ...stack, backend: { service, database } };
  return compile({ name: 'spec.yaml', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
}

function compiled(service: Settings, database: Settings, stack?: Settings): Compiled {
  const outcome = compileWith(service, database, stack);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join());
  expect(outcome.diagnostics).to.deep.equal([]);
  return outcome.value;
}

function backendOf({ artifacts }: Compiled): string {
  return artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? '';
}

/** The messages about a spec, each with its hint. */
function reports(service: Settings, database: Settings): string[] {
  return compileWith(service, database).diagnostics.map(
    ({ message, hint = '' }: Diagnostic) => `${message} / ${hint}`,
  );
}

describe('a database that exists already', () => {
  for (const [runtime, service = {}] of Object.entries(runtimes)) {
    it(`reaches the container in variables, and nothing is made for it, on ${runtime}`, () => {
      const text = backendOf(compiled(service, { existing }));
      const names = [...text.matchAll(/\bName: (DB_\w+)/g)].map(([, name]) => name);
      expect(names).to.deep.equal(['DB_HOST', 'DB_USER', 'DB_PASS']);
      expect(text)
        .to.include('db.example.com')
        .and.include(`${arn}:username::`)
        .and.include(`${arn}:password::`);
      expect(text).to.not.match(/MySqlDatabase|DatabaseUserSecret|Cluster(Arn|Endpoint)|DatabaseIngress/);
    });

    it(`can be beside a cluster that this service does not use, which stays closed, on ${runtime}`, () => {
      const zones = { availabilityZones: ['us-east-1a', 'us-east-1b'] };
      const shared = { ...zones, database: { deletionProtection: false } };
      const { spec } = compiled(service, { existing }, { shared }).resolved;
      expect(spec.shared?.database?.access).to.equal('vpc');
    });

    it(`has a key of its own without other secrets, on ${runtime}`, () => {
      const secretKeyArns = ['arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'];
      const text = backendOf(compiled({ ...service, secretKeyArns }, { existing }));
      expect(text).to.include('kms:ViaService').and.include('secretsmanager.us-east-1.amazonaws.com');
    });

    it(`may have the secret that the service reads anyway, once in its role, on ${runtime}`, () => {
      const text = backendOf(compiled({ ...service, secrets: { KEY: `${arn}:key` } }, { existing }));
      expect(text.match(new RegExp(`${arn}(?="?[,\\]\\n])`, 'g'))).to.have.length(1);
    });

    it(`leaves the name of a variable free that it does not need, on ${runtime}`, () => {
      const own = { ...service, environment: { DB_NAME: 'shop' } };
      compiled(own, { existing });
      expect(reports(own, { existing: { ...existing, name: 'shop' } }).join()).to.match(/"DB_NAME"/);
    });
  }

  for (const [runtime, more, awaited] of [
    ['fargate', {}, '[DatabaseIngress, ServiceIngress'],
    ['appRunner', { egress: 'vpc' }, 'DatabaseIngress\n'],
  ] as const) {
    it(`lets the service in by a rule in its group, at its port, on ${runtime}`, () => {
      const database = { existing: { ...existing, port: 5432, securityGroupId: 'sg-0123456789abcdef0' } };
      const text = backendOf(compiled({ ...runtimes[runtime], ...more }, database));
      const [, rule = ''] = text.split('  DatabaseIngress:');
      expect(rule).to.match(
        /FromPort: 5432\n +GroupId: sg-0123456789abcdef0\n.*\n.*ServiceSecurityGroup.*\n +ToPort: 5432/,
      );
      expect(text).to.include(`DependsOn: ${awaited}`);
    });
  }

  for (const [title, database, want] of [
    [
      'lies in the region',
      { existing: { ...existing, secretArn: arn.replace('us-east-1', 'eu-west-1') } },
      /is in eu-west-1, .* "arn:aws:secretsmanager:us-east-1:/,
    ],
    [
      'names its secret alone',
      { existing: { ...existing, secretArn: `${arn}:password` } },
      /^".*:password" is not a valid value of "secretArn" \/ Write the ARN of a secret, without a key/,
    ],
    [
      'is in a partition that archc compiles for',
      { existing: { ...existing, secretArn: arn.replace(':aws:', ':aws-cn:') } },
      /is not a valid value of "secretArn"/,
    ],
    [
      'has the complete ARN of a name that looks complete',
      { existing: { ...existing, secretArn: arn.replace('-AbCdEf', '-_bCdEf') } },
      /Secrets Manager mistakes the end of/,
    ],
    ['has no other user', { existing, user: 'shop' }, /^"existing" and "user" exclude each other/],
    ['has no other name', { existing, name: 'shop' }, /^"existing" and "name" exclude each other/],
    [
      'has a reader before a variable for it',
      { existing, environment: { readerHost: 'R' } },
      /no value without "readerHost".*"readerHost: reader.example.com"/,
    ],
    [
      'has a variable for its reader',
      { existing: { ...existing, readerHost: 'r.example.com' } },
      /^"readerHost" works only with a variable/,
    ],
    [
      'has a name before another variable for it',
      { existing, environment: { name: 'N' } },
      /no value without "name"/,
    ],
  ] as const) {
    it(title, () => {
      const found = reports(runtimes['fargate'] ?? {}, database);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(want);
    });
  }

  it('has no rule for a service outside the VPC', () => {
    const database = { existing: { ...existing, securityGroupId: 'sg-01234567' } };
    const [found, ...others] = reports(runtimes['appRunner'] ?? {}, database);
    expect(found).to.match(
      /^No rule in "sg-01234567" can let the service in, .* \/ Remove it, .*"egress: vpc".*"runtime: fargate"$/,
    );
    expect(others).to.deep.equal([]);
  });
});

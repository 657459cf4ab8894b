import { expect } from 'chai';
import { limitOf } from '../../compiler/facts/limits.ts';
import type { Runtime, Toolkit } from '../../compiler/modules/module.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';
import { reportsOf, specOnAppRunner, specWith } from '../support/compile/reports-of.ts';

const secretArn = (name: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}`;
const withSecret = (text: string) => specWith({ backend: { service: { secrets: { KEY: text } } } });

describe('the name of a secret', () => {
  const most = limitOf('secret-name');
  const tooLong = (has: string, most: string, what: string) =>
    `: ${has}, and ${what} takes at most ${most} / Write a name with at most ${most} `;

  for (const [title, name, text] of [
    ['by itself', 'a'.repeat(most), (name: string) => `secret:${name}`],
    ['in an ARN', 'a'.repeat(most), (name: string) => secretArn(`${name}-AbCdEf`)],
    ['in an ARN without its end', 'a'.repeat(most), secretArn],
  ] as const) {
    it(`is not longer than Secrets Manager takes: ${title}`, () => {
      expect(reportsOf(withSecret(text(name)))).to.deep.equal([]);
      const [report, ...others] = reportsOf(withSecret(text(`${name}a`)));
      expect(others).to.deep.equal([]);
      expect(report).to.match(/^out-of-range at "/);
      const words = tooLong(`The secret's name has ${most + 1} characters`, String(most), 'Secrets Manager');
      expect(report).to.include(`${words}characters`);
    });
  }

  it('is not longer than Parameter Store takes, as an ARN', () => {
    const around = 'arn:aws:ssm:eu-west-1:123456789012:parameter/'.length;
    const longest = 'a'.repeat(limitOf('parameter-name') - around);
    for (const text of [`/${longest}`, `arn:aws:ssm:eu-west-1:123456789012:parameter/${longest}`])
      expect(reportsOf(withSecret(text))).to.deep.equal([]);
    const [report = ''] = reportsOf(withSecret(`/${longest}a`));
    expect(report).to.include(
      tooLong("The parameter's name has 1,012 characters as an ARN", '1,011', 'Parameter Store'),
    );
    expect(report).to.match(/1,011 characters as an ARN$/);
  });
});

describe('the tags', () => {
  const most = limitOf('stack-tags');
  const tags = (count: number, more: object = {}) => ({
    tags: { ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, 'x'])), ...more },
  });
  const elsewhere = { shared: undefined, sharedStack: 'platform' };
  const tooMany = (count: number, limit: string, left: number) => [
    `out-of-range at "tags": "tags" has ${count} tags, and a resource takes ${limit} / Write at most ${left}`,
  ];

  it('leave room for the name of the VPC', () => {
    expect(reportsOf(specWith(tags(most - 1)))).to.deep.equal([]);
    expect(reportsOf(specWith(tags(most)))).to.deep.equal(
      tooMany(most, `${most - 1} beside the VPC's own tag "Name"`, most - 1),
    );
  });

  it('need no room for it where the spec has a name, or no VPC', () => {
    expect(reportsOf(specWith(tags(most - 1, { Name: 'x' })))).to.deep.equal([]);
    expect(reportsOf(specWith(tags(most), elsewhere))).to.deep.equal([]);
    for (const changes of [[tags(most, { Name: 'x' })], [tags(most + 1), elsewhere]])
      expect(reportsOf(specWith(...changes))).to.deep.equal(tooMany(most + 1, `at most ${most}`, most));
  });
});

describe('a hint that names runtimes', () => {
  const named = (name: string, runtime: Runtime): Runtime => ({ ...runtime, name });
  const [appRunner, fargate] = ['appRunner', 'fargate'].map((name) =>
    toolkit.runtimes.find((each) => each.name === name),
  ) as [Runtime, Runtime];
  const { wayInside, ...outside } = appRunner;
  const withRuntimes = (...runtimes: Toolkit['runtimes']) => ({ ...toolkit, runtimes });
  const open = specOnAppRunner({ shared: { database: { access: undefined } } });
  const elsewhere = specOnAppRunner({
    region: 'eu-north-1',
    shared: { availabilityZones: ['eu-north-1a', 'eu-north-1b'] },
  });

  it('names all that keep the database private', () => {
    const [report = ''] = reportsOf(open, withRuntimes(outside, fargate, named('other', fargate)));
    expect(report).to.match(/keep the database private, write "runtime: fargate" or "runtime: other"$/);
    const [more = ''] = reportsOf(open, withRuntimes(appRunner, fargate));
    expect(
      more.endsWith(
        `write "access: vpc" there and ${wayInside?.network ?? 'what is missing'}, or "runtime: fargate"`,
      ),
    ).to.equal(true);
  });

  it('says nothing of them where there is none', () => {
    const [report = ''] = reportsOf(open, withRuntimes(outside));
    expect(report).to.match(/\(TLS and a password stay required\)$/);
  });

  it('names all that a region has', () => {
    const [report = ''] = reportsOf(elsewhere, withRuntimes(appRunner, fargate, named('other', fargate)));
    expect(report).to.include('Write "runtime: fargate" or "runtime: other", or choose one of ');
  });

  it('chooses another region where it has none', () => {
    const [report = ''] = reportsOf(elsewhere, withRuntimes(appRunner));
    expect(report).to.include('"eu-north-1" is not a commercial region of AWS / Choose one of ');
  });
});

describe('what hints may propose for the base', () => {
  const examplesOf = (spec: object) => toolkit.base.examples?.(spec) ?? {};
  const shared = (settings: object) => ({ region: 'eu-west-1', shared: settings });

  it('is known without a spec', () => {
    const pairs = [
      ['10.0.0.0/19', '10.0.32.0/19'],
      ['10.0.64.0/19', '10.0.96.0/19'],
      ['10.0.128.0/19', '10.0.160.0/19'],
      ['10.0.192.0/19', '10.0.224.0/19'],
    ];
    expect(examplesOf({})).to.deep.equal({
      region: [],
      stackNames: [{ backend: 'todo-service' }],
      shared: [{ availabilityZones: [] }],
      'shared.availabilityZones': [[]],
      'shared.availabilityZones.*': [],
      'shared.vpcCidr': [],
      'shared.subnetCidrs': [
        ['10.0.0.0/18', '10.0.64.0/18'],
        ['10.0.0.0/17', '10.0.128.0/17'],
      ],
      'shared.subnetCidrs.*': [
        ...['10.0.0.0/18', '10.0.64.0/18', '10.0.128.0/18', '10.0.192.0/18'],
        ...['10.0.0.0/17', '10.0.128.0/17'],
      ],
      'shared.network.publicSubnetCidrs': pairs,
      'shared.network.publicSubnetCidrs.*': pairs.flat(),
      'shared.network.privateSubnetCidrs': pairs,
      'shared.network.privateSubnetCidrs.*': pairs.flat(),
      'shared.database.backupWindow': ['01:00-01:30', '07:00-07:30', '13:00-13:30', '19:00-19:30'],
      'shared.database.maintenanceWindow': [
        ...['tue:01:00-tue:01:30', 'tue:07:00-tue:07:30', 'tue:13:00-tue:13:30', 'tue:19:00-tue:19:30'],
      ],
      'backend.database.environment.*': [
        ...['DB_HOST', 'DB_PORT', 'DB_READER_HOST', 'DB_NAME', 'DB_USER', 'DB_PASS'],
      ],
      'backend.service.environment.*': ['LOG_LEVEL', 'API_KEY', 'TIME_ZONE', 'FEATURE_FLAGS'],
      'backend.service.scaling.min': [undefined],
      'backend.service.scaling.max': [undefined],
      'backend.service.secrets.*': ['LOG_LEVEL', 'API_KEY', 'TIME_ZONE', 'FEATURE_FLAGS', '/shop/api-key'],
      'backend.service.policyArns.*': [
        'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
        'arn:aws:iam::aws:policy/AmazonSQSFullAccess',
        'arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess',
      ],
      'backend.database.existing.secretArn': [
        'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/db-AbCdEf',
      ],
      'backend.firewall.redactedHeaders.*': ['x-api-key', 'x-auth-token', 'set-cookie', 'x-session'],
      'backend.build.cache.from.*': ['registry.example.com/todo-layers', 'registry.example.com/more-layers'],
      'tags.*': ['team', 'project', 'owner', 'cost-centre'],
    });
  });

  it('is zones of the region', () => {
    const examples = examplesOf({ region: 'eu-west-1' });
    const zones = ['eu-west-1a', 'eu-west-1c'];
    expect(examples['shared']).to.deep.equal([{ availabilityZones: zones }]);
    expect(examples['shared.availabilityZones']).to.deep.equal([zones]);
    expect(examples['shared.availabilityZones.*']).to.deep.equal(zones);
  });

  it('is the region of the zones that are zones', () => {
    const regionsOf = (availabilityZones: unknown) => examplesOf(shared({ availabilityZones }))['region'];
    expect(regionsOf(['us-east-1a', 'us-east-1b'])).to.deep.equal(['us-east-1']);
    for (const other of [7, 'east', 'x us-west-2a', 'us-west-2a x', 'us-west-2', ''])
      expect(regionsOf(['us-east-1a', other]), String(other)).to.deep.equal(['us-east-1']);
    expect(regionsOf(['us-gov-east-1a', 'us-gov-east-1b'])).to.deep.equal([]);
    expect(regionsOf(['us-east-1a', 'us-gov-east-1b'])).to.deep.equal([]);
    expect(regionsOf(['us-east-1a', 'us-west-2b'])).to.deep.equal([]);
    expect(regionsOf('us-east-1a')).to.deep.equal([]);
  });

  it('is named as the spec', () => {
    expect(examplesOf({ name: 'shop' })['stackNames']).to.deep.equal([{ backend: 'shop-service' }]);
    expect(examplesOf({ name: 7 })['stackNames']).to.deep.equal([{ backend: 'todo-service' }]);
  });

  it('is halves and quarters of the VPC, as far as AWS has such subnets', () => {
    const partsOf = (vpcCidr: string) => examplesOf(shared({ vpcCidr }))['shared.subnetCidrs.*'];
    expect(partsOf('10.1.0.0/26')).to.deep.equal([
      ...['10.1.0.0/28', '10.1.0.16/28', '10.1.0.32/28', '10.1.0.48/28'],
      ...['10.1.0.0/27', '10.1.0.32/27'],
    ]);
    expect(partsOf('10.1.0.0/27')).to.deep.equal(['10.1.0.0/28', '10.1.0.16/28']);
    for (const none of ['10.1.0.0/28', '10.0.0.0/15', 'office', '2001:d00::/24'])
      expect(partsOf(none), none).to.deep.equal([]);
  });

  it('is the range of /16 round the first subnet', () => {
    const wholeOf = (subnetCidrs: unknown) => examplesOf(shared({ subnetCidrs }))['shared.vpcCidr'];
    expect(wholeOf(['10.7.1.0/24', '10.8.1.0/24'])).to.deep.equal(['10.7.0.0/16']);
    expect(wholeOf([7, '10.8.1.0/24'])).to.deep.equal(['10.8.0.0/16']);
    expect(wholeOf(['office'])).to.deep.equal([]);
  });

  it('is the other limit of the number of tasks', () => {
    const examples = examplesOf({ backend: { service: { scaling: { min: 3, max: 8 } } } });
    expect(examples['backend.service.scaling.min']).to.deep.equal([8]);
    expect(examples['backend.service.scaling.max']).to.deep.equal([3]);
  });
});

describe('the base', () => {
  const derived = (golden: string, edit?: (spec: string) => string) =>
    compileGolden(golden, edit).resolved.derived;

  it('derives nothing where the spec wants nothing', () => {
    const values = derived('minimal', (spec) =>
      spec.replace(
        /^( {2})service:/m,
        '$1firewall: { logRetentionDays: 0, redactedHeaders: [] }\n  service:',
      ),
    );
    for (const name of [
      ...['rolePath', 'permissionsBoundary', 'backend.firewall.retention', 'backend.firewall.redactedFields'],
      ...['backend.domain.url', 'shared.database.generalLog', 'shared.database.capacity.autoPauseSeconds'],
      ...['shared.database.clusterInsights.enabled', 'shared.database.clusterInsights.retentionDays'],
    ])
      expect(values.get(name)?.value, name).to.equal(null);
  });

  it("takes another spec's shared stack by its name", () => {
    const { value, from } = derived('shared-stack').get('sharedStackName') ?? {};
    expect([value, from]).to.deep.equal([
      compileGolden('shared-stack').resolved.spec.sharedStack,
      ['sharedStack'],
    ]);
  });

  it('exports each log because of one setting', () => {
    const { value } = derived('every-setting').get('shared.database.exportedLogs') ?? {};
    expect(value).to.deep.equal(
      [
        ['audit', 'auditEvents'],
        ['error', 'logExports'],
        ['slowquery', 'logExports'],
        ['general', 'logExports'],
      ].map(([log, setting]) => ({ value: log, from: ['shared', 'database', setting] })),
    );
  });
});

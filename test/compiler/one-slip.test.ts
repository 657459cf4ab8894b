import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { toolkit } from '../../compiler/toolkit.ts';

const zones = '[eu-west-1a, eu-west-1b]';

/** A spec on Fargate, one part a line, with other lines in place of those that begin alike. */
function specWith(...lines: readonly string[]): string {
  const usual = [
    'archc: 1',
    'name: todo',
    'region: eu-west-1',
    `shared: { availabilityZones: ${zones} }`,
    'backend: { service: { runtime: fargate, port: 8080, plainHttp: true }, database: { name: todo, user: todo_app } }',
  ];
  const keyOf = (line: string) => line.slice(0, line.indexOf(':'));
  const others = lines.filter((line) => !usual.some((each) => keyOf(each) === keyOf(line)));
  return [...usual.map((line) => lines.find((each) => keyOf(each) === keyOf(line)) ?? line), ...others].join(
    '\n',
  );
}

const service = (settings: string) =>
  `backend: { service: { port: 8080, ${settings} }, database: { name: todo, user: todo_app } }`;
const onFargate = (settings: string) => service(`runtime: fargate, plainHttp: true, ${settings}`);

/** The text that each error points at, and its hint. */
function errorsOf(text: string): readonly string[] {
  const lines = text.split('\n');
  const { diagnostics } = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ place: { line, column, endColumn }, hint = '' }) => {
      const pointed = (lines[line - 1] ?? '').slice(column - 1, endColumn - 1);
      return `${pointed}: ${hint}`;
    });
}

const sets = (region: string) =>
  ['one', 'two'].map(
    (name) =>
      `arn:aws:wafv2:${region}:123456789012:regional/ipset/${name}/a1b2c3d4-5678-90ab-cdef-111122223333`,
  );

describe('one slip gets one message', () => {
  const rows: readonly (readonly [string, string, string | RegExp])[] = [
    [
      'a misspelt runtime',
      specWith(service('rutnime: fargate, plainHttp: true, architecture: arm64')),
      'rutnime: Did you mean "runtime"?',
    ],
    ['a misspelt name of the spec', specWith().replace('name:', 'nmae:'), 'nmae: Did you mean "name"?'],
    [
      'a misspelt word for the runtime',
      specWith(service('runtime: fargte, plainHttp: true, architecture: arm64')),
      'fargte: Did you mean "fargate"?',
    ],
    [
      'CPU units that the default memory does not fit',
      specWith(onFargate('cpu: 4096')),
      /^4096: With cpu 4096, set memory to/,
    ],
    [
      'a capacity below the default minimum',
      specWith(`shared: { availabilityZones: ${zones}, database: { capacity: { max: 1, min: 2 } } }`),
      /^2: Set min to 1 or less, or max to 2 or more$/,
    ],
    [
      'an interval not above the default timeout',
      specWith(onFargate('healthCheck: { intervalSeconds: 5 }')),
      '5: Set timeoutSeconds to 4 or less, or intervalSeconds to 6 or more',
    ],
    [
      'zones of another region',
      specWith('shared: { availabilityZones: [eu-west-2a, eu-west-2b] }'),
      '[eu-west-2a, eu-west-2b]: Write zones of eu-west-1, such as [eu-west-1a, eu-west-1c], or "region: eu-west-2"',
    ],
    [
      'a region without the Data API',
      specWith('region: ap-east-2'),
      /^ap-east-2: Write eu-west-1, where the availability zones are/,
    ],
    [
      'a region where the runtime does not exist',
      specWith(
        'region: eu-north-1',
        service('runtime: appRunner'),
        `shared: { availabilityZones: ${zones}, database: { access: public, deletionProtection: false } }`,
      ),
      /^eu-north-1: /,
    ],
    [
      'IP sets of another region',
      specWith(`options: { ipRestriction: { ipSetArns: [${sets('us-east-1').join(', ')}] } }`),
      /: Write the ARNs of IP sets in eu-west-1, or "region: us-east-1"$/,
    ],
    [
      'a subnet that AWS does not have',
      specWith(`shared: { availabilityZones: ${zones}, subnetCidrs: [10.0.0.0/29, 10.0.8.0/22] }`),
      /^10\.0\.0\.0\/29: Write a range of \/16 to \/28 inside 10\.0\.0\.0\/16, such as/,
    ],
    [
      'a subnet that overlaps the other and is too small besides',
      specWith(`shared: { availabilityZones: ${zones}, subnetCidrs: [10.0.0.0/19, 10.0.4.0/28] }`),
      /^10\.0\.4\.0\/28: Write a range that does not overlap 10\.0\.0\.0\/19, such as/,
    ],
  ];
  for (const [title, text, want] of rows) {
    it(`about ${title}`, () => {
      const errors = errorsOf(text);
      expect(errors, errors.join('\n')).to.have.lengthOf(1);
      if (typeof want === 'string') expect(errors[0]).to.equal(want);
      else expect(errors[0]).to.match(want);
    });
  }
});

describe('a hint knows the rest of the spec', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'the region, for zones',
      specWith('shared: {}'),
      'shared: Add it, for example availabilityZones: [eu-west-1a, eu-west-1c]',
    ],
    [
      'the zones, for the region',
      specWith().replace('region: eu-west-1\n', ''),
      'archc: Add it, for example region: eu-west-1',
    ],
    ['the memory, for the CPU units', specWith(onFargate('cpu: 1000, memory: 30720')), '1000: Write 4096'],
    [
      'the CPU units, for the memory',
      specWith(onFargate('cpu: 4096, memory: lots')),
      'lots: With cpu 4096, set memory to a value from 8192 to 30720 in steps of 1024',
    ],
    [
      'the form of a name, for a number',
      specWith('name: 123'),
      '123: Use lower-case letters and digits, with single hyphens between them, starting with a letter, such as "todo"',
    ],
    [
      'the architecture, for the platform',
      specWith(
        onFargate('architecture: x86_64').replace(
          ', database:',
          ', build: { platform: linux/arm }, database:',
        ),
      ),
      'linux/arm: Write linux/amd64',
    ],
    [
      'the least number of tasks, for the most',
      specWith(onFargate('scaling: { min: 49, max: 1.5 }')),
      '1.5: Write a whole number, such as 49',
    ],
    [
      'the kind of secret, for a text that is too long',
      specWith(onFargate(`secrets: { KEY: "secret:${'s'.repeat(2100)}" }`)),
      `"secret:${'s'.repeat(2100)}": Write a shorter text, such as "/shop/api-key"`,
    ],
  ];
  for (const [title, text, want] of rows) {
    it(title, () => {
      expect(errorsOf(text)).to.deep.equal([want]);
    });
  }
});

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { compile } from '../../compiler/compile.ts';
import type { Outcome } from '../../compiler/diagnostics/diagnostic.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { needs } from '../support/needs.ts';
import { measureArchc } from '../support/terminal/run-archc.ts';
import { missingReader, readYamlWith, yamlReaders } from '../support/yaml/read-yaml.ts';

function compileBytes(bytes: Uint8Array): Outcome<Compiled> {
  return compile({ name: 'spec.yaml', bytes }, toolkit);
}

function compileText(text: string): Outcome<Compiled> {
  return compileBytes(Buffer.from(text));
}

function codesOf(outcome: Outcome<Compiled>): string[] {
  return outcome.diagnostics.map(({ code }) => code);
}

const everySetting = readFileSync('test/golden/every-setting/spec.yaml', 'utf8');

const sharedStack = readFileSync('test/golden/shared-stack/spec.yaml', 'utf8');

describe('bad input', () => {
  it('of random bytes gets a message, never a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(compileBytes(bytes).ok).to.be.false;
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of more than a megabyte is refused, and never read whole', () => {
    expect(codesOf(compileBytes(new Uint8Array(1024 * 1024 + 1)))).to.deep.equal(['too-large']);
    const folder = mkdtempSync(join(tmpdir(), 'archc-large-'));
    const sparse = join(folder, 'large.yaml');
    closeSync(openSync(sparse, 'w'));
    truncateSync(sparse, 1024 ** 3);
    const { code, stderr, mebibytes } = measureArchc(['validate', sparse, '/dev/zero']);
    rmSync(folder, { recursive: true });
    expect(code).to.equal(1);
    expect(stderr.match(/error too-large/g)).to.have.length(2);
    expect(mebibytes).to.be.below(100);
  });

  it('that is nested too deep is refused before it overflows a stack', () => {
    for (const nested of ['[', '{a: ', '- ', '? ', 'k: ', ': ', '- ? ']) {
      for (const end of ['', '\nx', '\nx: 1\n']) {
        expect(codesOf(compileText(nested.repeat(10_000) + end)), nested).to.deep.equal(['too-deep']);
      }
    }
    for (const levels of [64, 65]) {
      const isTooDeep = codesOf(compileText('['.repeat(levels) + ']'.repeat(levels))).includes('too-deep');
      expect(isTooDeep).to.equal(levels > 64);
    }
  });

  it('is quoted in part where it is long', () => {
    const long = '1'.repeat(100_000);
    const parts = [
      ['port: 65535', `port: ${long}`],
      ['port: 65535', `port: ${long}x`],
      ['port: 65535', `port: 65535\n    ${long}x: 1`],
      ['port: 65535', `port: 65535\n    "${long}": 1\n    "${long}": 1`],
      ['region: eu-west-1', `region: ${long}`],
      ['eu-west-1c', `eu-west-2${long}`],
      ['192.0.2.1/32', long],
      ['192.0.2.1/32', `${long}/${long}`],
      ['every_user', long],
      ['LOG_LEVEL: debug', `LOG_LEVEL: 0x${long}`],
      ['LOG_LEVEL: debug', `LOG_LEVEL: !${long} debug`],
      ['archc: 1', `%${long}\n---\narchc: 1`],
      ['PRICE: ', `0${long}: "1"\n      PRICE: `],
    ] as const;
    for (const [part, instead] of parts) {
      const { diagnostics } = compileText(everySetting.replace(part, instead));
      const [longest] = diagnostics
        .map(({ message, hint = '' }) => message + hint)
        .sort((a, b) => b.length - a.length);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).to.have.length.above(0);
      expect(longest?.length, instead.slice(0, 30)).to.be.below(1000);
    }
  });

  it('that is a number is shown as it was written', () => {
    const messages = compileText(everySetting.replace('port: 65535', 'port: 9007199254740993')).diagnostics;
    expect(messages.map(({ message }) => message)).to.include(
      '"port" is 9007199254740993, above the limit of 65535',
    );
  });

  it('that is a name of an object in JavaScript is a name like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const text = everySetting
        .replace('LOG_LEVEL: debug', `${name}: debug`)
        .replace('__proto__: polluted', 'X: x');
      const outcome = compileText(text);
      if (!outcome.ok) throw new Error(codesOf(outcome).join());
      expect(outcome.value.artifacts[1]?.text).to.match(new RegExp(`- {Name: "?${name}"?, Value: debug}\n`));
      expect(
        codesOf(compileText(everySetting.replace('region: eu-west-1', `region: eu-west-1\n${name}: 1`))),
      ).to.include('unknown-property');
    }
    expect(Object.prototype).to.not.have.property('polluted');
  });
});

describe('text that a spec may hold', () => {
  const odd = [
    '',
    ' ',
    '${AWS::AccountId}',
    '$(id)',
    '`id`',
    '$HOME',
    "'",
    '"',
    '\\',
    '\\n',
    '%s',
    '%',
    '!',
    '!Ref Vpc',
  ];
  const signs = [
    '-n',
    '--help',
    '*',
    '~',
    '#',
    ': ',
    ' #',
    '{{',
    '}}',
    '{{resolve',
    '<<',
    '&a',
    '|',
    '>',
    ';',
    '!!',
  ];
  const likeOther = [
    'null',
    'yes',
    'No',
    'on',
    '12:30',
    '0b101',
    '0o7',
    '1_000',
    '1e3',
    '.5',
    '2012-10-17',
    '=',
  ];
  const random = fc.array(fc.oneof(fc.constantFrom(...odd, ...signs), fc.string({ unit: 'grapheme-ascii' })));
  const safe = random.map((parts) => parts.join('')).filter((text) => !text.includes('{{resolve:'));
  const texts = [...odd, ...signs, ...likeOther, ...fc.sample(safe, { numRuns: 60, seed: 3 })];
  const named = Object.fromEntries(texts.map((text, index) => [`VALUE_${index}`, text]));

  let backend = '';
  let script = '';
  before(() => {
    const spec = parseYaml(sharedStack) as { backend: { service: object; build?: object } };
    spec.backend.service = { ...spec.backend.service, environment: named };
    spec.backend.build = { args: named };
    const outcome = compileText(JSON.stringify(spec));
    if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
    [backend = '', script = ''] = outcome.value.artifacts.map(({ text }) => text);
  });

  for (const reader of yamlReaders) {
    it(`reaches the template unchanged, as ${reader} reads it`, async function () {
      needs(this, missingReader([reader]));
      const template = (await readYamlWith(reader, backend)) as Template;
      const { ImageConfiguration } =
        template.Resources.Service.Properties.SourceConfiguration.ImageRepository;
      const variables = ImageConfiguration.RuntimeEnvironmentVariables;
      const read = variables.map(({ Name, Value }) => ({ Name, Value: joined(Value) }));
      expect(read).to.deep.include.members(Object.entries(named).map(([Name, Value]) => ({ Name, Value })));
    });
  }

  it('reaches the build unchanged, as bash reads it', () => {
    const values = script.slice(0, script.indexOf('main() {'));
    const printed = execFileSync('bash', ['-c', `${values}\nprintf '%s\\0' "\${build_options[@]}"`], {
      encoding: 'utf8',
    });
    const words = printed.split('\0').filter((_, index, all) => all[index - 1] === '--build-arg');
    const wanted = Object.entries(named).sort(([one], [other]) => (one < other ? -1 : 1));
    expect(words).to.deep.equal(wanted.map(([name, value]) => `${name}=${value}`));
  });

  it('is refused where CloudFormation would replace it', () => {
    for (const place of ['LOG_LEVEL: debug', 'dockerfile: ../docker/Dockerfile.prod', 'team: payments']) {
      const key = place.split(':')[0] ?? '';
      const text = everySetting.replace(place, `${key}: "a{{resolve:secretsmanager:x}}"`);
      expect(codesOf(compileText(text)), place).to.include('dynamic-reference');
    }
  });
});

/** As CloudFormation joins it. */
function joined(value: unknown): unknown {
  const { '!Join': join } = (typeof value === 'object' ? value : {}) as {
    readonly '!Join'?: readonly [string, readonly string[]];
  };
  return join ? join[1].join(join[0]) : value;
}

interface Template {
  readonly Resources: {
    readonly Service: {
      readonly Properties: {
        readonly SourceConfiguration: {
          readonly ImageRepository: {
            readonly ImageConfiguration: {
              readonly RuntimeEnvironmentVariables: readonly {
                readonly Name: string;
                readonly Value: unknown;
              }[];
            };
          };
        };
      };
    };
  };
}

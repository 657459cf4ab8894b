import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse as parseYaml, stringify } from 'yaml';
import { compile } from '../../compiler/compile.ts';
import type { Compiled, Outcome } from '../../compiler/model.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runArchc } from '../cli/run-archc.ts';
import { readYamlWith } from '../support/read-yaml.ts';

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

describe('bad input', function () {
  this.timeout('2m');

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

  const repeated = [
    ['brackets', '['],
    ['braces', '{a: '],
    ['dashes', '- '],
    ['question marks', '? '],
    ['anchors', '&a '],
    ['closing brackets', ']'],
  ] as const;
  for (const [what, text] of repeated) {
    it(`of a megabyte of ${what} gets a message within seconds`, () => {
      expect(compileText(text.repeat(Math.floor((1024 * 1024) / text.length))).ok).to.be.false;
    });
  }

  it('of 100,000 keys gets a message within seconds', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(codesOf(compileText(keys))).to.deep.equal(['too-large']);
  });

  it('of more than a megabyte is refused, and never read whole', () => {
    expect(codesOf(compileBytes(new Uint8Array(1024 * 1024 + 1)))).to.deep.equal(['too-large']);
    const folder = mkdtempSync(join(tmpdir(), 'archc-large-'));
    const file = openSync(join(folder, 'large.yaml'), 'w');
    ftruncateSync(file, 1024 ** 3);
    closeSync(file);
    const start = Date.now();
    const { code, stderr } = runArchc(['validate', join(folder, 'large.yaml'), '/dev/zero']);
    expect(code).to.equal(1);
    expect(stderr.match(/error too-large/g)).to.have.length(2);
    expect(Date.now() - start).to.be.below(5000);
    rmSync(folder, { recursive: true });
  });

  it('in any part of a spec is told, never a crash', () => {
    const value = fc.oneof(
      fc.constantFrom(
        null,
        true,
        0,
        -1,
        1e300,
        '',
        '{{resolve:ssm:x}}',
        '$(id)',
        '../../x',
        'a\nb',
        '::/0',
        '0.0.0.0/0',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.double({ noNaN: true }),
      fc.constantFrom([], {}, [[]], [null], { __proto__: null }, { constructor: 1 }),
    );
    const places = pathsOf(parseYaml(everySetting));
    fc.assert(
      fc.property(fc.constantFrom(...places), value, fc.boolean(), (path, wrong, remove) => {
        const spec = parseYaml(everySetting) as object;
        change(spec, path, remove ? undefined : wrong);
        compileText(stringify(spec, { aliasDuplicateObjects: false }));
      }),
      { numRuns: 300 },
    );
  });

  it('that is a name of an object in JavaScript is a name like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const text = everySetting
        .replace('LOG_LEVEL: debug', `${name}: debug`)
        .replace('__proto__: polluted', 'X: x');
      const outcome = compileText(text);
      if (!outcome.ok) throw new Error(codesOf(outcome).join());
      expect(outcome.value.artifacts[1]?.text).to.match(new RegExp(`- Name: "?${name}"?\n`));
      expect(
        codesOf(compileText(everySetting.replace('region: eu-west-1', `region: eu-west-1\n${name}: 1`))),
      ).to.include('unknown-property');
    }
    expect(Object.prototype).to.not.have.property('polluted');
  });
});

describe('text that a spec may hold', function () {
  this.timeout('1m');
  const special = fc.constantFrom('', '$(id)', '`id`', "'", '"', '\\', '${A}', '%s', '-n');
  const safe = fc
    .tuple(fc.string({ unit: 'binary-ascii', maxLength: 30 }), special)
    .map(([text, end]) => text.replace(/[\0-\x1f\x7f]/g, '') + end);

  it('reaches the template and the build script unchanged', async () => {
    const texts = [
      ...fc.sample(safe, { numRuns: 40, seed: 3 }),
      '${AWS::AccountId}',
      '!Ref Vpc',
      '--help',
      '*',
      '~',
    ];
    const spec = parseYaml(everySetting) as {
      backend: { service: { environment: object; secrets?: object }; build: { args: object } };
    };
    const named = Object.fromEntries(texts.map((text, index) => [`VALUE_${index}`, text]));
    spec.backend.service.environment = named;
    spec.backend.build.args = named;
    const outcome = compileText(stringify(spec, { aliasDuplicateObjects: false }));
    if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
    const [, backend, script] = outcome.value.artifacts;
    for (const reader of ['yaml 1.1', 'yaml 1.2'] as const) {
      const template = JSON.stringify(await readYamlWith(reader, backend?.text ?? ''));
      texts.forEach((text, index) => {
        expect(template).to.include(JSON.stringify({ Name: `VALUE_${index}`, Value: text }).slice(1, -1));
      });
    }
    // The block of values at the top of the script, as bash understands it.
    const values = (script?.text ?? '')
      .split('\n')
      .filter((line) => /VALUE_\d+=/.test(line))
      .join('\n');
    texts.forEach((text, index) => {
      const word = new RegExp(`(\\$?'VALUE_${index}=.*')`).exec(values)?.[1] ?? '';
      const printed = execFileSync('bash', ['-c', `printf %s ${word}`], { encoding: 'utf8' });
      expect(printed).to.equal(`VALUE_${index}=${text}`);
    });
  });
});

function pathsOf(data: unknown, path: string[] = []): string[][] {
  if (typeof data !== 'object' || data === null) return [path];
  return [path, ...Object.entries(data).flatMap(([key, value]) => pathsOf(value, [...path, key]))].filter(
    (each) => each.length > 0,
  );
}

function change(data: object, path: readonly string[], value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((here, key) => (here as Record<string, unknown>)[key], data);
  const key = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(parent as object, key);
  else (parent as Record<string, unknown>)[key] = value;
}

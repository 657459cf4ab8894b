import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { isGeneratedFrom, recordSources, staleness } from '../../compiler/build/sources.ts';
import { importersOf, importsIn, readSources } from '../docs/sources.ts';

describe('a build', () => {
  let project = '';
  const write = (file: string, text: string) => {
    mkdirSync(join(project, dirname(file)), { recursive: true });
    writeFileSync(join(project, file), text);
  };
  const remove = (file: string) => {
    rmSync(join(project, file));
  };

  beforeEach(async () => {
    project = mkdtempSync(join(tmpdir(), 'archc-sources-'));
    for (const file of [
      'build/library.cjs',
      'compiler/cli/main.ts',
      'compiler/diff/resource-types.json',
      'docs/adr/0001-aurora.md',
      'package-lock.json',
      'package.json',
      'schema/spec.schema.json',
      'templates/base/base.ts',
      'templates/handlers/database.ts',
      'templates/shared/network.yaml',
    ]) {
      write(file, '1');
    }
    await recordSources(project, () => Promise.resolve());
  });
  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  it('is fresh while no source has another text, whatever its time', () => {
    utimesSync(join(project, 'compiler/cli/main.ts'), 2e9, 2e9);
    write('build/library.cjs', '2');
    write('compiler/cli/.main.ts.swp', '2');
    expect(staleness(project)).to.equal(undefined);
  });

  for (const [change, file, act] of [
    ['has changed', 'compiler/cli/main.ts', write],
    ['has changed', 'templates/shared/network.yaml', write],
    ['has changed', 'schema/spec.schema.json', write],
    ['has changed', 'package-lock.json', write],
    ['is new', 'compiler/cli/more.ts', write],
    ['is gone', 'templates/base/base.ts', remove],
  ] as const) {
    it(`is stale when a source ${change}: ${file}`, () => {
      act(file, '2');
      expect(staleness(project)).to.equal(`build/ is older than ${file}: run "npm run build"`);
    });
  }

  it('is missing when it was never made, or failed', async () => {
    const failed = await recordSources(project, () => Promise.reject(new Error('no'))).catch(String);
    expect(failed).to.equal('Error: no');
    expect(staleness(project)).to.equal('build/ is missing: run "npm run build"');
  });

  it('is as old as the sources were when it began', async () => {
    await recordSources(project, () => {
      write('compiler/cli/main.ts', '2');
      return Promise.resolve();
    });
    expect(staleness(project)).to.include('compiler/cli/main.ts');
  });

  for (const [file, isOne] of [
    ['schema/spec.schema.json', true],
    ['templates/shared/network.yaml', true],
    ['templates/handlers/database.ts', true],
    ['compiler/build/schema/make-types.ts', true],
    ['compiler/diff/resource-types.json', true],
    ['compiler/cli/main.ts', false],
    ['templates/base/base.ts', false],
  ] as const) {
    it(`has generated code that is ${isOne ? '' : 'not '}made from ${file}`, () => {
      expect(isGeneratedFrom(file)).to.equal(isOne);
    });
  }
});

describe('a test of the command', () => {
  it('asks whether the build is fresh', () => {
    const tests = readSources(['test'], /^test\/(?!bench\/).*\.ts$/);
    const asks = importersOf('test/support/built.ts', importsIn(tests));
    const starts = Object.entries(tests).filter(([, text]) =>
      /(?<!package\/)build\/(archc|command)\.c?js\b/.test(text),
    );
    expect(starts.map(([file]) => file).filter((file) => !asks.has(file))).to.deep.equal([]);
  });
});

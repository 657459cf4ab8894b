import * as buffer from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as types from 'node:util/types';
import { compileFunction, createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { compile, formatDiagnostics } from '../../compiler/library.ts';
import { builtFolder } from '../support/built.ts';
import { runArchc } from '../support/terminal/run-archc.ts';

const spec = readFileSync('specs/todo.yaml', 'utf8');
const mistaken = spec.replace('port:', 'prot:');

describe('the library', () => {
  it('compiles to the files that the command writes', () => {
    const { artifacts } = compile(spec);
    expect(artifacts.map(({ name, executable }) => [name, executable])).to.deep.equal([
      ['shared.yaml', false],
      ['backend.yaml', false],
      ['build.sh', true],
    ]);
    for (const { name, text } of artifacts) expect(text).to.equal(readFileSync(`dist/todo/${name}`, 'utf8'));
  });

  it('takes the bytes of a file, and says what its text says', () => {
    const bytes = readFileSync('specs/todo.yaml');
    expect(compile(bytes)).to.deep.equal(compile(spec));
    expect(compile(new Uint8Array([0xff])).diagnostics.map(({ code }) => code)).to.deep.equal(['not-utf8']);
  });

  it('tells every mistake with its place, and makes nothing', () => {
    const { artifacts, diagnostics } = compile(mistaken, { name: 'a.yaml' });
    const line = mistaken.split('\n').findIndex((each) => each.includes('prot:')) + 1;
    expect(artifacts).to.deep.equal([]);
    const found = diagnostics.find(({ code }) => code === 'unknown-property');
    expect(found).to.deep.include({ severity: 'error', file: 'a.yaml', hint: 'Did you mean "port"?' });
    expect(found?.place).to.deep.equal({ line, column: 5, endLine: line, endColumn: 9 });
  });

  it('calls a spec without a name spec.yaml', () => {
    expect(compile('').diagnostics[0]?.file).to.equal('spec.yaml');
  });

  it('formats diagnostics as the command does', () => {
    const { diagnostics } = compile(mistaken, { name: 'stdin' });
    const { stderr } = runArchc(['validate', '-'], { input: mistaken });
    expect(stderr).to.include(formatDiagnostics(diagnostics, mistaken));
    expect(formatDiagnostics(diagnostics, mistaken, { colour: true })).to.include(
      '\u001b[31merror\u001b[39m',
    );
    expect(formatDiagnostics([], mistaken)).to.equal('');
  });

  it('refuses what is neither text nor bytes, as a mistake of the program', () => {
    for (const wrong of [undefined, null, 1, {}, ['archc: 1'], new Uint16Array(2)]) {
      expect(() => compile(wrong as string)).to.throw(TypeError, 'a spec is text or a Uint8Array');
      expect(() => formatDiagnostics([], wrong as string)).to.throw(TypeError);
    }
  });

  it('needs nothing but its text: no file, network, environment, clock or chance, and no AWS SDK', () => {
    const allowed: Readonly<Record<string, unknown>> = { 'node:buffer': buffer, 'node:util/types': types };
    const context = createContext({ Buffer, TextEncoder, TextDecoder });
    const load = (file: string): unknown => {
      const module = { exports: {} };
      const text = readFileSync(join(builtFolder, file), 'utf8');
      const names = ['module', 'exports', 'require'];
      const run = compileFunction(text, names, { parsingContext: context }) as (...scope: unknown[]) => void;
      run(module, module.exports, require);
      return module.exports;
    };
    const require = (name: string): unknown => {
      if (name === './core.cjs') return load(name);
      if (!(name in allowed)) throw new Error(`the library loads ${name}`);
      return allowed[name];
    };
    runInContext('delete globalThis.Date; delete Math.random; delete globalThis.Intl;', context);
    const library = load('library.cjs') as { readonly compile: typeof compile };
    expect(JSON.stringify(library.compile(spec))).to.equal(JSON.stringify(compile(spec)));
  });
});

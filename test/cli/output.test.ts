import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  copyArchc,
  run,
  runArchc,
  runInTerminal,
  runLine,
  useFolder,
} from '../support/terminal/run-archc.ts';

const broken = 'test/errors/everything-at-once/spec.yaml';
const escape = '\u001b';

describe('what archc prints', () => {
  const folder = useFolder();

  it('is coloured in a terminal, where messages are the same without the colours', () => {
    const shown = runInTerminal(['validate', broken], {
      env: { ...process.env, TERM: 'xterm', NO_COLOR: '' },
    });
    expect(shown).to.include(`${escape}[31merror${escape}[39m`);
    expect(shown.replace(/\u001b\[\d+m/g, '').replaceAll('\r\n', '\n')).to.equal(
      runArchc(['validate', broken]).stderr,
    );
  });

  for (const [where, env] of [
    ['with NO_COLOR', { TERM: 'xterm', NO_COLOR: '1' }],
    ['in a terminal that can nothing', { TERM: 'dumb', NO_COLOR: '' }],
  ] as const) {
    it(`has no escape codes ${where}`, () => {
      const shown = runInTerminal(['validate', broken], { env: { ...process.env, ...env } });
      expect(shown).to.include('error').and.not.include(escape);
    });
  }

  it('has no escape codes where there is no terminal', () => {
    const { stdout, stderr } = runArchc(['validate', broken], { env: { ...process.env, FORCE_COLOR: '1' } });
    expect(stdout + stderr)
      .to.include('error')
      .and.not.include(escape);
  });

  it('has none of the escape codes that a spec holds', () => {
    const text = '"\\e[31mred\\e]0;title\\a": 1\nname: "a\\u202eb"\n';
    for (const format of ['text', 'json', 'github', 'sarif']) {
      const { stdout, stderr } = runArchc(['validate', '--format', format, '-'], { input: text });
      expect(stdout + stderr, format)
        .to.include('unknown-property')
        .and.not.match(/[\u0000-\u0009\u000b-\u001f]/);
    }
  });

  it('may be cut off: the rest is done, and the exit code is the right one', () => {
    const specs = 'nowhere.yaml shop.yaml';
    writeFileSync(join(folder.path, 'shop.yaml'), runArchc(['init', '-', '--name', 'shop']).stdout);
    const line = `{ archc compile ${specs} 2>&1; echo $? >code; } | true; cat code; archc schema | head -c 1`;
    expect(runLine(line, { cwd: folder.path })).to.deep.equal({ code: 0, stdout: '2\n{', stderr: '' });
    expect(readdirSync(join(folder.path, 'dist/shop'))).to.have.members([
      '.gitattributes',
      'backend.yaml',
      'build.sh',
      'shared.yaml',
    ]);
  });

  it('that has no room is told', () => {
    expect(runLine('archc schema >/dev/full')).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: 'archc: cannot write to standard output: no space left; make room on the disk\n',
    });
    expect(runLine(`archc validate ${broken} 2>/dev/full`).code).to.equal(1);
  });

  it('of a bug says that it is one, with its place', () => {
    const archc = copyArchc(folder.path, (code) =>
      code.replaceAll(
        '"tag":"Spec","value":"backend.service.portText"',
        '"tag":"Spec","value":"backend.nothing"',
      ),
    );
    const { code, stdout, stderr } = run([process.execPath, archc, 'validate', 'specs/todo.yaml']);
    expect({ code, stdout }).to.deep.equal({ code: 70, stdout: '' });
    expect(stderr).to.match(
      /^archc: this is a bug in archc: InternalError: the resolved spec has no "backend.nothing"\n {4}at /,
    );
  });
});

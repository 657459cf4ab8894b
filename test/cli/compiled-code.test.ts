import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { cacheFolder } from '../../compiler/cli/compiled-code.ts';
import { archcCommand } from '../support/built.ts';
import { needs } from '../support/needs.ts';
import { findNode } from '../support/package/node-version.ts';
import { copyArchc, run, runArchc, useFolder } from '../support/terminal/run-archc.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const line = ['explain', 'zone-mismatch'];

describe("V8's compiled form of a command", () => {
  const folder = useFolder();
  const caches = () => join(folder.path, 'caches');
  const kept = () => join(caches(), 'archc');
  const env = (more: NodeJS.ProcessEnv = {}) => ({
    ...process.env,
    // It is set while coverage is measured.
    NODE_DISABLE_COMPILE_CACHE: '',
    XDG_CACHE_HOME: caches(),
    ...more,
  });
  const explain = (more: NodeJS.ProcessEnv = {}) => runArchc(line, { env: env(more) });
  const files = () => readdirSync(kept());
  /** Those of the commands' own bundles. The core has one for each command too. */
  const own = () => files().filter((name) => !name.includes('-core.cjs-'));
  const only = () => {
    const [name = '', ...others] = own();
    expect(others).to.deep.equal([]);
    return join(kept(), name);
  };
  /** Another file has another number, or was written later. */
  const identity = (file: string) => {
    const { ino, mtimeMs } = statSync(file);
    return { ino, mtimeMs };
  };
  const want = runArchc(line);

  it('is made by the first run, for this user alone, and kept by the next', () => {
    expect(explain()).to.deep.equal(want);
    expect(statSync(kept()).mode & 0o777).to.equal(0o700);
    expect(statSync(only()).mode & 0o777).to.equal(0o600);
    const first = identity(only());
    expect(explain()).to.deep.equal(want);
    expect(identity(only())).to.deep.equal(first);
  });

  it('is another one for each command', () => {
    explain();
    runArchc(['options'], { env: env() });
    expect(files().map((name) => name.split('-').slice(0, 2).join('-'))).to.have.members([
      'explain-command.js',
      'explain-core.cjs',
      'options-command.js',
      'options-core.cjs',
    ]);
  });

  it('is not made by wrong usage, or for a command that does not exist', () => {
    for (const args of [['explain', 'nothing-of-this-name'], ['explain', '--nothing'], ['../explain']]) {
      expect(runArchc(args, { env: env() }).code).to.equal(2);
    }
    expect(() => files()).to.throw('ENOENT');
  });

  it('of a run that failed is used until one ends well', () => {
    const validate = (spec: string) => runArchc(['validate', spec], { env: env() }).code;
    const broken = 'test/errors/unknown-property/spec.yaml';
    for (let round = 0; round < 2; round++) expect(validate(broken)).to.equal(1);
    expect(only()).to.match(/-failed$/);
    expect(validate('specs/todo.yaml')).to.equal(0);
    const whole = identity(only());
    expect(only()).not.to.match(/-failed$/);
    for (let round = 0; round < 2; round++) expect(validate(broken)).to.equal(1);
    expect(identity(only())).to.deep.equal(whole);
  });

  it('is not made when NODE_DISABLE_COMPILE_CACHE is set', () => {
    expect(explain({ NODE_DISABLE_COMPILE_CACHE: '1' })).to.deep.equal(want);
    expect(() => files()).to.throw('ENOENT');
  });

  it("does not mind node's own", () => {
    const more = { NODE_COMPILE_CACHE: join(folder.path, 'node') };
    for (let round = 0; round < 2; round++) expect(explain(more)).to.deep.equal(want);
    expect(own()).to.have.length(1);
  });

  for (const [what, damage] of [
    ['one bit differs', (bytes: Buffer) => bytes.fill((bytes[5000] ?? 0) ^ 1, 5000, 5001)],
    ['the end is missing', (bytes: Buffer) => bytes.subarray(0, -4096)],
    ['half of it is missing', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['all of it is missing', () => Buffer.alloc(0)],
    ['it is full of zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    ['it is something else', () => Buffer.from('something else, twice: something else, twice: ')],
  ] as const) {
    it(`is made anew when ${what}`, () => {
      explain();
      const file = only();
      const good = readFileSync(file);
      writeFileSync(file, damage(Buffer.from(good)));
      expect(explain()).to.deep.equal(want);
      expect(readFileSync(only()).length).to.be.above(good.length / 2);
      const mended = identity(only());
      expect(explain()).to.deep.equal(want);
      expect(identity(only())).to.deep.equal(mended);
    });
  }

  it('is not read when others could have written it', () => {
    explain();
    const file = only();
    chmodSync(file, 0o622);
    const open = identity(file);
    expect(explain()).to.deep.equal(want);
    expect(identity(only()).ino).not.to.equal(open.ino);
    expect(statSync(only()).mode & 0o777).to.equal(0o600);
    chmodSync(kept(), 0o777);
    const form = identity(only());
    expect(explain()).to.deep.equal(want);
    expect(identity(only())).to.deep.equal(form);
  });

  it('is not read from a link', () => {
    explain();
    const file = only();
    const elsewhere = join(folder.path, 'elsewhere');
    renameSync(file, elsewhere);
    symlinkSync(elsewhere, file);
    const before = readFileSync(elsewhere);
    expect(explain()).to.deep.equal(want);
    expect(statSync(only()).ino).not.to.equal(statSync(elsewhere).ino);
    expect(readFileSync(elsewhere).equals(before)).to.equal(true);
  });

  describe('belongs to one user:', () => {
    const somebody = 12_345;

    before(function () {
      needs(this, process.getuid?.() === 0 ? undefined : 'only root can give a folder to somebody');
    });

    it("another user's is not read, and nothing is written beside it", () => {
      explain();
      const file = only();
      writeFileSync(file, 'of somebody');
      chownSync(file, somebody, somebody);
      chownSync(kept(), somebody, somebody);
      expect(explain()).to.deep.equal(want);
      expect(readFileSync(only(), 'utf8')).to.equal('of somebody');
    });

    it("nothing is written into another user's home", () => {
      const home = join(folder.path, 'home');
      mkdirSync(home);
      chownSync(home, somebody, somebody);
      expect(explain({ HOME: home, XDG_CACHE_HOME: '' })).to.deep.equal(want);
      expect(readdirSync(home)).to.deep.equal([]);
    });

    it('a user who may not write to the own home has none', () => {
      const home = join(folder.path, 'home');
      mkdirSync(home, { mode: 0o555 });
      chownSync(home, somebody, somebody);
      chmodSync(folder.path, 0o755);
      const archc = copyArchc(folder.path);
      const surroundings = { uid: somebody, env: env({ HOME: home, XDG_CACHE_HOME: '' }) };
      expect(run([process.execPath, archc, ...line], surroundings)).to.deep.equal(want);
      expect(readdirSync(home)).to.deep.equal([]);
    });
  });

  it('is none where the folder is a file', () => {
    mkdirSync(caches());
    writeFileSync(kept(), '');
    expect(explain()).to.deep.equal(want);
  });

  it('of two runs at once is one', async () => {
    mkdirSync(caches());
    const runs = Array.from({ length: 4 }, () =>
      runProcess(process.execPath, [archcCommand, ...line], { env: env() }),
    );
    for (const { code, stdout, stderr } of await Promise.all(runs)) {
      expect({ code, stdout, stderr }).to.deep.equal(want);
    }
    expect(explain()).to.deep.equal(want);
    expect(readFileSync(only()).length).to.be.above(100_000);
  });

  it('is removed when its command has changed, or was not used for long', () => {
    const archc = copyArchc(folder.path);
    const start = () => run([process.execPath, archc, ...line], { env: env() });
    expect(start()).to.deep.equal(want);
    const first = only();
    const ancient = join(kept(), 'explain-command.js-0.0.1');
    writeFileSync(ancient, '');
    utimesSync(ancient, new Date(), new Date(Date.now() - 31 * 24 * 60 * 60 * 1000));
    copyArchc(folder.path, (code) => code.replaceAll('Usage: archc', 'Usage: ARCHC'));
    expect(start()).to.deep.equal(want);
    expect(only()).not.to.equal(first);
  });

  it('never hides a change of the code, not even one of the same length', () => {
    const archc = copyArchc(folder.path);
    const start = () => run([process.execPath, archc, ...line], { env: env() }).stdout;
    expect(start()).to.include('zone');
    copyArchc(folder.path, (code) => code.replaceAll('zone', 'ZONE'));
    expect(start()).not.to.include('zone');
  });

  for (const major of [22, 24]) {
    it(`of node ${major} is beside this one`, async function () {
      const found = await findNode(major);
      needs(this, typeof found === 'string' ? found : undefined);
      if (typeof found === 'string') return;
      explain();
      const one = only();
      const other = () => run([found.program, archcCommand, ...line], { env: env() });
      expect(other()).to.deep.equal(want);
      const another = join(kept(), own().find((name) => join(kept(), name) !== one) ?? '');
      const first = identity(another);
      expect(other()).to.deep.equal(want);
      expect(identity(another)).to.deep.equal(first);
      expect(own()).to.have.length(2);
    });
  }
});

describe('A bundle', () => {
  const folder = useFolder();

  it('is loaded once in a process', () => {
    const watch = join(folder.path, 'watch.cjs');
    writeFileSync(
      watch,
      `const vm = require('node:vm');
const { Script } = vm;
vm.Script = class extends Script {
  constructor(text, options) {
    super(text, options);
    require('node:fs').writeSync(2, require('node:path').basename(options.filename) + '\\n');
  }
};
`,
    );
    const { stderr } = run(
      [process.execPath, '--require', watch, archcCommand, 'outputs', 'specs/todo.yaml'],
      {
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
          AWS_ACCESS_KEY_ID: 'none',
          AWS_SECRET_ACCESS_KEY: 'none',
          AWS_MAX_ATTEMPTS: '1',
        },
      },
    );
    expect(stderr.match(/^.*\.c?js$/gm)).to.deep.equal(['command.js', 'core.cjs', 'aws-sdk.js']);
  });
});

describe('the folder for compiled forms', () => {
  for (const [what, shell, platform, want] of [
    ['the XDG folder', { XDG_CACHE_HOME: '/c', HOME: '/h' }, 'linux', '/c/archc'],
    ['the XDG folder on a Mac', { XDG_CACHE_HOME: '/c', HOME: '/h' }, 'darwin', '/c/archc'],
    ['in the home', { HOME: '/h' }, 'linux', '/h/.cache/archc'],
    [
      'in the home, for a relative XDG folder',
      { XDG_CACHE_HOME: 'c', HOME: '/h' },
      'linux',
      '/h/.cache/archc',
    ],
    ["a Mac's", { HOME: '/h' }, 'darwin', '/h/Library/Caches/archc'],
    ["Windows'", { LOCALAPPDATA: '/l', HOME: '/h' }, 'win32', '/l/archc'],
    ['none on Windows without one', { HOME: '/h' }, 'win32', undefined],
    ['none without a home', {}, 'linux', undefined],
    ['none when it is turned off', { HOME: '/h', NODE_DISABLE_COMPILE_CACHE: '1' }, 'linux', undefined],
  ] as const) {
    it(`is ${what}`, () => {
      expect(cacheFolder(shell, platform)).to.equal(want);
    });
  }
});

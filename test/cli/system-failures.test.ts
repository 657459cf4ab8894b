import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { expect } from 'chai';
import { commands } from '../../compiler/cli/commands/index.ts';
import { reason, reasons } from '../../compiler/cli/files/reason.ts';
import { copyArchc, run, runArchc, runLine, useFolder } from '../support/terminal/run-archc.ts';

/**
 * The errors of the calls with which archc reads and writes, from section ERRORS of their pages:
 * https://man7.org/linux/man-pages/man2/open.2.html and so on.
 */
const errors: Readonly<Record<string, string>> = {
  open: 'EACCES EBADF EBUSY EDQUOT EEXIST EFBIG EINVAL EISDIR ELOOP EMFILE ENAMETOOLONG ENFILE ENODEV ENOENT ENOMEM ENOSPC ENOTDIR ENXIO EOPNOTSUPP EOVERFLOW EPERM EROFS ETXTBSY',
  read: 'EBADF EINVAL EIO EISDIR',
  write: 'EBADF EDQUOT EFBIG EINVAL EIO ENOSPC EPERM EPIPE',
  close: 'EBADF EIO ENOSPC EDQUOT',
  stat: 'EACCES EBADF ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR EOVERFLOW',
  getdents: 'EBADF EINVAL ENOENT ENOTDIR',
  readlink: 'EACCES EINVAL EIO ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR',
  rename:
    'EACCES EBUSY EDQUOT EEXIST EINVAL EISDIR ELOOP EMLINK ENAMETOOLONG ENOENT ENOMEM ENOSPC ENOTDIR ENOTEMPTY EPERM EROFS EXDEV',
  mkdir:
    'EACCES EBADF EDQUOT EEXIST EINVAL ELOOP EMLINK ENAMETOOLONG ENOENT ENOMEM ENOSPC ENOTDIR EPERM EROFS',
  unlink: 'EACCES EBUSY EIO EISDIR ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR EPERM EROFS',
  chmod: 'EACCES EIO ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR EPERM EROFS',
  getcwd: 'EACCES ENAMETOOLONG ENOENT ENOMEM ERANGE',
};

describe('A failure of the file system', () => {
  const folder = useFolder();
  const at = (...names: string[]) => join(folder.path, ...names);
  const archc = (...args: string[]) => runArchc(args, { cwd: folder.path });
  const spec = readFileSync('test/golden/domain/spec.yaml', 'utf8');
  beforeEach(() => {
    writeFileSync(at('shop.yaml'), spec);
  });

  for (const [call, codes] of Object.entries(errors)) {
    it(`has words of its own, and advice, for all that ${call} says`, () => {
      const missing = codes.split(' ').filter((code) => reasons[code] === undefined);
      expect(missing).to.deep.equal([]);
    });
  }

  it('of another kind has the words of the system', () => {
    for (const [errno, [code, words]] of getSystemErrorMap()) {
      const error = Object.assign(new Error(`${code}: ${words}, open 'a, b'`), {
        code,
        errno,
        syscall: 'open',
      });
      const want = reasons[code]?.join('; ') ?? words;
      expect(reason(error), code).to.equal(want);
    }
  });

  const inPlace: readonly (readonly [string, () => void, readonly string[], string])[] = [
    [
      'a link to nowhere',
      () => {
        symlinkSync('nowhere.yaml', at('link.yaml'));
      },
      ['validate', 'link.yaml'],
      'cannot read link.yaml: a symbolic link leads to a file that does not exist; correct the link',
    ],
    [
      'a link to itself',
      () => {
        symlinkSync('round.yaml', at('round.yaml'));
      },
      ['validate', 'round.yaml'],
      'cannot read round.yaml: its symbolic links lead in a circle; correct the links',
    ],
    [
      'a name of 300 characters',
      () => undefined,
      ['compile', `${'n'.repeat(300)}.yaml`],
      `cannot read ${'n'.repeat(300)}.yaml: the name is too long; choose a shorter name or place`,
    ],
    [
      'a path of 10,000 characters',
      () => undefined,
      ['compile', `${'n'.repeat(9_995)}.yaml`],
      `cannot read ${'n'.repeat(200)}... (10000 characters): the name is too long; choose a shorter name or place`,
    ],
    [
      'a folder where one spec is meant',
      () => undefined,
      ['policy', '.'],
      'cannot read .: it is a folder; name a spec in it',
    ],
    [
      'an output folder that is the spec',
      () => undefined,
      ['compile', 'shop.yaml', '-o', 'shop.yaml'],
      'cannot write to shop.yaml/shop: a part of the path is not a folder; check the path',
    ],
    [
      'an output folder that is a link to nowhere',
      () => {
        symlinkSync('nowhere', at('dist'));
      },
      ['compile', 'shop.yaml'],
      'cannot write to dist/shop: a symbolic link leads to a file that does not exist; correct the link',
    ],
    [
      'a folder in place of the attributes for git',
      () => {
        mkdirSync(at('dist/shop/.gitattributes'), { recursive: true });
      },
      ['compile', 'shop.yaml'],
      'cannot write dist/shop/.gitattributes: it exists and is not a file',
    ],
    [
      'a file in place of the folder of specs',
      () => {
        mkdirSync(at('.git'));
        writeFileSync(at('specs'), '');
      },
      ['init', '--ci', 'github'],
      'cannot read specs: a part of the path is not a folder; check the path',
    ],
    [
      'a folder in place of package.json',
      () => {
        mkdirSync(at('.git'));
        mkdirSync(at('package.json'));
      },
      ['init', '--ci', 'github', 'shop.yaml'],
      'cannot read package.json: it is a folder; name a file',
    ],
    [
      'a folder in place of the build script',
      () => {
        archc('compile', 'shop.yaml');
        rmSync(at('dist/shop/build.sh'));
        mkdirSync(at('dist/shop/build.sh'));
      },
      ['diff', 'dist/shop', 'shop.yaml'],
      'cannot read dist/shop/build.sh: it is a folder; name a file',
    ],
  ];
  for (const [what, prepare, args, message] of inPlace) {
    it(`is reported in one line: ${what}`, () => {
      prepare();
      const { code, stderr } = archc(...args);
      expect(stderr.split('\n').filter((line) => line.startsWith('archc: '))).to.deep.equal([
        `archc: ${message}`,
      ]);
      expect(code).to.equal(2);
    });
  }

  it('is reported for a socket', async () => {
    const server = createServer().listen(at('socket.yaml'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(archc('validate', 'socket.yaml').stderr).to.equal(
      'archc: cannot read socket.yaml: it is a socket or a device that nobody serves; name a file\n',
    );
    server.close();
  });

  it('is reported for a name that is not UTF-8', () => {
    const { code, stderr } = runLine(`cp shop.yaml $'b\\xff.yaml' && archc validate $'b\\xff.yaml'`, {
      cwd: folder.path,
    });
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr: 'archc: cannot read b\ufffd.yaml: its name is not UTF-8, or it does not exist; rename it\n',
    });
  });

  it('is reported for too many open files', () => {
    const line = `ulimit -n 24; archc validate shop.yaml 2>&1`;
    const { stdout, code } = runLine(line, { cwd: folder.path });
    // Node itself needs some, and how many depends on its version.
    if (code === 2)
      expect(stdout).to.equal(
        'archc: cannot read shop.yaml: archc may not open more files; raise the limit that "ulimit -n" shows\n',
      );
  });

  it('is no bug where nobody expects it', () => {
    const preload = at('closed.cjs');
    writeFileSync(
      preload,
      "require('node:fs').fstatSync = () => { throw Object.assign(new Error('EIO: i/o error, fstat'), { errno: -5, code: 'EIO', syscall: 'fstat' }); };\n",
    );
    const env = { ...process.env, NODE_OPTIONS: `--require ${preload}` };
    for (const [command, want] of [
      ['policy', 2],
      ['plan', 64],
    ] as const) {
      expect(runArchc([command, 'shop.yaml'], { cwd: folder.path, env })).to.deep.equal({
        code: want,
        stdout: '',
        stderr: 'archc: the system refuses fstat: the disk, or the connection to it, fails; check the disk\n',
      });
    }
  });

  for (const { name, operands } of commands) {
    it(`is reported in a folder that was deleted: archc ${name}`, () => {
      const args =
        operands === '' ? '' : operands.includes('|') ? 'bash' : name === 'diff' ? 'a.yaml b.yaml' : 'a.yaml';
      const { code, stderr } = runLine(`mkdir gone && cd gone && rmdir ../gone && archc ${name} ${args}`, {
        cwd: folder.path,
      });
      expect(stderr)
        .to.not.include('bug')
        .and.not.match(/\n {4}at /);
      expect(code).to.be.oneOf([0, 2, 64]);
      if (code !== 0 && !['explain', 'options'].includes(name))
        expect(stderr).to.include('the current folder no longer exists; change to another one');
    });
  }

  it('does not concern what needs no folder', () => {
    const gone = 'mkdir gone && cd gone && rmdir ../gone';
    const spelled = runLine(`${gone} && archc init -`, { cwd: folder.path });
    expect(spelled).to.deep.equal(archc('init', '-'));
    const absolute = runLine(`${gone} && archc compile ${at('shop.yaml')} -o ${at('out')}`, {
      cwd: folder.path,
    });
    expect(absolute.code, absolute.stderr).to.equal(0);
    const pattern = runLine(`${gone} && archc validate '*.yaml'`, { cwd: folder.path });
    expect(pattern).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: 'archc: the current folder no longer exists; change to another one\n',
    });
  });

  it('is reported in a folder that may not be searched, or read', () => {
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    mkdirSync(at('command'));
    const command = copyArchc(at('command'));
    chmodSync(folder.path, 0o755);
    mkdirSync(at('closed'));
    writeFileSync(at('closed/shop.yaml'), spec);
    const env = { ...process.env, NODE_V8_COVERAGE: '' };
    const validate = (mode: number, ...args: string[]) => {
      chmodSync(at('closed'), mode);
      const { stderr } = run([process.execPath, command, 'validate', ...args], {
        cwd: folder.path,
        env,
        ...nobody,
      });
      chmodSync(at('closed'), 0o755);
      return stderr;
    };
    const denied = (path: string) =>
      `archc: cannot read ${path}: permission denied; ask its owner for access, or choose another place\n`;
    expect(validate(0o744, 'closed/shop.yaml')).to.equal(denied('closed/shop.yaml'));
    expect(validate(0o711, 'closed')).to.equal(denied('closed'));
    chmodSync(at('closed/shop.yaml'), 0o600);
    if (nobody.uid !== undefined) expect(validate(0o755, 'closed')).to.equal(denied('closed/shop.yaml'));
  });
});

describe('What archc writes', () => {
  const folder = useFolder();
  const modeOf = (...names: string[]) => (statSync(join(folder.path, ...names)).mode & 0o777).toString(8);

  for (const [umask, file, place, script] of [
    ['022', '644', '755', '755'],
    ['077', '600', '700', '700'],
    ['027', '640', '750', '750'],
    ['002', '664', '775', '775'],
    // Whoever writes a script may run it, and whoever makes a folder may use it.
    ['0133', '644', undefined, '744'],
  ] as const) {
    it(`has the rights that the umask ${umask} leaves`, () => {
      const lines = [
        ...(place === undefined ? ['mkdir -p specs dist/shop .git'] : ['mkdir .git']),
        `umask ${umask}`,
        'archc init specs/shop.yaml --name shop',
        'archc compile specs/shop.yaml',
        ...(place === undefined ? [] : ['archc init --ci github']),
      ];
      const { code, stderr } = runLine(lines.join(' && '), { cwd: folder.path });
      expect(code, stderr).to.equal(0);
      for (const each of ['shared.yaml', 'backend.yaml', '.gitattributes']) {
        expect(modeOf('dist/shop', each), each).to.equal(file);
      }
      expect(modeOf('specs/shop.yaml')).to.equal(file);
      expect(modeOf('dist/shop/build.sh')).to.equal(script);
      if (place === undefined) return;
      expect(['specs', 'dist', 'dist/shop'].map((each) => modeOf(each))).to.deep.equal([place, place, place]);
      expect(modeOf('.github/workflows/archc-deploy.yml')).to.equal(file);
      expect(modeOf('.github/workflows')).to.equal(place);
    });
  }
});

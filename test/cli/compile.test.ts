import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { patternOf } from '../../compiler/cli/files/expand-specs.ts';
import { copyArchc, run, runArchc, runLine, useFolder } from '../support/terminal/run-archc.ts';
import { withoutDomain } from '../support/compile/without-domain.ts';

const golden = readFileSync('test/golden/domain/spec.yaml', 'utf8');
const sharedStack = readFileSync('test/golden/shared-stack/spec.yaml', 'utf8');

const allFiles = ['.gitattributes', 'backend.yaml', 'build.sh', 'shared.yaml'];

describe('archc compile', () => {
  const folder = useFolder();
  const at = (...names: string[]) => join(folder.path, ...names);
  const compile = (...args: string[]) => runArchc(['compile', ...args], { cwd: folder.path });

  beforeEach(() => {
    writeFileSync(at('shop.yaml'), golden);
    writeFileSync(at('billing.yaml'), sharedStack);
    writeFileSync(at('broken.yaml'), golden.replace('port: 8080', 'port: http'));
  });

  it('writes the three files to dist/<name> with attributes for git, and tells of each', () => {
    const { code, stdout, stderr } = compile('shop.yaml');
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^dist\/shop\/shared\.yaml +created +\d+ bytes +22 resources$/m);
    expect(readdirSync(at('dist/shop')).sort()).to.deep.equal(allFiles);
    expect(statSync(at('dist/shop/build.sh')).mode & 0o111).to.equal(0o111);
  });

  it('leaves a file that is up to date as it is', () => {
    compile('shop.yaml');
    utimesSync(at('dist/shop/shared.yaml'), 1, 1);
    expect(compile('shop.yaml').stdout).to.include('unchanged').and.not.include('updated');
    expect(statSync(at('dist/shop/shared.yaml')).mtimeMs).to.equal(1000);
  });

  it('updates what differs, and removes what the spec no longer makes', () => {
    compile('shop.yaml');
    writeFileSync(at('shop.yaml'), sharedStack.replace('name: billing\n', 'name: shop\n'));
    const { stdout } = compile('shop.yaml');
    expect(stdout)
      .to.match(/backend\.yaml +updated/)
      .and.match(/shared\.yaml +removed/);
    expect(existsSync(at('dist/shop/shared.yaml'))).to.be.false;
  });

  describe('a spec with environments', () => {
    const environments = (names: readonly string[]) =>
      withoutDomain(golden).concat('environments:\n', ...names.map((name) => `  ${name}:\n`));
    const compileWith = (spec: string, ...flags: string[]) => {
      writeFileSync(at('shop.yaml'), spec);
      return compile('shop.yaml', ...flags);
    };

    it('removes the files that it had without them, and those of one that is gone', () => {
      compileWith(golden);
      const first = compileWith(environments(['dev', 'prod']));
      expect(first.stdout).to.match(/^dist\/shop\/shared\.yaml +removed *$/m);
      expect(readdirSync(at('dist/shop')).sort()).to.deep.equal(['dev', 'prod']);

      const check = compileWith(environments(['prod']), '--check');
      expect(check.code).to.equal(1);
      expect(check.stdout).to.match(/^dist\/shop\/dev\/build\.sh +removed *$/m);
      expect(readdirSync(at('dist/shop/dev')).sort()).to.deep.equal(allFiles);
      expect(compileWith(environments(['prod'])).code).to.equal(0);
      expect(readdirSync(at('dist/shop'))).to.deep.equal(['prod']);

      compileWith(golden);
      expect(readdirSync(at('dist/shop')).sort()).to.deep.equal(allFiles);
      expect(compile('shop.yaml', '--check').code).to.equal(0);
    });

    it('leaves what is not its own: with --environment, of another spec, and attributes with more in them', () => {
      compileWith(environments(['dev', 'prod']));
      compileWith(environments(['prod']), '--environment', 'prod');
      expect(readdirSync(at('dist/shop')).sort()).to.deep.equal(['dev', 'prod']);

      const attributes = at('dist/shop/dev/.gitattributes');
      const own = readFileSync(attributes, 'utf8');
      writeFileSync(attributes, own.replace('shop.yaml', 'other.yaml'));
      compile('shop.yaml');
      expect(readdirSync(at('dist/shop/dev')).sort()).to.deep.equal(allFiles);
      writeFileSync(attributes, `${own}*.png binary\n`);
      compile('shop.yaml');
      expect(readdirSync(at('dist/shop/dev'))).to.deep.equal(['.gitattributes']);
    });

    it('is reported when another spec of the same run has a stack of the same name', () => {
      writeFileSync(at('shop-dev.yaml'), golden.replace(/^name: .*$/m, 'name: shop-dev'));
      writeFileSync(at('shop.yaml'), environments(['dev', 'prod']));
      const { code, stderr } = compile('shop.yaml', 'shop-dev.yaml');
      expect(code).to.equal(0);
      expect(stderr)
        .to.include('The stack "shop-dev-shared" of shop-dev is also one of shop, environment dev')
        .and.include('The stack "shop-dev-backend" of shop-dev is also one of shop, environment dev')
        .and.not.include('environment prod');
    });
  });

  it('compiles the other specs when one has errors, and exits with 1', () => {
    const { code, stderr } = compile('broken.yaml', 'shop.yaml', 'billing.yaml', '-o', 'out');
    expect(code).to.equal(1);
    expect(stderr).to.include('broken.yaml:8:');
    expect(readdirSync(at('out')).sort()).to.deep.equal(['billing', 'shop']);
  });

  it('compiles the other specs when one is not there, and exits with 2', () => {
    expect(compile('nowhere.yaml', 'broken.yaml', 'shop.yaml').code).to.equal(2);
    expect(readdirSync(at('dist'))).to.deep.equal(['shop']);
  });

  it('writes nothing of a spec with errors over what is there', () => {
    compile('shop.yaml');
    const before = readFileSync(at('dist/shop/backend.yaml'), 'utf8');
    expect(compile('broken.yaml').code).to.equal(1);
    expect(readFileSync(at('dist/shop/backend.yaml'), 'utf8')).to.equal(before);
  });

  it('reads standard input', () => {
    const { code } = runArchc(['compile', '-'], { cwd: folder.path, input: golden });
    expect(code).to.equal(0);
    const { stderr } = runArchc(['compile', '-'], { cwd: folder.path, input: 'archc: 2' });
    expect(stderr).to.include('stdin:1:8 error wrong-value');
  });

  it('only compares with --check', () => {
    expect(compile('--check', 'shop.yaml').code).to.equal(1);
    expect(existsSync(at('dist'))).to.be.false;
    compile('shop.yaml');
    expect(compile('--check', 'shop.yaml').code).to.equal(0);
    writeFileSync(at('dist/shop/build.sh'), '#!/bin/sh\n');
    const { code, stderr } = compile('--check', 'shop.yaml');
    expect(code).to.equal(1);
    expect(stderr).to.include('run "archc compile shop.yaml"');
  });

  it('refuses two specs of one name', () => {
    writeFileSync(at('copy.yaml'), golden);
    const { code, stderr } = compile('shop.yaml', 'copy.yaml');
    expect(code).to.equal(1);
    expect(stderr)
      .to.include('copy.yaml:2:7 error duplicate-name')
      .and.include('shop.yaml has the name "shop" too');
  });

  it('refuses a spec whose name another spec has that was compiled before, and says where', () => {
    expect(compile('shop.yaml').code).to.equal(0);
    const before = readFileSync(at('dist/shop/build.sh'), 'utf8');
    writeFileSync(at('prod.yaml'), golden.replace('8080', '9090'));
    for (const args of [['prod.yaml'], ['--check', 'prod.yaml'], ['./prod.yaml']]) {
      const { code, stderr } = compile(...args);
      expect(code).to.equal(1);
      expect(stderr)
        .to.include('prod.yaml:2:7 error duplicate-name')
        .and.include('shop.yaml has the name "shop" too, and the files in dist/shop come from it');
    }
    expect(readFileSync(at('dist/shop/build.sh'), 'utf8')).to.equal(before);
    expect(compile('shop.yaml', './shop.yaml').code).to.equal(1);
    expect(compile('prod.yaml', '-o', 'dist-prod').code).to.equal(0);
    // Another name, or a file that is gone, leaves the folder to the spec that is compiled.
    writeFileSync(at('shop.yaml'), golden.replace('name: shop', 'name: store'));
    expect(compile('prod.yaml').code).to.equal(0);
  });

  it('lets a spec that was moved keep its folder', () => {
    compile('shop.yaml');
    mkdirSync(at('specs'));
    renameSync(at('shop.yaml'), at('specs/shop.yaml'));
    expect(compile('specs/shop.yaml').code).to.equal(0);
    expect(compile('--check', 'specs/shop.yaml').code).to.equal(0);
  });

  it('names the spec by a path from its own folder, whatever the current folder is, and none outside of it', () => {
    mkdirSync(at('specs'));
    renameSync(at('shop.yaml'), at('specs/shop.yaml'));
    const origin = (name: string) => {
      const text = readFileSync(at(name, '.gitattributes'), 'utf8');
      return /^# Compiled from (.*)$/m.exec(text)?.[1];
    };
    compile('./specs/shop.yaml', '-o', 'out/a');
    compile(at('specs/shop.yaml'), '-o', at('out/b'));
    runArchc(['compile', 'shop.yaml', '-o', 'out'], { cwd: at('specs') });
    runArchc(['compile', '../specs/shop.yaml', '-o', '../out/c'], { cwd: at('specs') });
    expect(['out/a/shop', 'out/b/shop', 'specs/out/shop', 'out/c/shop'].map(origin)).to.deep.equal([
      '../../../specs/shop.yaml',
      '../../../specs/shop.yaml',
      '../../shop.yaml',
      undefined,
    ]);
  });

  it('takes the specs of a folder, and those that match a pattern the shell did not expand', () => {
    mkdirSync(at('specs/more'), { recursive: true });
    renameSync(at('shop.yaml'), at('specs/shop.yaml'));
    renameSync(at('billing.yaml'), at('specs/billing.yml'));
    writeFileSync(at('specs/notes.txt'), 'x');
    writeFileSync(at('specs/more/broken.yaml'), 'x');
    writeFileSync(at('specs/[x].yaml'), golden.replace('name: shop', 'name: x'));
    const made = (...operands: string[]) => {
      rmSync(at('dist'), { recursive: true, force: true });
      const { code } = compile(...operands);
      return [code, existsSync(at('dist')) ? readdirSync(at('dist')).sort() : []];
    };
    expect(made('specs')).to.deep.equal([0, ['billing', 'shop', 'x']]);
    expect(made('specs/')).to.deep.equal([0, ['billing', 'shop', 'x']]);
    expect(made('specs/s*.yaml')).to.deep.equal([0, ['shop']]);
    expect(made('specs/*.{yaml,yml}')).to.deep.equal([0, ['billing', 'shop', 'x']]);
    expect(made('**/billing.yml', 'specs')).to.deep.equal([0, ['billing', 'shop', 'x']]);
    expect(made('specs/[x].yaml')).to.deep.equal([0, ['x']]);
    expect(made('nothing/*.yaml', 'specs/shop.yaml')).to.deep.equal([2, ['shop']]);
    expect(runArchc(['validate', 'specs/*.yaml'], { cwd: folder.path })).to.deep.include({ code: 0 });
    expect(runArchc(['validate', 'specs/**/*.yaml'], { cwd: folder.path }).stderr).to.include(
      'specs/more/broken.yaml:1:1',
    );
  });

  it('reads a pattern with the backslashes of Windows', () => {
    expect(patternOf('specs\\*.yaml', 'win32')).to.equal('specs/*.yaml');
    expect(patternOf('specs\\*.yaml', 'linux')).to.equal('specs\\*.yaml');
  });

  it('does not follow a link out of the output folder, not even to compare', () => {
    mkdirSync(at('elsewhere'));
    mkdirSync(at('dist'));
    symlinkSync(at('elsewhere'), at('dist/shop'));
    for (const args of [['shop.yaml'], ['--check', 'shop.yaml']]) {
      const stderr = 'archc: cannot write to dist/shop: it leads outside dist\n';
      expect(compile(...args)).to.deep.equal({ code: 2, stdout: '', stderr });
    }
    expect(readdirSync(at('elsewhere'))).to.deep.equal([]);
  });

  it('does not follow a link to nowhere', () => {
    mkdirSync(at('dist'));
    symlinkSync(at('nowhere'), at('dist/shop'));
    for (const args of [['shop.yaml'], ['--check', 'shop.yaml']]) {
      expect(compile(...args)).to.deep.include({ code: 2, stdout: '' });
    }
    expect(existsSync(at('nowhere'))).to.be.false;
  });

  it('replaces only files', () => {
    mkdirSync(at('dist/shop/backend.yaml'), { recursive: true });
    expect(compile('shop.yaml').stderr).to.include('it exists and is not a file');
    symlinkSync(at('shop.yaml'), at('dist/shop/build.sh'));
    expect(compile('shop.yaml').code).to.equal(2);
    expect(readFileSync(at('shop.yaml'), 'utf8')).to.equal(golden);
    expect(existsSync(at('dist/shop/shared.yaml'))).to.be.false;
  });

  const unreadable = [
    [
      'a spec that does not exist',
      ['nowhere.yaml'],
      'cannot read nowhere.yaml: no such file; check the path',
    ],
    ['a folder without a spec', ['empty'], 'no spec is in empty: no file there ends in .yaml or .yml'],
    ['a pattern that matches nothing', ['no*.yaml'], 'no file matches no*.yaml'],
    [
      'an output folder that is a file',
      ['shop.yaml', '-o', 'billing.yaml'],
      'cannot write to billing.yaml/shop',
    ],
    [
      'an output folder that is a file, to compare',
      ['--check', 'shop.yaml', '-o', 'billing.yaml'],
      'cannot write to billing.yaml/shop: a part of the path is not a folder; check the path',
    ],
    ["a spec's folder that is a file", ['shop.yaml', '-o', 'taken'], 'taken/shop: it is not a folder'],
    ['a spec below a file', ['shop.yaml/shop.yaml'], 'a part of the path is not a folder; check the path'],
  ] as const;
  for (const [what, args, message] of unreadable) {
    it(`exits with 2 for ${what}`, () => {
      mkdirSync(at('taken'));
      mkdirSync(at('empty'));
      writeFileSync(at('taken/shop'), '');
      const { code, stdout, stderr } = compile(...args);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr)
        .to.include(message)
        .and.match(/^archc: .*\n$/);
    });
  }

  it('leaves nothing half done when the disk is full: no temporary file, and every file as it was', () => {
    compile('shop.yaml');
    writeFileSync(at('dist/shop/shared.yaml'), 'old');
    writeFileSync(at('dist/shop/backend.yaml'), 'old');
    // A file may have 16 KiB: the first template gets its place, the second one doesn't.
    const { code, stderr } = runLine("ulimit -f 16; trap '' XFSZ; archc compile shop.yaml", {
      cwd: folder.path,
    });
    expect(code).to.equal(2);
    expect(stderr).to.match(/^archc: cannot write to dist\/shop: .*\n$/);
    expect(readdirSync(at('dist/shop')).sort()).to.deep.equal(allFiles);
    expect(readFileSync(at('dist/shop/shared.yaml'), 'utf8')).to.equal('old');
  });

  it('tells that it may not write, or read what is there', () => {
    // Nobody may write anywhere else, as root may.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    mkdirSync(at('command'));
    const archc = copyArchc(at('command'));
    chmodSync(folder.path, 0o755);
    mkdirSync(at('dist'), { mode: 0o555 });
    // Nor may it write where coverage is collected; node hands the variable on unless it is set.
    const env = { ...process.env, NODE_V8_COVERAGE: '' };
    const compileAs = (...args: string[]) =>
      run([process.execPath, archc, 'compile', 'shop.yaml', ...args], { cwd: folder.path, env, ...nobody });
    expect(compileAs()).to.deep.equal({
      code: 2,
      stdout: '',
      stderr:
        'archc: cannot write to dist/shop: permission denied; ask its owner for access, or choose another place\n',
    });
    mkdirSync(at('secret/shop'), { recursive: true });
    chmodSync(at('secret'), 0o000);
    for (const args of [
      ['--check', '-o', 'secret'],
      ['-o', 'secret'],
    ]) {
      expect(compileAs(...args).stderr).to.equal(
        'archc: cannot write to secret/shop: permission denied; ask its owner for access, or choose another place\n',
      );
    }
    chmodSync(at('secret'), 0o755);
    chmodSync(at('dist'), 0o755);
  });

  it('makes the script executable again when only that is missing', () => {
    compile('shop.yaml');
    chmodSync(at('dist/shop/build.sh'), 0o644);
    expect(compile('--check', 'shop.yaml').code).to.equal(1);
    expect(compile('shop.yaml').stdout).to.match(/build\.sh +updated/);
    expect(statSync(at('dist/shop/build.sh')).mode & 0o777).to.equal(0o755);
  });

  it('has git keep the line ends of its files, as for people whose git would change them', () => {
    const git = (cwd: string, ...args: string[]) =>
      runLine(`git -c core.autocrlf=true -c user.name=t -c user.email=t@example.com ${args.join(' ')}`, {
        cwd,
      });
    writeFileSync(at('others.txt'), 'one\ntwo\n');
    compile('shop.yaml');
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all'],
      ['commit', '--quiet', '-m', 'all'],
    ]) {
      expect(git(folder.path, ...args).code).to.equal(0);
    }
    expect(git(folder.path, 'clone', '--quiet', '-c core.autocrlf=true', '.', 'clone').code).to.equal(0);
    expect(readFileSync(at('clone/others.txt'), 'utf8')).to.equal('one\r\ntwo\r\n');
    for (const name of allFiles) {
      expect(readFileSync(at('clone/dist/shop', name), 'utf8'), name).to.not.include('\r');
    }
    expect(runArchc(['compile', '--check', 'shop.yaml'], { cwd: at('clone') }).code).to.equal(0);
  });

  it('wants the attributes for git, and leaves those of the user as they are', () => {
    compile('shop.yaml');
    writeFileSync(at('dist/shop/.gitattributes'), '* -text\n');
    expect(compile('--check', 'shop.yaml').code).to.equal(0);
    expect(compile('shop.yaml').stdout).to.match(/\.gitattributes +unchanged/);
    expect(readFileSync(at('dist/shop/.gitattributes'), 'utf8')).to.equal('* -text\n');
    rmSync(at('dist/shop/.gitattributes'));
    expect(compile('--check', 'shop.yaml').code).to.equal(1);
    expect(compile('shop.yaml').stdout).to.match(/\.gitattributes +created/);
  });

  it('misses no executable script where files have no such mode', () => {
    compile('shop.yaml');
    chmodSync(at('dist/shop/build.sh'), 0o666);
    writeFileSync(at('windows.cjs'), "Object.defineProperty(process, 'platform', { value: 'win32' });\n");
    const env = { ...process.env, NODE_OPTIONS: `--require ${at('windows.cjs')}` };
    expect(runArchc(['compile', '--check', 'shop.yaml'], { cwd: folder.path, env })).to.deep.include({
      code: 0,
      stderr: '',
    });
  });

  it('leaves what it did not make', () => {
    compile('shop.yaml');
    writeFileSync(at('dist/shop/notes.txt'), 'mine');
    writeFileSync(at('shop.yaml'), sharedStack.replace('name: billing\n', 'name: shop\n'));
    compile('shop.yaml');
    expect(readdirSync(at('dist/shop')).sort()).to.deep.equal([
      '.gitattributes',
      'backend.yaml',
      'build.sh',
      'notes.txt',
    ]);
  });

  it('makes the output folder, however deep', () => {
    expect(compile('shop.yaml', '--output', 'a/b/c').code).to.equal(0);
    expect(readdirSync(at('a/b/c/shop'))).to.have.members(allFiles);
  });

  it('has a folder for an output folder that is a link', () => {
    mkdirSync(at('elsewhere'));
    symlinkSync('elsewhere', at('dist'));
    expect(compile('shop.yaml').code).to.equal(0);
    expect(readdirSync(at('elsewhere/shop'))).to.have.members(allFiles);
  });
});

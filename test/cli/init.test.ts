import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { starter } from '../../compiler/cli/files/starter.ts';
import { compile } from '../../compiler/compile.ts';
import { hasDataApi, zoneLetters } from '../../compiler/facts/regions.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';

describe('archc init', () => {
  const folder = useFolder();
  const init = (...args: string[]) => runArchc(['init', ...args], { cwd: folder.path });

  it('writes a spec that compiles as it is', () => {
    const { code, stdout, stderr } = init('--name', 'shop', '--region', 'eu-west-1');
    expect({ code, stdout, stderr }).to.deep.equal({
      code: 0,
      stdout: 'shop.yaml written. Next: archc compile shop.yaml\n',
      stderr: '',
    });
    expect(runArchc(['compile', 'shop.yaml'], { cwd: folder.path }).code).to.equal(0);
    expect(existsSync(join(folder.path, 'dist/shop/backend.yaml'))).to.be.true;
  });

  it('prints it for "-"', () => {
    expect(init('-', '--name', 'shop').stdout).to.equal(
      starter({ name: 'shop', region: 'us-east-1', runtime: 'fargate' }),
    );
  });

  it('never replaces what is there, not even through a link', () => {
    writeFileSync(join(folder.path, 'my-api.yaml'), 'mine');
    symlinkSync('nowhere.yaml', join(folder.path, 'link.yaml'));
    mkdirSync(join(folder.path, 'folder'));
    for (const file of ['my-api.yaml', 'link.yaml', 'folder']) {
      const { code, stderr } = init(file);
      expect({ code, stderr }).to.deep.equal({
        code: 2,
        stderr: `archc: cannot write ${file}: it exists already; choose another name, or delete it first\n`,
      });
    }
    expect(readFileSync(join(folder.path, 'my-api.yaml'), 'utf8')).to.equal('mine');
    expect(existsSync(join(folder.path, 'nowhere.yaml'))).to.be.false;
    expect(init('my-api.yaml/spec.yaml').stderr).to.equal(
      'archc: cannot write my-api.yaml/spec.yaml: a part of the path is not a folder; check the path\n',
    );
  });

  it('makes the folder of the spec', () => {
    expect(init('apis/shop/spec.yaml').code).to.equal(0);
    expect(runArchc(['validate', 'apis/shop/spec.yaml'], { cwd: folder.path }).code).to.equal(0);
  });

  it('writes the runtime that is asked for', () => {
    expect(init('-', '--runtime', 'appRunner').stdout).to.equal(
      starter({ name: 'my-api', region: 'us-east-1', runtime: 'appRunner' }),
    );
  });

  const places = runtimes.flatMap(({ name, regions }) =>
    regions.filter(hasDataApi).map((each) => [name, each] as const),
  );
  for (const [runtime, region] of places) {
    it(`writes zones that exist for ${runtime} in ${region}`, () => {
      const text = starter({ name: 'shop', region, runtime });
      const [, ...zones] = /availabilityZones: \[(\S+), (\S+)\]/.exec(text) ?? [];
      expect(new Set(zones).size).to.equal(2);
      const known = zoneLetters(region).map((letter) => `${region}${letter}`);
      expect(known).to.include.members(zones);
    });

    it(`writes a spec without errors for ${runtime} in ${region}, whatever is uncommented`, () => {
      const text = starter({ name: 'shop', region, runtime });
      const uncommented = text.replace(/^( *)# ((?:[a-zA-Z]+:|  ).*)$/gm, '$1$2');
      for (const each of [text, uncommented]) {
        const outcome = compile({ name: 'shop.yaml', bytes: Buffer.from(each) }, toolkit);
        expect(outcome.diagnostics.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
      }
      expect(uncommented)
        .to.include('\n    cpu: 1024')
        .and.include('\noptions:\n  ipRestriction:\n    allowed');
    });
  }

  it('writes a and b where there is no zone c', () => {
    expect(init('-', '--region', 'ca-central-1').stdout).to.include('[ca-central-1a, ca-central-1b]');
    expect(init('-', '--region', 'ap-northeast-1').stdout).to.include('[ap-northeast-1a, ap-northeast-1c]');
  });

  it('says where an account has other zones than the next', () => {
    const note = /has only two of its zones a, b, c/;
    expect(init('-', '--region', 'us-west-1').stdout).to.match(note);
    expect(init('-', '--region', 'us-west-2').stdout).to.not.match(note);
  });

  it('shortens the name for the database, whose names are shorter', () => {
    const { code, stdout } = init('-', '--name', 'a-name-of-as-many-letters-as-can-be-1234');
    expect(code).to.equal(0);
    expect(stdout).to.include('user: a_name_of_as_many_letters_as_app\n');
  });

  const refused: readonly (readonly [readonly string[], string])[] = [
    [['--name', 'My API'], '"My API" is not a valid value of "name"'],
    [['--name', 'shop # x'], '"shop # x" is not a valid value of "name"'],
    [['--name', 'a: b'], '"a: b" is not a valid value of "name"'],
    [['--name', '../shop'], '"../shop" is not a valid value of "name"'],
    [['--region', 'eu-north-9'], '"eu-north-9" is not a commercial region of AWS'],
    [
      ['--runtime', 'appRunner', '--region', 'eu-north-1'],
      'The runtime appRunner does not exist in "eu-north-1"',
    ],
    [
      ['--region', 'eusc-de-east-1'],
      '"eusc-de-east-1" belongs to the AWS European Sovereign Cloud (aws-eusc)',
    ],
    [['--region', 'ca-west-1'], 'AWS does not offer the RDS Data API in "ca-west-1"'],
    [['--region', 'Frankfurt'], '"Frankfurt" is not a valid value of "region"'],
    [['--region', 'eu-west-1 # x'], '"eu-west-1 # x" is not a valid value of "region"'],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args.join(' ')}, and writes nothing`, () => {
      const { code, stdout, stderr } = init('spec.yaml', ...args);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr)
        .to.include(message)
        .and.match(/archc: nothing was written \(.*\)\n$/);
      expect(existsSync(join(folder.path, 'spec.yaml'))).to.be.false;
    });
  }
});

import path from 'node:path';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';

const files = { 'app/main.txt': 'x', 'docker/api.Dockerfile': 'FROM scratch\n', '.npmrc': 'token=tree' };

describe('The settings of a build', () => {
  const sites: BuildSite[] = [];
  afterEach(async () => {
    for (const site of sites.splice(0)) await site.remove();
  });

  async function makeSite(
    build: NonNullable<Parameters<typeof renderScript>[0]>['build'],
    engine = 'docker',
    treeName = 'tree',
  ): Promise<BuildSite> {
    const context = { context: 'app', dockerfile: '../docker/api.Dockerfile' };
    const script = await renderScript({ build: { ...context, ...build } });
    const site = await makeBuildSite(script, { files, treeName });
    sites.push(site);
    if (engine !== 'docker') {
      await site.uninstall('docker');
      await site.install(engine, site.engine.program);
    }
    return site;
  }
  /** Between the platform and what every build has at its end. */
  async function optionsOf(site: BuildSite, env: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
    const { code, stderr } = await site.run([], { env });
    expect(code, stderr).to.equal(0);
    const call = (await site.engine.readCalls()).find(({ args: [command] }) => command === 'build');
    return call?.args.slice(3, call.args.indexOf('--file')) ?? [];
  }

  it('may choose a Dockerfile beside the context', async () => {
    const site = await makeSite({});
    expect(await optionsOf(site)).to.deep.equal([]);
    const call = (await site.engine.readCalls()).find(({ args: [command] }) => command === 'build');
    expect(call?.cwd).to.equal(path.join(site.source, 'app'));
    expect(call?.args).to.include('./../docker/api.Dockerfile');
  });

  it('may choose a stage', async () => {
    expect(await optionsOf(await makeSite({ target: 'production' }))).to.deep.equal([
      '--target',
      'production',
    ]);
  });

  it('give the engine the place of a secret, and never the secret', async () => {
    const secrets = { npm: { env: 'NPM_TOKEN' }, tree: { file: '.npmrc' }, home: { file: '~/my netrc' } };
    const site = await makeSite({ secrets });
    await site.write('../home/my netrc', 'token=home');
    expect(await optionsOf(site, { NPM_TOKEN: 's3cret' })).to.deep.equal([
      '--secret',
      'id=npm,env=NPM_TOKEN',
      '--secret',
      `id=tree,src=${site.source}/.npmrc`,
      '--secret',
      `id=home,src=${site.folder}/home/my netrc`,
    ]);
    expect(JSON.stringify(await site.engine.readCalls())).to.not.match(/s3cret|token=/);
  });

  for (const [what, secrets, treeName, message] of [
    ['a variable', { npm: { env: 'NPM_TOKEN' } }, 'tree', 'set the environment variable NPM_TOKEN'],
    ['a file', { npm: { file: 'npmrc' } }, 'tree', 'the file /SOURCE/npmrc does not exist'],
    ['a home folder', { npm: { file: '~/.npmrc' } }, 'tree', 'the file /HOME/.npmrc does not exist'],
    ['a readable path', { npm: { file: '.npmrc' } }, 'a,tree', 'whose path has a comma or quote'],
  ] as const) {
    it(`miss ${what} for a secret before AWS is asked`, async () => {
      const site = await makeSite({ secrets }, 'docker', treeName);
      const { code, stdout, stderr } = await site.run();
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      const wanted = message.replace('/SOURCE', site.source).replace('/HOME', path.join(site.folder, 'home'));
      expect(stderr).to.include('build.sh: The build secret "npm" is ').and.include(wanted);
      expect(await site.aws.readCalls()).to.deep.equal([]);
    });
  }

  for (const [platform, machine, told] of [
    ['linux/arm64', 'x86_64', true],
    ['linux/amd64', 'aarch64', true],
    ['linux/amd64', 'arm64', true],
    ['linux/arm64', 'aarch64', false],
    ['linux/amd64', 'x86_64', false],
    ['linux/amd64', 'riscv64', false],
  ] as const) {
    it(`${told ? 'are' : 'are not'} why a build for ${platform} fails on ${machine}`, async () => {
      const site = await makeSite({ platform });
      const { code, stderr } = await site.run([], { env: { FAKE_ENGINE_FAILS: 'build', HOSTTYPE: machine } });
      expect(code).to.equal(1);
      expect(stderr).to.include('The build failed; the lines above say why');
      expect(stderr.includes(`Programs for ${platform} do not run on this machine`)).to.equal(told);
    });
  }

  const cache = { from: ['registry.example.com/a', 'registry.example.com/b'], to: 'registry.example.com/a' };
  for (const [engine, from, to] of [
    [
      'docker',
      (name: string) => `type=registry,ref=registry.example.com/${name}:layers`,
      'type=registry,ref=registry.example.com/a:layers,mode=max,image-manifest=true,oci-mediatypes=true',
    ],
    ['buildah', (name: string) => `registry.example.com/${name}`, 'registry.example.com/a'],
  ] as const) {
    it(`name the repositories of layers as ${engine} wants them`, async () => {
      const options = await optionsOf(await makeSite({ cache }, engine));
      expect(options.slice(0, 6)).to.deep.equal([
        '--cache-from',
        from('a'),
        '--cache-from',
        from('b'),
        '--cache-to',
        to,
      ]);
    });
  }
});

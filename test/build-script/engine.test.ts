import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { fakeDigest } from '../support/containers/fake-engine.ts';

const registry = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';
const image = `${fakeRepositoryUri}:v1-0123456789ab`;
const inspect = ['image', 'inspect', '--format', '{{.Id}}'];
const engines = [
  { engine: 'docker', extra: [], inspect, push: ['push', image], plain: true },
  {
    engine: 'podman',
    extra: ['--format', 'docker', '--layers'],
    inspect,
    push: ['push', image],
    plain: false,
  },
  {
    engine: 'finch',
    extra: [],
    inspect,
    push: ['push', '--platform', 'linux/amd64', image],
    plain: false,
  },
  {
    engine: 'buildah',
    extra: ['--format', 'docker', '--layers'],
    inspect: ['inspect', '--type', 'image', '--format', '{{.FromImageID}}'],
    push: ['push', image],
    plain: false,
  },
] as const;

describe('The container engine of the build script', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript({ build: { args: { A: 'x', B: "it's $5" } } }));
  });
  afterEach(() => site.remove());

  for (const { engine, extra, inspect, push, plain } of engines) {
    it(`logs in, builds for one platform, names the image after its content and pushes with ${engine}`, async () => {
      if (engine !== 'docker') {
        await site.uninstall('docker');
        await site.install(engine, site.engine.program);
      }
      const { code, stdout, stderr } = await site.run(['--tag', 'v1'], { cwd: '/' });
      expect(code, stderr).to.equal(0);
      expect(stdout).to.equal(`${fakeRepositoryUri}@${fakeDigest}\n`);
      const epoch = await site.git('log', '-1', '--format=%ct');
      const build = ['build', '--platform', 'linux/amd64', '--build-arg', 'A=x', '--build-arg', "B=it's $5"];
      const file = ['--file', './Dockerfile'];
      const login = ['login', '--username', 'AWS', '--password-stdin', registry];
      const calls = await site.engine.readCalls();
      const built = calls[1]?.args.at(-2) ?? '';
      expect(built).to.match(/:building-\w+$/);
      expect(calls).to.deep.equal([
        { engine, cwd: '/', plain: false, epoch: '', stdin: 'registry-password\n', args: login },
        {
          engine,
          cwd: site.source,
          plain,
          epoch,
          stdin: '',
          args: [...build, ...extra, ...file, '--tag', built, '.'],
        },
        ...[[...inspect, built], ['tag', built, image], ['rmi', built], push].map((args) => ({
          engine,
          cwd: '/',
          plain,
          epoch,
          stdin: '',
          args,
        })),
      ]);
    });
  }

  it('is the first installed of docker, podman, finch and buildah', async () => {
    await site.uninstall('docker');
    for (const engine of ['buildah', 'finch', 'podman', 'docker']) {
      await site.install(engine, site.engine.program);
      await site.run(['--tag', 'v1']);
      expect((await site.engine.readCalls()).at(-1)?.engine).to.equal(engine);
    }
  });

  it('is what CONTAINER_ENGINE says', async () => {
    await site.install('podman', site.engine.program);
    await site.run(['--tag', 'v1'], { env: { CONTAINER_ENGINE: 'podman' } });
    expect((await site.engine.readCalls()).at(-1)?.engine).to.equal('podman');
  });

  it('is said to be missing when CONTAINER_ENGINE is not installed', async () => {
    const { code, stderr } = await site.run([], { env: { CONTAINER_ENGINE: 'podman' } });
    expect(code).to.equal(1);
    expect(stderr).to.contain('CONTAINER_ENGINE is "podman", which is not installed');
  });

  it('is said to be missing, before AWS is asked, when none is installed', async () => {
    await site.uninstall('docker');
    const { code, stdout, stderr } = await site.run();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain('No container engine is installed. Install docker, podman, finch or buildah');
    expect(await site.aws.readCalls()).to.deep.equal([]);
  });

  for (const [step, message] of [
    ['login', `Could not log in to ${registry}`],
    ['build', 'The build failed'],
    ['image', 'docker does not say which image it has built'],
    ['tag', 'docker could not name the image'],
    ['push', 'The push failed'],
  ] as const) {
    it(`ends the script, which prints no URI, when its ${step} fails`, async () => {
      const { code, stdout, stderr } = await site.run([], { env: { FAKE_ENGINE_FAILS: step } });
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.contain(`${step}: no luck`).and.to.contain(message);
      expect((await site.engine.readCalls()).at(-1)?.args[0]).to.equal(step);
      expect(await site.listLeftovers()).to.deep.equal([]);
    });
  }

  it('builds an image as old as SOURCE_DATE_EPOCH says, if it is set', async () => {
    await site.run([], { env: { SOURCE_DATE_EPOCH: '1700000000' } });
    const [, build] = await site.engine.readCalls();
    expect(build?.epoch).to.equal('1700000000');
  });

  it('never gets the password as an argument, and no trace of the script shows it', async () => {
    const { stderr } = await site.run(['--tag', 'v1'], { env: { SHELLOPTS: 'xtrace' } });
    expect(stderr).to.contain('+ log_in').and.not.to.contain('registry-password');
    const calls = await site.engine.readCalls();
    expect(calls).to.have.length(6);
    expect(JSON.stringify(calls.map(({ args }) => args))).not.to.contain('registry-password');
  });
});

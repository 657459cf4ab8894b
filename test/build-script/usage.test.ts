import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';

describe('The build script, asked to do something', () => {
  let site: BuildSite;
  before(async () => {
    site = await makeBuildSite(await renderScript({ backendStack: 'my-api-prod' }));
  });
  after(() => site.remove());

  it('says what it does, its options and how to deploy with --help', async () => {
    const { code, stdout, stderr } = await site.run(['--help']);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    for (const part of [
      'Usage: build.sh [--tag TAG] [--source DIR]',
      'stack "todo-shared" in ap-northeast-1',
      'CONTAINER_ENGINE',
      'image="$(./build.sh)" &&',
      'aws cloudformation deploy --region ap-northeast-1 --stack-name my-api-prod \\\n',
      '--parameter-overrides ImageUri="$image"',
    ]) {
      expect(stdout).to.contain(part);
    }
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).to.be.at.most(85);
  });

  const misuses: readonly (readonly [string, readonly string[], NodeJS.ProcessEnv, string])[] = [
    ['an unknown option', ['--tga', 'x'], {}, 'Unknown argument "--tga"'],
    ['an argument that is no option', ['v1'], {}, 'Unknown argument "v1"'],
    ['--tag without a tag', ['--tag'], {}, '--tag needs a value'],
    ['an empty --source', ['--source', ''], {}, '--source needs a value'],
    [
      'a --source that is no directory',
      ['--source', '/nowhere'],
      {},
      '--source "/nowhere" is not a directory',
    ],
    ['--push without a name', ['--push'], {}, '--push needs a value'],
    ['--push of another image', ['--push', 'todo:1'], {}, '"todo:1" is not a name that --no-push prints'],
    ...['--tag=v', '--source=.', '--check', '--no-push'].map(
      (other) =>
        [
          `--push with ${other}`,
          ['--push', 'localhost/todo:1', ...other.split('=')],
          {},
          '--push takes no other option',
        ] as const,
    ),
    ['a tag with a slash', ['--tag', 'a/b'], {}, '"a/b" is not a valid start of an image tag'],
    ['a tag that begins with a dash', ['--tag', '-a'], {}, '"-a" is not a valid start of an image tag'],
    ['a tag of two lines', ['--tag', 'a\nb'], {}, 'is not a valid start of an image tag'],
    [
      'a tag of other letters',
      ['--tag', 'caf\u00e9'],
      { LC_ALL: 'C.UTF-8' },
      'is not a valid start of an image tag',
    ],
    ['a tag of 116 characters', ['--tag', 'a'.repeat(116)], {}, 'is not a valid start of an image tag'],
    ['an engine that it does not know', [], { CONTAINER_ENGINE: 'kaniko' }, 'CONTAINER_ENGINE is "kaniko"'],
  ];
  for (const [misuse, args, env, message] of misuses) {
    it(`refuses ${misuse} before it does anything`, async () => {
      const { code, stdout, stderr } = await site.run(args, { env });
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.contain(`build.sh: `).and.to.contain(message).and.to.contain('Try: build.sh --help');
      expect(await site.aws.readCalls()).to.deep.equal([]);
      expect(await site.engine.readCalls()).to.deep.equal([]);
    });
  }

  it('takes a start that makes a tag of the full 128 characters', async () => {
    const start = 'v'.repeat(115);
    const { code, stderr } = await site.run(['--tag', start]);
    expect(code, stderr).to.equal(0);
    const tag = (await site.engine.readCalls()).at(-1)?.args.at(-1)?.split(':').at(-1);
    expect(tag).to.equal(`${start}-0123456789ab`).and.to.have.length(128);
  });
});

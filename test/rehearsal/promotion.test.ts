import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { openSeed } from '../support/containers/seed-image.ts';
import { askAws } from '../support/local-aws/aws-cli.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { openStacks } from '../support/local-aws/stacks.ts';
import { pythonTool } from '../support/python-tools.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { runtimesInLife } from './runtimes.ts';
import { useContainerRehearsal } from './use-container-rehearsal.ts';

const [stagingAccount, prodAccount] = ['210987654321', '123456789012'];

/** Two environments of a spec, side by side in one account or in two, with a real container engine and a real registry. */
describe('archc promotes what runs in one environment to another', () => {
  const site = useContainerRehearsal();

  /** A source with a spec that has the environments, and archc in it. */
  async function open(runtime: string, environments: string) {
    const tree = await mkdtemp(path.join(site.folder, 'tree-'));
    const context = path.join(tree, 'sample-api');
    await mkdir(context);
    await writeFile(path.join(context, 'Dockerfile'), 'FROM scratch\nCOPY app.jar /\n');
    const edit = (more = environments) =>
      writeSpec(tree, (text) => `${chooseRuntime(text, runtime)}\nenvironments:\n${more}`);
    const spec = await edit();
    const PATH = [path.dirname(pythonTool('aws')), process.env['PATH']].join(path.delimiter);
    const place = {
      ...site.registry.env,
      ...site.buildah.env,
      AWS_CA_BUNDLE: site.registry.tls.certificate,
      CONTAINER_ENGINE: 'buildah',
      PATH,
    };
    const awsOf = (account: string, more: NodeJS.ProcessEnv = {}): MiniStack => {
      const env = { ...site.rehearsal.miniStack.env, ...place, AWS_ACCESS_KEY_ID: account, ...more };
      return { ...site.rehearsal.miniStack, env: env };
    };
    const deploy = (environment: string, aws: MiniStack, ...flags: readonly string[]) =>
      runArchc(aws, 'deploy', spec, '--environment', environment, ...flags);
    return {
      spec,
      edit,
      awsOf,
      deploy,
      /** Saves a plan beside the spec. */
      plan: (environment: string, aws: MiniStack, ...flags: readonly string[]) =>
        runArchc(aws, 'plan', spec, '--environment', environment, '--out', `${spec}.plan`, ...flags),
      build: async (content: string, aws: MiniStack) => {
        await writeFile(path.join(context, 'app.jar'), content);
        const { code, stderr } = await deploy('staging', aws, '--yes');
        expect(code, stderr).to.equal(0);
      },
    };
  }

  /** The image that the stack says, which archc has seen running. */
  async function imageOf(aws: MiniStack, stack: string): Promise<{ repository: string; digest: string }> {
    const { Stacks } = (await askAws(aws, 'cloudformation', 'describe-stacks', '--stack-name', stack)) as {
      Stacks: readonly { Parameters: readonly { ParameterKey: string; ParameterValue: string }[] }[];
    };
    const parameter = Stacks[0]?.Parameters.find(({ ParameterKey }) => ParameterKey === 'ImageUri');
    const [, repository = '', digest = ''] = /\/([^@]+)@(.*)$/.exec(parameter?.ParameterValue ?? '') ?? [];
    return { repository, digest };
  }

  for (const { name } of runtimesInLife) {
    it(`between two repositories of one account, unchanged and without a build, on ${name}`, async () => {
      const { deploy, build, awsOf, spec } = await open(
        name,
        '  staging: { backend: { domain: { name: staging.example.com } } }\n  prod: { protected: true, shared: { database: none }, backend: { database: null } }\n',
      );
      const aws = awsOf(prodAccount);
      const promote = (...flags: readonly string[]) =>
        deploy(
          'prod',
          awsOf(prodAccount, { CONTAINER_ENGINE: 'docker' }),
          '--promote-from',
          'staging',
          ...flags,
        );

      const early = await promote('--confirm', 'prod');
      expect(early.code).to.equal(1);
      expect(early.stderr).to.include(
        `the image of staging is not promoted: stack "todo-staging-backend" does not exist in ap-northeast-1 for these credentials: deploy it first with "archc deploy ${spec} --environment staging"`,
      );
      expect(await openStacks(aws).find('todo-prod-shared'), 'nothing was begun').to.equal(undefined);

      await build(`v1 on ${name}`, aws);
      const unconfirmed = await promote('--yes');
      expect(unconfirmed.code).to.equal(2);
      expect(unconfirmed.stderr).to.match(
        /is protected, which --yes does not answer: write --confirm prod\n$/,
      );

      const first = await promote('--confirm', 'prod');
      expect(first.code, first.stderr).to.equal(0);
      expect(first.stderr)
        .to.match(/Copying sha256:[0-9a-f]{12} to .*: 2 of 2 layers/)
        .and.to.not.include('Building');
      const [staging, prod] = [
        await imageOf(aws, 'todo-staging-backend'),
        await imageOf(aws, 'todo-prod-backend'),
      ];
      expect(staging.digest).to.match(/^sha256:/);
      expect(prod.digest).to.equal(staging.digest);
      expect(staging.repository).to.match(/^todo-staging-shared-/);
      expect(prod.repository).to.match(/^todo-prod-shared-/);
      expect((await site.registry.readImage(prod.repository, prod.digest)).digest).to.equal(staging.digest);
      const tags = await site.registry.listTags(prod.repository);
      expect(tags.at(-1)).to.match(/^todo-[0-9a-f]{12}$/);
      expect(tags).to.deep.equal(await site.registry.listTags(staging.repository));

      const again = await promote('--confirm', 'prod');
      expect(again.code, again.stderr).to.equal(0);
      expect(again.stderr).to.include('todo-prod-backend: no changes').and.to.not.include('Copying');

      await build(`v2 on ${name}`, aws);
      expect(await imageOf(aws, 'todo-prod-backend'), 'prod waits for the promotion').to.deep.equal(prod);
      const second = await promote('--confirm', 'prod');
      expect(second.code, second.stderr).to.equal(0);
      expect(await imageOf(aws, 'todo-prod-backend')).to.deep.include({
        digest: (await imageOf(aws, 'todo-staging-backend')).digest,
      });
    });
  }

  it('from an account to another, with the credentials of each, and all platforms of an index', async () => {
    const config = path.join(site.folder, 'config');
    await writeFile(
      config,
      `[profile staging]\naws_access_key_id = ${stagingAccount}\naws_secret_access_key = test\n`,
    );
    const { deploy, build, awsOf } = await open(
      'appRunner',
      `  staging: { account: "${stagingAccount}", backend: { domain: null } }\n  prod: { account: "${prodAccount}", region: us-east-1, shared: { availabilityZones: [us-east-1a, us-east-1b], database: none }, backend: { database: null, domain: null } }\n`,
    );
    const [there, here] = [awsOf(stagingAccount), awsOf(prodAccount, { AWS_CONFIG_FILE: config })];
    await build('v1', there);
    const { repository } = await imageOf(there, 'todo-staging-backend');
    const seed = openSeed(site.registry, repository);
    const images = [await seed.pushImage('oci', ['amd64']), await seed.pushImage('oci', ['arm64'])];
    const index = await seed.pushIndex('oci', images, 'todo-2');
    const uri = `${stagingAccount}.dkr.ecr.ap-northeast-1.amazonaws.com/${repository}@${index.digest}`;
    const staged = await deploy('staging', there, '--yes', '--image', uri);
    expect(staged.code, staged.stderr).to.equal(0);

    const stranger = await deploy('prod', there, '--yes', '--promote-from', 'staging');
    expect(stranger.code).to.equal(1);
    expect(stranger.stderr).to.match(
      /belong to account 210987654321 .*, not to 123456789012 \(.*todo\.yaml:\d+\)/,
    );
    const own = await deploy('prod', here, '--yes', '--promote-from', 'staging');
    expect(own.code).to.equal(1);
    expect(own.stderr).to.match(
      /, not to 210987654321 \(.*:\d+\): name a profile of it with --from-profile\n/,
    );

    const flags = ['--promote-from', 'staging', '--from-profile', 'staging'];
    const { code, stderr } = await deploy('prod', here, '--yes', ...flags);
    expect(code, stderr).to.equal(0);
    expect(stderr, 'keys beside a profile are no reason to warn').to.not.include('credential sources');
    const far = awsOf(prodAccount, { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' });
    const prod = await imageOf(far, 'todo-prod-backend');
    expect(prod.digest).to.equal(index.digest);
    for (const each of images) {
      expect((await site.registry.readImage(prod.repository, each.digest)).digest).to.equal(each.digest);
    }
    expect(await site.registry.listTags(prod.repository)).to.include('todo-2');
  });

  for (const { name } of runtimesInLife) {
    it(`as an approved plan says, which is refused when either environment has moved, on ${name}`, async () => {
      const { deploy, plan, build, awsOf, spec } = await open(
        name,
        '  staging: { backend: { domain: null } }\n  prod: { shared: { database: none }, backend: { database: null, domain: null } }\n',
      );
      const aws = awsOf(prodAccount, { CONTAINER_ENGINE: 'docker' });
      const approve = async () => {
        const { code, stdout, stderr } = await plan('prod', aws, '--promote-from', 'staging');
        expect(code, stdout + stderr).to.equal(2);
      };
      const carryOut = () => deploy('prod', aws, '--plan', `${spec}.plan`);
      const refused = async (...told: readonly RegExp[]) => {
        const { code, stderr } = await carryOut();
        expect(code, stderr).to.equal(1);
        for (const each of told) expect(stderr).to.match(each);
        expect(stderr).to.include(
          `Nothing was changed. Make a new plan: archc plan ${spec} --environment prod --promote-from staging --out ${spec}.plan\n`,
        );
      };
      const carriedOut = async () => {
        const { code, stderr } = await carryOut();
        expect(code, stderr).to.equal(0);
        expect(stderr).to.include('Copying sha256:').and.to.not.include('Building');
        const prod = await imageOf(aws, 'todo-prod-backend');
        const staging = await imageOf(aws, 'todo-staging-backend');
        expect(prod.digest)
          .to.equal(staging.digest)
          .and.to.match(/^sha256:/);
        expect(stderr).to.match(
          new RegExp(`As approved in .*The image is \\S+/${prod.repository}@${prod.digest}\n`),
        );
        expect((await site.registry.readImage(prod.repository, prod.digest)).digest).to.equal(prod.digest);
      };

      // Before prod has a repository, and with another image in staging by the time that the plan is deployed.
      await build(`a1 on ${name}`, awsOf(prodAccount));
      await approve();
      await build(`a2 on ${name}`, awsOf(prodAccount));
      await refused(
        /\n {2}the digest of the promoted image: "sha256:[0-9a-f]{64}" in the plan, now "sha256:[0-9a-f]{64}"\n/,
      );
      expect(await openStacks(aws).find('todo-prod-shared')).to.equal(undefined);
      await approve();
      await carriedOut();
      await refused(/what is done with stack "todo-prod-backend": "create" in the plan, now "none"/);

      // The repository of prod lacks the image when the plan is made.
      const first = await imageOf(aws, 'todo-prod-backend');
      await build(`a3 on ${name}`, awsOf(prodAccount));
      await approve();
      await carriedOut();

      // Somebody has deployed to prod since.
      await build(`a4 on ${name}`, awsOf(prodAccount));
      await approve();
      const former = `${prodAccount}.dkr.ecr.ap-northeast-1.amazonaws.com/${first.repository}@${first.digest}`;
      const byHand = await deploy('prod', aws, '--yes', '--image', former);
      expect(byHand.code, byHand.stderr).to.equal(0);
      await refused(
        /the last change of stack "todo-prod-backend"/,
        /the deployed parameter ImageUri of stack "todo-prod-backend"/,
      );

      // Staging runs nothing any more.
      await approve();
      const removed = await runArchc(
        aws,
        'destroy',
        spec,
        '--environment',
        'staging',
        '--stack',
        'backend',
        '--confirm',
        'staging',
      );
      expect(removed.code, removed.stderr).to.equal(0);
      await refused(
        /The image of staging is not promoted: stack "todo-staging-backend" does not exist/,
        /the digest of the promoted image: "sha256:[0-9a-f]{64}" in the plan, now "none"\n/,
      );
    });
  }

  it('only what the stack of that environment says, and what both build alike', async () => {
    const { deploy, build, awsOf, edit } = await open('appRunner', '  staging: {}\n  prod: {}\n');
    const aws = awsOf(prodAccount);
    const promote = () => deploy('prod', aws, '--yes', '--promote-from', 'staging');
    await build('v1', aws);
    const wanted = await imageOf(aws, 'todo-staging-backend');
    await build('v2', aws);
    // As somebody would in the console.
    const arn = (await openStacks(aws).outputs('todo-staging-backend'))['ServiceArn'] ?? '';
    const { Service } = (await askAws(aws, 'apprunner', 'describe-service', '--service-arn', arn)) as {
      Service: { SourceConfiguration: { ImageRepository: { ImageIdentifier: string } } };
    };
    const { SourceConfiguration: source } = Service;
    const now = source.ImageRepository.ImageIdentifier;
    source.ImageRepository.ImageIdentifier = now.replace(/@.*/, `@${wanted.digest}`);
    const changed = JSON.stringify(source);
    await askAws(aws, 'apprunner', 'update-service', '--service-arn', arn, '--source-configuration', changed);
    const other = await promote();
    expect(other.code, other.stderr).to.equal(1);
    expect(other.stderr).to.include(`and its stack has ${now}: deploy it first with "archc deploy `);

    await edit('  staging: {}\n  prod: { backend: { build: { args: { MODE: fast } } } }\n');
    const built = await promote();
    expect(built.code).to.equal(1);
    expect(built.stderr).to.include(
      'staging and prod differ in backend.build.args, so what staging runs is not the image of prod: give both the same',
    );
  });
});

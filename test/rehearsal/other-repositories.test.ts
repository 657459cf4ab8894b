import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { chooseRuntime, compileEdited } from '../support/compile/compile-edited.ts';
import { askAws, runAws } from '../support/local-aws/aws-cli.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { miniStackAccount } from '../support/local-aws/mini-stack.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { runtimesInLife } from './runtimes.ts';
import { useRehearsal } from './use-rehearsal.ts';

/** The role with which each runtime pulls the image, and its policy that allows that. */
const pulling: Readonly<Record<string, readonly [role: string, policy: string]>> = {
  appRunner: ['EcrAccessRole', 'PullImage'],
  fargate: ['ExecutionRole', 'StartTasks'],
};

describe('archc deploys an image of another repository', () => {
  const rehearsal = useRehearsal();
  afterEach(() => rehearsal.miniStack.reset());

  for (const { name } of runtimesInLife) {
    it(`and lets ${name} pull exactly that`, async () => {
      const { miniStack, stacks, folder } = rehearsal;
      const spec = await writeSpec(folder, (text) => chooseRuntime(text, name));
      const archc = (...args: string[]) => runArchc(miniStack, 'deploy', spec, '--yes', ...args);
      const countEvents = async () => (await stacks.events('todo-backend')).length;
      /** The ARNs of the repositories from which the service may pull. */
      const readGranted = async (): Promise<unknown> => {
        const [role = '', policy = ''] = pulling[name] ?? [];
        const given = ['--role-name', await stacks.physicalId('todo-backend', role), '--policy-name', policy];
        const { code, stdout } = await runAws(miniStack, 'iam', 'get-role-policy', ...given);
        if (code !== 0) return [];
        const { PolicyDocument } = JSON.parse(stdout) as {
          PolicyDocument: { Statement: readonly { Action: unknown; Resource: unknown }[] };
        };
        return PolicyDocument.Statement.filter(({ Action }) =>
          String(Action).includes('ecr:BatchGetImage'),
        ).map(({ Resource }) => Resource);
      };
      const makeRepository = async (region: string, repository: string): Promise<string> => {
        const given = ['create-repository', '--region', region, '--repository-name', repository];
        const { repository: made } = (await askAws(miniStack, 'ecr', ...given)) as {
          repository: { repositoryUri: string };
        };
        return made.repositoryUri;
      };

      expect((await archc('--stack', 'shared')).code).to.equal(0);
      const { RepositoryUri = '', RepositoryArn } = await stacks.outputs('todo-shared');
      const own = await pushImage(miniStack, RepositoryUri, 'todo-1');
      const team = await makeRepository('ap-northeast-1', 'team/api');
      await pushImage(miniStack, team, 'v1');

      const first = await archc('--image', `${team}:v1`);
      expect(first.code, first.stderr).to.equal(0);
      const image = (await findContainer(miniStack))?.image ?? '';
      expect(image).to.match(/\/team\/api@sha256:[0-9a-f]{64}$/);
      expect(first.stderr).to.include(`${team}:v1 is ${image.split('@')[1] ?? ''}`);
      expect(await readGranted()).to.deep.equal([
        `arn:aws:ecr:ap-northeast-1:${miniStackAccount}:repository/team/api`,
      ]);

      const before = await countEvents();
      for (const [uri, code, message] of [
        [`${team}:v2`, 1, /there is no image .*\/team\/api:v2: "aws ecr describe-images/],
        [team.replace('team/api', 'team/other:v1'), 1, /there is no image/],
        [`${team}:v1`.replace(/^\d+/, '999999999999'), 1, /is in account 999999999999/],
        [
          'docker.io/library/nginx:1',
          2,
          /is not an image that the service can pull: write .*push any other to ECR/,
        ],
      ] as const) {
        const refused = await archc('--image', uri);
        expect([refused.code, refused.stderr]).to.satisfy(
          ([is, words]: [number, string]) => is === code && message.test(words),
          refused.stderr,
        );
      }
      expect(await countEvents(), 'nothing was changed').to.equal(before);

      const far = await makeRepository('eu-west-1', 'far');
      const there = { ...miniStack, env: { ...miniStack.env, AWS_REGION: 'eu-west-1' } };
      const put = ['put-image', '--region', 'eu-west-1', '--repository-name', 'far', '--image-tag', '1'];
      await askAws(there, 'ecr', ...put, '--image-manifest', '{"schemaVersion": 2, "layers": []}');
      const abroad = await archc('--image', `${far}:1`);
      expect(abroad.code, abroad.stderr).to.equal(0);
      expect(await readGranted()).to.deep.equal([`arn:aws:ecr:eu-west-1:${miniStackAccount}:repository/far`]);

      const open = await archc('--image', 'public.ecr.aws/nginx/nginx:1.27');
      expect(open.code, open.stderr).to.equal(0);
      expect((await findContainer(miniStack))?.image).to.equal('public.ecr.aws/nginx/nginx:1.27');
      expect(await readGranted()).to.deep.equal([]);

      const { backend } = await compileEdited(undefined, name);
      const template = path.join(folder, 'backend.yaml');
      await writeFile(template, backend);
      const given = [
        '--stack-name',
        'todo-backend',
        '--template-file',
        template,
        '--capabilities',
        'CAPABILITY_IAM',
      ];
      const deploy = (uri: string) =>
        runAws(miniStack, 'cloudformation', 'deploy', ...given, '--parameter-overrides', `ImageUri=${uri}`);
      const back = await deploy(own);
      expect(back.code, back.stderr).to.equal(0);
      expect((await findContainer(miniStack))?.image).to.equal(own);
      expect(await readGranted()).to.deep.equal([RepositoryArn]);
      const elsewhere = await deploy('docker.io/library/nginx:1');
      expect(elsewhere.code).to.not.equal(0);
      expect(elsewhere.stderr).to.match(/ImageUri/);
    });
  }
});

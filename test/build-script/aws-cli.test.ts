import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { startStackEndpoint } from '../support/fake-aws/stack-endpoint.ts';
import type { StackEndpoint } from '../support/fake-aws/stack-endpoint.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';

describe('The build script, with the AWS CLI itself', () => {
  let site: BuildSite;
  let endpoint: StackEndpoint | undefined;

  beforeEach(async function () {
    needs(this, missingPythonTools());
    site = await makeBuildSite(await renderScript());
    await site.uninstall('aws');
    await site.install('aws', pythonTool('aws'));
  });
  afterEach(async () => {
    await endpoint?.stop();
    endpoint = undefined;
    await (site as BuildSite | undefined)?.remove();
  });

  const start = async (
    name: string,
    outputs: Readonly<Record<string, string>>,
  ): Promise<NodeJS.ProcessEnv> => {
    endpoint = await startStackEndpoint({ name, outputs, password: 'from-ecr' });
    return endpoint.env;
  };

  it('finds the repository among the outputs and logs in with the password of ECR', async () => {
    const outputs = { VpcId: 'vpc-1', RepositoryUri: fakeRepositoryUri, RepositoryArn: 'arn:aws:ecr:x' };
    const env = { ...(await start('todo-shared', outputs)), AWS_DEFAULT_OUTPUT: 'json', AWS_PAGER: 'more' };
    const { code, stdout, stderr } = await site.run(['--tag', 'v1'], { env });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(`${fakeRepositoryUri}:v1\n`);
    expect((await site.engine.readCalls()).map(({ stdin }) => stdin)).to.deep.equal(['from-ecr\n', '', '']);
  });

  it('notices that the output is missing, alone or with all others', async () => {
    for (const outputs of [{ VpcId: 'vpc-1' }, {}]) {
      const { code, stderr } = await site.run([], { env: await start('todo-shared', outputs) });
      expect(code).to.equal(1);
      expect(stderr).to.contain('Stack "todo-shared" (UPDATE_COMPLETE) has no output RepositoryUri');
      await endpoint?.stop();
      endpoint = undefined;
    }
  });

  it('notices that the stack is missing', async () => {
    const { code, stderr } = await site.run([], { env: await start('other', {}) });
    expect(code).to.equal(1);
    expect(stderr)
      .to.contain('Stack "todo-shared" does not exist')
      .and.to.contain('id todo-shared does not exist');
  });

  it('notices that there are no credentials', async () => {
    const { code, stderr } = await site.run([], { env: { AWS_EC2_METADATA_DISABLED: 'true' } });
    expect(code).to.equal(1);
    expect(stderr)
      .to.contain('The AWS credentials are missing or not valid')
      .and.to.contain('Unable to locate credentials');
  });
});

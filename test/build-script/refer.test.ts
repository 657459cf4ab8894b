import path from 'node:path';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';

const region = 'ap-northeast-1';

describe('The build script, referring to the shared stack', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript());
  });
  afterEach(() => site.remove());

  function deploymentOf(stack: string): string {
    return [
      'Deploy it:\n  aws cloudformation deploy --region ap-northeast-1 --stack-name',
      `${stack} --template-file ${path.dirname(site.script)}/shared.yaml`,
      '--capabilities CAPABILITY_IAM --no-fail-on-empty-changeset\n',
    ].join(' ');
  }

  async function expectFailure(...parts: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await site.run();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    for (const part of parts) expect(stderr).to.contain(part);
    expect(await site.engine.readCalls()).to.deep.equal([]);
    expect(await site.listLeftovers()).to.deep.equal([]);
  }

  it('asks in the region of the spec, whatever the environment says', async () => {
    await site.run([], { env: { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-west-2' } });
    const calls = await site.aws.readCalls();
    expect(calls).to.have.length(4);
    for (const call of calls) expect(call).to.contain(` --region ${region}`);
  });

  it('says which command deploys the stack when it is missing', async () => {
    const other = await renderScript({ sharedStack: 'other-shared' });
    await site.write('dist/todo/build.sh', other);
    await expectFailure(
      'Stack "other-shared" does not exist in ap-northeast-1',
      deploymentOf('other-shared'),
      'Stack with id other-shared does not exist',
    );
  });

  it('names no template of a stack that another spec describes', async () => {
    await site.write(
      'dist/todo/build.sh',
      await renderScript({ sharedStack: 'other-shared', ownsShared: false }),
    );
    await expectFailure(
      'Stack "other-shared" does not exist in ap-northeast-1 for these credentials\n' +
        'Deploy it with the spec that describes it\n',
    );
    expect((await site.run()).stderr).to.not.contain('shared.yaml');
  });

  it('says which command deploys the stack when it lacks the output', async () => {
    await site.aws.deployStack({ region, name: 'todo-shared', status: 'ROLLBACK_COMPLETE' });
    await expectFailure(
      'Stack "todo-shared" (ROLLBACK_COMPLETE) has no output RepositoryUri',
      deploymentOf('todo-shared'),
    );
  });

  it('is content with a stack that is being updated, if the output is there', async () => {
    await site.aws.deployStack({
      region,
      name: 'todo-shared',
      status: 'UPDATE_IN_PROGRESS',
      repositoryUri: fakeRepositoryUri,
    });
    expect((await site.run()).code).to.equal(0);
  });

  it('says that the AWS CLI is missing', async () => {
    await site.uninstall('aws');
    await expectFailure('The AWS CLI is not installed. Install it: https://');
  });

  const refusals = [
    'Unable to locate credentials. You can configure credentials by running "aws configure".',
    'An error occurred (ExpiredToken) when calling the DescribeStacks operation: The security token included in the request is expired',
    'An error occurred (InvalidClientTokenId) when calling the DescribeStacks operation: The security token included in the request is invalid.',
    'Error when retrieving token from sso: Token has expired and refresh failed',
    'The SSO session associated with this profile is invalid. To refresh this SSO session run aws sso login.',
  ];
  for (const words of refusals) {
    it(`says that the credentials are at fault when AWS says "${words.slice(0, 40)}..."`, async () => {
      await site.aws.refuse('describe-stacks', words);
      await expectFailure(
        'The AWS credentials are missing or not valid',
        'aws sts get-caller-identity',
        words,
      );
    });
  }

  it("shows AWS's own words for anything else", async () => {
    const words =
      'An error occurred (AccessDenied) when calling the DescribeStacks operation: User: x is not authorized';
    await site.aws.refuse('describe-stacks', words);
    await expectFailure('Could not read the outputs of stack "todo-shared"', words);
  });

  it('shows no word of another program on which a terminal would act', async () => {
    await site.aws.refuse('describe-stacks', 'Refused \u001b[31m\u0007\u007fby\tproxy \u8a2d');
    await expectFailure('\nRefused ?[31m??by\tproxy \u8a2d\n');
  });

  it('ends when AWS gives no password for the registry', async () => {
    await site.aws.refuse('get-login-password', 'AccessDenied: ecr:GetAuthorizationToken');
    const { code, stdout, stderr } = await site.run();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain('ecr:GetAuthorizationToken').and.to.contain('Could not log in to ');
    expect((await site.engine.readCalls()).map(({ args: [command] }) => command)).to.deep.equal(['login']);
  });

  it("shows AWS's own words when it can not find out whether the image is there", async () => {
    const words = 'An error occurred (AccessDenied): not authorized to perform: ecr:DescribeImages';
    await site.aws.refuse('describe-images', words);
    const { code, stdout, stderr } = await site.run();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain('Could not find out whether the repository has ').and.to.contain(words);
    expect((await site.engine.readCalls()).map(({ args: [command] }) => command)).not.to.include('push');
  });
});

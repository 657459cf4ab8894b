import { expect } from 'chai';
import { startFaultyAws } from '../support/local-aws/faulty-aws.ts';
import type { FaultyAws } from '../support/local-aws/faulty-aws.ts';
import { useDeployed } from '../support/local-aws/use-deployed.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';

const role = 'arn:aws:iam::123456789012:role/guard/deployments';

describe('--role-arn', () => {
  const deployed = useDeployed();
  let proxy: FaultyAws;

  beforeEach(async () => {
    proxy = await startFaultyAws(deployed.miniStack.endpoint);
  });
  afterEach(() => proxy.stop());

  /** The calls that change stacks, with the role that they give CloudFormation. */
  async function changes(...args: readonly string[]) {
    const [command = '', ...flags] = args;
    const { miniStack, spec } = deployed;
    const before = proxy.requests.length;
    const env = { ...miniStack.env, AWS_ENDPOINT_URL: proxy.url };
    const { code, stderr } = await runArchc(
      { ...miniStack, env },
      command,
      spec,
      '--stack',
      'shared',
      ...flags,
    );
    expect(code, stderr).to.be.oneOf([0, 2]);
    return proxy.requests
      .slice(before)
      .filter((request) =>
        /^(Create|Update|Delete|Rollback)(Stack|ChangeSet)$/.test(request.get('Action') ?? ''),
      )
      .filter((request) => request.get('Action') !== 'DeleteChangeSet')
      .map((request) => [request.get('Action'), request.get('RoleARN')] as const);
  }

  it('gives CloudFormation the role, to deploy, to compare and to delete', async () => {
    const made = await changes('deploy', '--yes', '--role-arn', role);
    expect(made).to.deep.equal([['CreateChangeSet', role]]);
    await writeSpec(deployed.folder, (spec) => spec.replace('max: 16', 'max: 8'));
    expect(await changes('plan', '--role-arn', role)).to.deep.equal([['CreateChangeSet', role]]);
    const gone = await changes('destroy', '--unprotect', '--yes', 'todo', '--role-arn', role);
    expect(gone).to.deep.equal([['DeleteStack', role]]);
  });

  it('leaves the role to the stack when it is not written', async () => {
    expect(await changes('deploy', '--yes')).to.deep.equal([['CreateChangeSet', null]]);
    const gone = await changes('destroy', '--unprotect', '--yes', 'todo');
    expect(gone).to.deep.equal([['DeleteStack', null]]);
  });
});

import { expect } from 'chai';
import type { DeployedStack } from '../../../compiler/aws/model.ts';
import { renderOutputsEnv } from '../../../compiler/cli/views/outputs.ts';
import { sectionOf } from '../../../compiler/template/node.ts';
import { stackOutputs } from '../../../compiler/deploy/status/stack-outputs.ts';
import { compileTodo } from '../../support/compile/compile-todo.ts';
import { startDeployed } from '../../support/local-aws/deployed.ts';
import type { Deployed } from '../../support/local-aws/deployed.ts';
import { missingForRehearsal } from '../../support/local-aws/rehearsal.ts';
import { needs } from '../../support/needs.ts';
import { runArchc, writeSpec } from '../../support/terminal/archc.ts';
import { runProcess } from '../../support/terminal/run-process.ts';

const stack: DeployedStack = {
  id: 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-shared/1',
  name: 'todo-shared',
  status: 'UPDATE_COMPLETE',
  isProtected: true,
  parameters: {},
  tags: {},
  outputs: [{ key: 'RepositoryUri', value: 'host/repository' }],
  changedAt: 0,
};
const compiled = compileTodo();
/** All but one. */
const others = sectionOf(compiled.templates.find((each) => each.stack === 'shared')?.root, 'Outputs')
  .map(({ key }) => ({ key, value: key }))
  .filter(({ key }) => key !== 'RepositoryUri');
const withOutputs = { ...stack, outputs: [...stack.outputs, ...others] };

describe('the outputs of a shared stack', () => {
  it('are given when the stack has all that are wanted', () => {
    expect(stackOutputs('shared', withOutputs, compiled, 'ap-northeast-1')).to.deep.equal({
      ok: true,
      outputs: withOutputs.outputs,
    });
  });

  for (const { title, deployed, want } of [
    {
      title: 'are missing with a stack that does not exist',
      deployed: undefined,
      want: 'stack "todo-shared" does not exist in ap-northeast-1: deploy it with "archc deploy specs/todo.yaml --stack shared"',
    },
    {
      title: 'are waited for while the stack is being made',
      deployed: { ...stack, status: 'CREATE_IN_PROGRESS', outputs: others },
      want: 'stack "todo-shared" (CREATE_IN_PROGRESS) has no output RepositoryUri: wait until its operation ends',
    },
    {
      title: 'are missing with a stack that was never executed',
      deployed: { ...stack, status: 'REVIEW_IN_PROGRESS', outputs: others },
      want: 'stack "todo-shared" (REVIEW_IN_PROGRESS) has no output RepositoryUri: deploy it with "archc deploy specs/todo.yaml --stack shared"',
    },
  ]) {
    it(title, () => {
      expect(stackOutputs('shared', deployed, compiled, 'ap-northeast-1')).to.deep.equal({
        ok: false,
        message: want,
      });
    });
  }
});

describe('the outputs of a backend stack', () => {
  const backend = { ...stack, name: 'todo-backend', outputs: [{ key: 'ServiceUrl', value: 'https://x' }] };

  it('are those of its own template', () => {
    const wanted = sectionOf(compiled.templates.find((each) => each.stack === 'backend')?.root, 'Outputs');
    const outputs = wanted.map(({ key }) => ({ key, value: key }));
    expect(outputs.map(({ key }) => key)).to.include.members(['ServiceUrl', 'DomainUrl']);
    expect(stackOutputs('backend', { ...backend, outputs }, compiled, 'x')).to.deep.equal({
      ok: true,
      outputs,
    });
  });

  it('are missing until it is deployed with its domain', () => {
    const read = stackOutputs('backend', backend, compiled, 'ap-northeast-1');
    expect(read)
      .to.have.property('message')
      .that.matches(/^stack "todo-backend" .* has no output .*DomainUrl.*: deploy/);
  });
});

describe('outputs for a shell', () => {
  it('are read by a shell as they are', async () => {
    const value = `it's $HOME "and" \`more\``;
    const outputs = [
      { key: 'RepositoryUri', value },
      { key: 'VpcId', value: 'vpc-1' },
    ];
    const script = `${renderOutputsEnv(outputs, 'shared')}${renderOutputsEnv(outputs, 'backend')}printf '%s|%s|%s' "$SHARED_REPOSITORY_URI" "$SHARED_VPC_ID" "$BACKEND_VPC_ID"`;
    expect((await runProcess('bash', ['-c', script])).stdout).to.equal(`${value}|vpc-1|vpc-1`);
  });
});

describe('archc outputs', () => {
  let deployed: Deployed | undefined;

  before(async function () {
    needs(this, await missingForRehearsal());
    deployed = await startDeployed();
  });
  after(() => deployed?.stop());

  it('prints the outputs of the stack that is deployed', async () => {
    if (!deployed) throw new Error('There is no local AWS');
    const { miniStack, folder, stacks } = deployed;
    const spec = await writeSpec(folder);
    const early = await runArchc(miniStack, 'outputs', spec);
    expect(early.stderr).to.match(
      /^archc: stack "todo-shared" does not exist in ap-northeast-1: deploy it with "archc deploy \S+ --stack shared"\n$/,
    );
    expect(early.code).to.equal(1);

    await deployed.deployShared();
    const json = await runArchc(miniStack, 'outputs', spec, '--format', 'json');
    expect(JSON.parse(json.stdout)).to.deep.equal(await stacks.outputs('todo-shared'));
    const text = await runArchc(miniStack, 'outputs', spec);
    expect(text.stdout).to.match(/^RepositoryUri +\S+\.dkr\.ecr\.\S+$/m);
    expect(text.code).to.equal(0);
  });

  it('prints those of a stack that another spec describes', async () => {
    if (!deployed) throw new Error('There is no local AWS');
    const { miniStack, folder } = deployed;
    const second = await writeSpec(folder, (spec) =>
      spec
        .replace(/^shared:\n(?: .*\n)+/m, 'sharedStack: todo-shared\n')
        .replace('name: todo\n', 'name: second\n'),
    );
    const { stdout, code } = await runArchc(miniStack, 'outputs', second, '--format', 'env');
    expect(stdout).to.match(/^SHARED_CLUSTER_ENDPOINT='\S+'$/m);
    expect(code).to.equal(0);
  });
});

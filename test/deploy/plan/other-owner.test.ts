import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import type { DeployedStack } from '../../../compiler/aws/model.ts';
import { compileAll } from '../../../compiler/compile.ts';
import { otherOwner } from '../../../compiler/deploy/plan/other-owner.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { textAt } from '../../../compiler/template/node.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { useDeployed } from '../../support/local-aws/use-deployed.ts';
import { runArchc } from '../../support/terminal/archc.ts';

const alone = `archc: 1
name: todo-dev
region: ap-northeast-1
shared:
  availabilityZones: [ap-northeast-1a, ap-northeast-1c]
backend:
  service: { runtime: appRunner, port: 8080 }
  database: { name: todo, user: todo_app }
`;
/** Its environment's stacks have the same names. */
const inEnvironment = `${alone.replace('name: todo-dev', 'name: todo')}environments:\n  dev:\n`;
const taking = (kind: string) => `stackNames: { ${kind}: todo-dev-${kind} }`;

function compileText(text: string): Compiled {
  const outcome = compileAll({ name: 'todo.yaml', bytes: new TextEncoder().encode(text) }, toolkit);
  const [first] = outcome.ok ? outcome.value : [];
  if (!first) throw new Error(JSON.stringify(outcome.diagnostics));
  return first;
}

/** The stack that is deployed from a spec's template. */
function deployedBy(text: string, kind: 'shared' | 'backend'): DeployedStack {
  const root = compileText(text).templates.find(({ stack }) => stack === kind)?.root;
  return {
    id: `arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-dev-${kind}/1`,
    name: `todo-dev-${kind}`,
    status: 'UPDATE_COMPLETE',
    description: textAt(root, 'Description') ?? '',
    isProtected: false,
    parameters: {},
    tags: {},
    outputs: [],
    changedAt: 0,
  };
}

describe('the owner of a deployed stack', () => {
  for (const kind of ['shared', 'backend'] as const) {
    it(`is read from the description of the ${kind} stack`, () => {
      const [own, other] = [compileText(alone).resolved, compileText(inEnvironment).resolved];
      expect(otherOwner(deployedBy(alone, kind), kind, own)).to.equal(undefined);
      expect(otherOwner(deployedBy(inEnvironment, kind), kind, other)).to.equal(undefined);
      expect(otherOwner(deployedBy(inEnvironment, kind), kind, own)).to.equal('todo, environment dev');
      expect(otherOwner(deployedBy(alone, kind), kind, other)).to.equal('todo-dev');
    });

    it(`does not matter where the spec names the ${kind} stack itself`, () => {
      const { resolved } = compileText(`${alone}${taking(kind)}\n`);
      expect(otherOwner(deployedBy(inEnvironment, kind), kind, resolved)).to.equal(undefined);
    });
  }

  it('is nobody for a stack that has another description, or is missing', () => {
    const { resolved } = compileText(alone);
    const { description: _, ...without } = deployedBy(inEnvironment, 'shared');
    for (const description of ['', 'Shared stack: network', 'VPC of the shop', 'Shared stack of Todo: x']) {
      expect(otherOwner({ ...without, description }, 'shared', resolved)).to.equal(undefined);
    }
    expect(otherOwner(without, 'shared', resolved)).to.equal(undefined);
    expect(otherOwner(undefined, 'shared', resolved)).to.equal(undefined);
  });

  for (const [title, status, want] of [
    ['another than an environment', 'UPDATE_COMPLETE', 'others'],
    ['nobody while the stack is empty', 'REVIEW_IN_PROGRESS', undefined],
    ['nobody when its creation was rolled back', 'ROLLBACK_COMPLETE', undefined],
  ] as const) {
    it(`is, of a stack that says nothing of it, ${title}`, () => {
      const stack: DeployedStack = { ...deployedBy(alone, 'shared'), status, description: 'VPC of the shop' };
      const { resolved } = compileText(inEnvironment);
      expect(otherOwner(stack, 'shared', resolved)).to.equal(want);
      const meant = inEnvironment.replace('dev:\n', `dev: { ${taking('shared')} }\n`);
      expect(otherOwner(stack, 'shared', compileText(meant).resolved)).to.equal(undefined);
    });
  }

  it('may be another where the shared stack is that of another spec', () => {
    const { resolved } = compileText(
      alone.replace(/shared:\n.*\n/, 'sharedStack: todo-dev-shared\n').replace('todo-dev\n', 'notes\n'),
    );
    expect(otherOwner(deployedBy(inEnvironment, 'shared'), 'shared', resolved)).to.equal(undefined);
  });
});

describe('a stack of another spec or environment', () => {
  const deployed = useDeployed();
  const files = { alone: '', inEnvironment: '' };

  beforeEach(async () => {
    files.alone = path.join(deployed.folder, 'alone.yaml');
    files.inEnvironment = path.join(deployed.folder, 'stages.yaml');
    await writeFile(files.alone, alone);
    await writeFile(files.inEnvironment, inEnvironment);
  });

  const archc = (...args: readonly string[]) => runArchc(deployed.miniStack, ...args);
  const sharedText = (text: string) =>
    compileText(text).artifacts.find(({ name }) => name === 'shared.yaml')?.text ?? '';
  /** As with `aws cloudformation deploy`. */
  const deployShared = (text: string) => deployed.stacks.deploy('todo-dev-shared', sharedText(text));
  const description = async () =>
    (await deployed.stacks.find('todo-dev-shared'))?.Description ?? 'no description';

  const refusal = (owner: string, own: string) =>
    `archc: stack "todo-dev-shared" belongs to ${owner}, and not to ${own}: give one of them another name; to take the stack over, write "stackNames: { shared: todo-dev-shared }"`;

  it('is neither changed nor deleted, nor shown as the own', async () => {
    await deployShared(inEnvironment);
    const before = await description();
    expect(before).to.match(/^Shared stack of todo, environment dev: /);
    const want = `${refusal('todo, environment dev', 'todo-dev')}\n`;
    for (const args of [
      ['plan', files.alone, '--stack', 'shared'],
      ['deploy', files.alone, '--stack', 'shared', '--yes'],
      ['destroy', files.alone, '--unprotect', '--yes', 'todo-dev'],
      ['outputs', files.alone],
      ['diff', '--deployed', files.alone],
    ]) {
      const { code, stderr } = await archc(...args);
      expect({ code, stderr }, args.join(' ')).to.deep.equal({ code: 1, stderr: want });
    }
    const { stdout, code } = await archc('status', files.alone, '--check');
    expect(code).to.equal(1);
    expect(stdout).to.match(/^ {2}todo-dev-shared +belongs to todo, environment dev$/m);
    expect(stdout).to.not.match(/^Database$/m);
    expect(await description()).to.equal(before);
  });

  it('is that of a spec, which an environment does not touch either', async () => {
    await deployShared(alone);
    const { code, stderr } = await archc('deploy', files.inEnvironment, '--stack', 'shared', '--yes');
    expect({ code, stderr }).to.deep.equal({
      code: 1,
      stderr: `${refusal('todo-dev', 'todo, environment dev')} under environments.dev\n`,
    });
  });

  it('is taken over by whoever names it, and then is no longer the other one', async () => {
    await deployShared(inEnvironment);
    // CloudFormation writes a new description only with a change of a resource.
    const changed = alone.replace('shared:\n', 'shared:\n  database: { backupRetentionDays: 14 }\n');
    await writeFile(files.alone, `${changed}${taking('shared')}\n`);
    const { code, stderr } = await archc('deploy', files.alone, '--stack', 'shared', '--yes');
    expect(code, stderr).to.equal(0);
    expect(await description()).to.match(/^Shared stack of todo-dev: /);
    expect((await archc('plan', files.inEnvironment, '--stack', 'shared')).code).to.equal(1);
  });
});

import { expect } from 'chai';
import { archcCommand } from '../../support/built.ts';
import { askAws } from '../../support/local-aws/aws-cli.ts';
import { useDeployed } from '../../support/local-aws/use-deployed.ts';
import { runArchc } from '../../support/terminal/archc.ts';
import { runInTerminal } from '../../support/terminal/run-in-terminal.ts';

/** Another user of the shared stack. */
const importer = `
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !ImportValue todo-shared-VpcId
`;

describe('archc destroy', () => {
  const deployed = useDeployed();

  function destroy(...flags: readonly string[]) {
    return runArchc(deployed.miniStack, 'destroy', deployed.spec, ...flags);
  }
  async function statuses() {
    const stacks = await Promise.all(
      ['todo-backend', 'todo-shared'].map((name) => deployed.stacks.find(name)),
    );
    return stacks.map((stack) => stack?.StackStatus);
  }

  it('has nothing to do, and says so, when there are no stacks', async () => {
    const { stdout, code } = await destroy('--yes', 'todo');
    expect(stdout).to.match(/^Stack "todo-backend" does not exist in ap-northeast-1 of account \d{12}\n/);
    expect(code).to.equal(0);
  });

  it('says what goes and what stays, deletes both stacks, and follows them to the end', async () => {
    await deployed.deployShared();
    await deployed.deployBackend();
    const { stdout, stderr, code } = await destroy('--yes', 'todo');
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    for (const line of [
      /^To be deleted in ap-northeast-1 of account \d+:\n {2}todo-backend, \d+ resources\n {2}todo-shared, \d+ resources\n/m,
      /^Lost for good:\n(?: {2}.*\n)* {2}Repository: all images in it$/m,
      /^ {2}DatabaseMasterSecret: the password in it$/m,
      /^Stays:\n(?: {2}.*\n)* {2}WebAclLogGroup: aws-waf-logs-todo-backend-\S+, with everything in it; it costs until someone deletes it$/m,
      /^ {2}DatabaseCluster: a snapshot, whose name begins with todo-shared-snapshot-$/m,
      /^ {2}Database: the MySQL database todo, in the snapshot of the cluster$/m,
      /^ {2}DELETE_COMPLETE {2}Service$/m,
      /^Deleted todo-backend\nDeleting todo-shared\n/m,
      /^Deleted todo-shared\n$/m,
    ]) {
      expect(stdout).to.match(line);
    }
    expect(await statuses()).to.deep.equal([undefined, undefined]);
  });

  it('keeps the MySQL database when only the backend goes', async () => {
    await deployed.deployShared();
    await deployed.deployBackend();
    const { stdout, code } = await destroy('--stack', 'backend', '--yes', 'todo');
    expect(stdout).to.match(/^ {2}Database: the MySQL database todo, in the cluster, without its user$/m);
    expect(stdout).to.not.include('Repository: all images');
    expect(code).to.equal(0);
    expect(await statuses()).to.deep.equal([undefined, 'CREATE_COMPLETE']);
  });

  it('deletes nothing while a stack imports from the shared one, and names it', async () => {
    await deployed.deployShared();
    await deployed.deployBackend();
    const own = await destroy('--stack', 'shared', '--yes', 'todo');
    expect(own.stderr).to.match(
      /^archc: stack "todo-shared" is held: stack "todo-backend" imports .*ClusterArn.* from it: delete "todo-backend" first\n/,
    );
    expect(own.code).to.equal(1);

    await deployed.stacks.deploy('other', importer);
    const both = await destroy('--yes', 'todo');
    expect(both.stderr).to.match(/: stack "other" imports VpcId from it: delete "other" first$/m);
    expect(both.stderr).to.not.include('stack "todo-backend" imports');
    expect(both.stderr).to.match(/^archc: nothing was deleted\n$/m);
    expect(await statuses()).to.deep.equal(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
  });

  it('lifts protection only when it is told to', async () => {
    await deployed.deployShared((template) =>
      template.replace('DeletionProtection: false', 'DeletionProtection: true'),
    );
    const protect = ['update-termination-protection', '--enable-termination-protection', '--stack-name'];
    await askAws(deployed.miniStack, 'cloudformation', ...protect, 'todo-shared');
    const refused = await destroy('--yes', 'todo');
    expect(refused.stderr).to.match(/is held: it has termination protection: turn it off with --unprotect$/m);
    expect(refused.stderr).to.match(/is held: its cluster \S+ has deletion protection: turn it off with /m);
    expect(refused.code).to.equal(1);
    expect(await statuses()).to.deep.equal([undefined, 'CREATE_COMPLETE']);

    const { stdout, code } = await destroy('--yes', 'todo', '--unprotect');
    expect(stdout).to.match(
      / resources, after lifting the protection of the stack and the protection of the cluster$/m,
    );
    expect(code).to.equal(0);
    expect(await statuses()).to.deep.equal([undefined, undefined]);
  });

  it('removes a stack that holds nothing but a change set', async () => {
    const request = ['create-change-set', '--change-set-name', 'left', '--change-set-type', 'CREATE'];
    const template = 'Resources: { Topic: { Type: "AWS::SNS::Topic" } }';
    const given = ['--stack-name', 'todo-backend', '--template-body', template];
    await askAws(deployed.miniStack, 'cloudformation', ...request, ...given);
    expect(await statuses()).to.deep.equal(['REVIEW_IN_PROGRESS', undefined]);
    expect((await destroy('--yes', 'todo')).code).to.equal(0);
    expect(await statuses()).to.deep.equal([undefined, undefined]);
  });

  it('asks for the name in a terminal, and deletes nothing for another answer', async () => {
    await deployed.deployShared();
    for (const { answer, wantCode, want } of [
      { answer: 'yes\r', wantCode: 1, want: /nothing was deleted/ },
      { answer: '\u0004', wantCode: 1, want: /delete it: .*\r\narchc: nothing was deleted/ },
      { answer: 'todo\r', wantCode: 0, want: /Deleted todo-shared/ },
    ]) {
      const { env } = deployed.miniStack;
      const question = 'Type the name of the API, todo, to delete it: ';
      const command = [archcCommand, 'destroy', deployed.spec];
      const { code, output } = await runInTerminal(process.execPath, command, { env, question, answer });
      expect(output).to.match(want);
      expect(code, output).to.equal(wantCode);
    }
  });

  it('refuses another name, and to go on without a name where nobody can be asked', async () => {
    const wrong = await destroy('--yes', 'tudo');
    expect(wrong.stderr).to.equal('archc: --yes "tudo" is not the name of the API: write --confirm todo\n');
    const none = await destroy();
    expect(none.stderr).to.equal(
      'archc: without a terminal nobody can be asked for the name of the API: write --confirm todo\n',
    );
    expect([wrong.code, none.code]).to.deep.equal([2, 2]);
  });
});

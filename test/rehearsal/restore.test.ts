import { expect } from 'chai';
import { askAws } from '../support/local-aws/aws-cli.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { useRehearsal } from './use-rehearsal.ts';

describe('a database that was lost', () => {
  const rehearsal = useRehearsal();
  afterEach(() => rehearsal.miniStack.reset());

  const everything = process.env['REHEARSE'] === 'all';
  for (const [title, find] of [
    [
      'a snapshot',
      async () => {
        const query =
          'sort_by(DBClusterSnapshots,&SnapshotCreateTime)[].[DBClusterSnapshotIdentifier,Status]';
        const found = await ask('describe-db-cluster-snapshots', query);
        expect(found).to.have.length(2);
        expect(found[0]).to.deep.equal(['before-the-loss', 'available']);
        // The final snapshot has no user of the backend any more.
        return 'snapshot: before-the-loss';
      },
    ],
    [
      'the automatic backups of the deleted cluster',
      async () => {
        const query = 'DBClusterAutomatedBackups[].[DbClusterResourceId,Status]';
        const [[id = '', status] = []] = await ask('describe-db-cluster-automated-backups', query);
        expect(status).to.equal('retained');
        return `cluster: ${id}, time: latest`;
      },
    ],
  ] as const) {
    if (title !== 'a snapshot' && !everything) continue;

    it(`comes back from ${title}`, async () => {
      const { stacks } = rehearsal;
      await deployBoth('');
      await rehearsal.query('CREATE TABLE tasks (title TEXT)');
      await rehearsal.query("INSERT INTO tasks VALUES ('kept')");
      const first = await stacks.outputs('todo-shared');

      await takeSnapshot(first['ClusterArn'] ?? '', 'before-the-loss');

      const lost = await archc('', 'destroy', '--yes', 'todo', '--unprotect');
      expect(lost.code, lost.stderr).to.equal(0);
      expect(await rehearsal.listMysql()).to.deep.equal({ databases: [], users: [] });

      const restoreFrom = `restoreFrom: { ${await find()} }`;
      const planned = await archc(restoreFrom, 'plan');
      expect(planned.code, planned.stderr).to.equal(2);
      expect(planned.stderr).to.match(/The new cluster is made from (snapshot|cluster) ".*"/);
      await deployBoth(restoreFrom);
      expect(await rehearsal.query('SELECT title FROM tasks')).to.deep.equal([{ title: 'kept' }]);
      const second = await stacks.outputs('todo-shared');
      expect(second['ClusterArn']).to.not.equal(first['ClusterArn']);
      expect(second['BackupVaultName']).to.match(/^todo-shared-[0-9a-f]{8}$/);
      expect(await vaults()).to.have.members([first['BackupVaultName'], second['BackupVaultName']]);

      expect((await archc(restoreFrom, 'plan')).code).to.equal(0);
      const without = await archc('', 'deploy', '--yes');
      expect(without.code).to.equal(1);
      expect(without.stderr)
        .to.include('error restores-deployed-cluster')
        .and.to.include('Removing "restoreFrom" would replace the cluster of stack "todo-shared"')
        .and.to.include(`Keep what the cluster was made from: ${restoreFrom}`);
      expect(await rehearsal.query('SELECT title FROM tasks')).to.deep.equal([{ title: 'kept' }]);
    });
  }

  it('is not made from a backup that does not exist', async () => {
    const { code, stderr } = await archc('restoreFrom: { snapshot: nobody-made-it }', 'deploy', '--yes');
    expect(code).to.equal(1);
    expect(stderr).to.include('There is no snapshot "nobody-made-it" in ap-northeast-1 of this account');
    expect(await rehearsal.stacks.find('todo-shared')).to.equal(undefined);
  });

  async function archc(restoreFrom: string, command: string, ...flags: string[]) {
    const spec = await writeSpec(rehearsal.folder, (text) =>
      text
        .replace(/ deletionProtection: .*\n/, ` deletionProtection: false\n    ${restoreFrom}\n`)
        .replace(/^options:\n/m, 'options:\n  backup: {}\n'),
    );
    return runArchc(rehearsal.miniStack, command, spec, ...flags);
  }

  async function deployBoth(restoreFrom: string): Promise<void> {
    const shared = await archc(restoreFrom, 'deploy', '--yes', '--stack', 'shared');
    expect(shared.code, shared.stderr).to.equal(0);
    const { RepositoryUri = '' } = await rehearsal.stacks.outputs('todo-shared');
    const image = await pushImage(rehearsal.miniStack, RepositoryUri, 'todo-1');
    const backend = await archc(restoreFrom, 'deploy', '--yes', '--image', image);
    expect(backend.code, backend.stderr).to.equal(0);
  }

  async function ask(operation: string, query: string): Promise<readonly (readonly string[])[]> {
    const answer = await askAws(rehearsal.miniStack, 'rds', operation, '--query', query);
    return answer as readonly (readonly string[])[];
  }

  async function takeSnapshot(clusterArn: string, name: string): Promise<void> {
    const cluster = clusterArn.replace(/.*:/, '');
    const given = ['--db-cluster-identifier', cluster, '--db-cluster-snapshot-identifier', name];
    await askAws(rehearsal.miniStack, 'rds', 'create-db-cluster-snapshot', ...given);
  }

  async function vaults(): Promise<unknown> {
    return askAws(
      rehearsal.miniStack,
      'backup',
      'list-backup-vaults',
      '--query',
      'BackupVaultList[].BackupVaultName',
    );
  }
});

import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { chooseRuntime } from '../../support/compile/compile-edited.ts';
import { startFakeDns } from '../../support/dns/fake-dns.ts';
import type { FakeDns } from '../../support/dns/fake-dns.ts';
import { askAws } from '../../support/local-aws/aws-cli.ts';
import { pushImage } from '../../support/local-aws/inspect-aws.ts';
import { useDeployed } from '../../support/local-aws/use-deployed.ts';
import { runArchc, writeSpec } from '../../support/terminal/archc.ts';

interface Report {
  readonly stacks: readonly {
    readonly name: string;
    readonly status: string | null;
    readonly isProtected?: boolean;
  }[];
  readonly service?: { readonly url: string; readonly image?: string; readonly details?: readonly string[] };
  readonly domain?: { readonly status: string };
  readonly database?: {
    readonly cluster: string;
    readonly status: string;
    readonly instances: readonly unknown[];
  };
  readonly logGroups?: readonly { readonly name: string; readonly retentionDays?: number }[];
  readonly troubles: readonly string[];
}

describe('archc status', () => {
  const deployed = useDeployed();
  let dns: FakeDns;

  before(async () => {
    // Every name has the same address, so that the domain leads to the service.
    dns = await startFakeDns({ '*': { a: ['192.0.2.1'] } });
  });
  after(() => {
    // It was never started where there is no local AWS.
    (dns as FakeDns | undefined)?.stop();
  });

  function status(...flags: readonly string[]) {
    return runArchc(deployed.miniStack, 'status', deployed.spec, '--dns-server', dns.server, ...flags);
  }
  async function report(...flags: readonly string[]): Promise<Report> {
    return JSON.parse((await status('--format', 'json', ...flags)).stdout) as Report;
  }

  it('tells stacks that are not there, which only --check takes for an error', async () => {
    const { stdout, code } = await status();
    expect(stdout).to.match(/^Stacks\n {2}todo-shared {3}not there\n {2}todo-backend {2}not there\n/m);
    expect(code).to.equal(0);
    expect((await status('--check')).code).to.equal(1);
    expect((await report()).stacks[0]).to.deep.equal({ kind: 'shared', name: 'todo-shared', status: null });
  });

  it('tells how everything is that is deployed', async () => {
    await deployed.deployShared();
    const image = await deployed.deployBackend();
    await report();
    const { stacks, service, domain, database, troubles } = await report();
    expect(stacks.map(({ status: is }) => is)).to.deep.equal(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
    expect(service?.url).to.match(/^https:\/\/\S+\.awsapprunner\.com$/);
    expect(service?.image).to.equal(image);
    expect(domain?.status).to.equal('active');
    expect(database?.status).to.equal('available');
    expect(database?.instances).to.have.length(2);
    expect(troubles).to.have.length(1);
    expect(troubles[0]).to.match(/^stack "todo-shared" does not have the termination protection/);

    const protect = ['update-termination-protection', '--enable-termination-protection', '--stack-name'];
    await askAws(deployed.miniStack, 'cloudformation', ...protect, 'todo-shared');
    const { stdout, code } = await status('--check');
    expect(stdout).to.match(/^ {2}todo-shared {3}CREATE_COMPLETE {2}changed 20\d\d-\S+Z {2}protected$/m);
    expect(stdout).to.match(/^ {2}https:\/\/api\.example\.com {2}active$/m);
    expect(stdout).to.match(/^All is well\.\n$/m);
    expect(code).to.equal(0);
  });

  it('tells what someone has changed by hand, when it is asked to', async () => {
    await deployed.deployShared();
    const { Roles } = (await askAws(deployed.miniStack, 'iam', 'list-roles')) as {
      Roles: readonly { RoleName: string }[];
    };
    const role =
      Roles.map(({ RoleName }) => RoleName).find((name) => name.includes('DatabaseMonitoringRole')) ?? '';
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const change = ['update-assume-role-policy', '--policy-document', trust, '--role-name', role];
    await askAws(deployed.miniStack, 'iam', ...change);
    const { stdout } = await status('--drift');
    expect(stdout).to.match(/^Drift\n {2}todo-shared +DRIFTED\n/m);
    expect(stdout).to.match(
      /^ {4}DatabaseMonitoringRole +MODIFIED +\/AssumeRolePolicyDocument\S* is .*, in the template /m,
    );
    expect(stdout).to.match(
      /^ {2}stack "todo-shared" differs from its template \(.*\bDatabaseMonitoringRole\b.*\)$/m,
    );
  });

  it('tells which logs outside the stacks are kept for ever, and limits these alone', async () => {
    const { miniStack, stacks } = deployed;
    await deployed.deployShared();
    await deployed.deployBackend();
    const { database } = await report();
    const { ServiceArn = '' } = await stacks.outputs('todo-backend');
    const audit = `/aws/rds/cluster/${database?.cluster ?? ''}/audit`;
    const error = `/aws/rds/cluster/${database?.cluster ?? ''}/error`;
    const application = `/aws/apprunner/${ServiceArn.split('/').slice(1).join('/')}/application`;
    const others = ['/aws/rds/cluster/another/audit', `/aws/rds/cluster/${database?.cluster ?? ''}-2/audit`];
    for (const name of [audit, error, application, ...others]) {
      await askAws(miniStack, 'logs', 'create-log-group', '--log-group-name', name);
    }
    await askAws(
      ...([miniStack, 'logs', 'put-retention-policy', '--log-group-name', error] as const),
      ...['--retention-in-days', '7'],
    );

    const { stdout } = await status();
    expect(stdout).to.match(new RegExp(`^ {2}${audit} +kept for ever$`, 'm'));
    expect(stdout).to.match(new RegExp(`^ {2}${error} +kept for 7 days$`, 'm'));
    expect(stdout).to.include(`  archc status ${deployed.spec} --set-log-retention 365\n`);
    const put = 'aws logs put-retention-policy --region ap-northeast-1 --log-group-name';
    const commands = stdout.match(/^ {2}aws logs .*$/gm)?.map((line) => line.trim());
    expect(commands).to.have.members(
      [audit, application].map((name) => `${put} ${name} --retention-in-days 365`),
    );

    expect((await status('--set-log-retention', '91')).code).to.equal(2);
    const limited = await status('--set-log-retention', '90', '--format', 'json');
    expect(limited.code, limited.stderr).to.equal(0);
    const want = [
      { name: application, retentionDays: 90 },
      { name: audit, retentionDays: 90 },
      { name: error, retentionDays: 7 },
    ];
    expect((JSON.parse(limited.stdout) as Report).logGroups).to.have.deep.members(want);
    expect((await report()).logGroups).to.have.deep.members(want);
    const { logGroups } = (await askAws(miniStack, 'logs', 'describe-log-groups')) as {
      logGroups: readonly { logGroupName: string; retentionInDays?: number }[];
    };
    for (const name of others) {
      expect(logGroups.find(({ logGroupName }) => logGroupName === name)).to.not.have.property(
        'retentionInDays',
      );
    }
  });

  it('tells the tasks of a service on Fargate, and why some of them stopped', async () => {
    const { miniStack, stacks } = deployed;
    const folder = await mkdtemp(path.join(deployed.folder, 'fargate-'));
    const moved = await writeSpec(folder, (text) => chooseRuntime(text, 'fargate'));
    const deploy = (...flags: string[]) => runArchc(miniStack, 'deploy', moved, '--yes', ...flags);
    expect((await deploy('--stack', 'shared')).code).to.equal(0);
    const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
    const created = await deploy('--image', await pushImage(miniStack, RepositoryUri, 'todo-1'));
    expect(created.code, created.stderr).to.equal(0);
    const well = await runArchc(miniStack, 'status', moved, '--dns-server', dns.server, '--check');
    expect(well.stdout).to.match(
      /^ {2}https:\/\/api\.example\.com {2}ACTIVE {2}on fargate\n {2}runs \S+@sha256:[0-9a-f]{64}\n {2}2 of 2 tasks running, 2 healthy\n$/m,
    );
    expect(well.stdout).to.match(/^ {2}https:\/\/api\.example\.com {2}issued$/m);
    expect(well.code, well.stdout).to.equal(0);

    const failed = await deploy('--image', await pushImage(miniStack, RepositoryUri, 'todo-crashing'));
    expect(failed.code).to.equal(1);
    expect(failed.stderr).to.match(
      /todo\.yaml:\d+:3 error deployment-failed\n {2}EcsService: .*: the last task stopped: .*\(exit code 1\)\n/,
    );
    expect(failed.stderr).to.match(
      /^The end of its log \(\S+\):\n {2}Starting to listen\n {2}Error: Cannot find module/m,
    );
    const { service, troubles } = JSON.parse(
      (await runArchc(miniStack, 'status', moved, '--dns-server', dns.server, '--format', 'json')).stdout,
    ) as Report;
    expect(service).to.deep.include({ runtime: 'fargate', isServing: true });
    expect(service?.details?.at(-1)).to.match(
      /^task \w+ stopped at 20\S+Z: Essential container in task exited \(exit code 1\)$/,
    );
    expect(troubles).to.have.length(1);
    expect(troubles[0]).to.match(/^stack "todo-backend" \(UPDATE_ROLLBACK_COMPLETE\)/);
  });
});

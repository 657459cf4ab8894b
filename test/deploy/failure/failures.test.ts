import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { expect } from 'chai';
import { archcCommand } from '../../support/built.ts';
import { startFaultyAws } from '../../support/local-aws/faulty-aws.ts';
import type { FaultyAws } from '../../support/local-aws/faulty-aws.ts';
import { pushImage } from '../../support/local-aws/inspect-aws.ts';
import { missingForRehearsal, startRehearsal } from '../../support/local-aws/rehearsal.ts';
import type { Rehearsal } from '../../support/local-aws/rehearsal.ts';
import { secondBackend } from '../../support/local-aws/second-backend.ts';
import { clientConfig } from '../../support/local-aws/stacks.ts';
import { needs } from '../../support/needs.ts';
import { runArchc, writeSpec } from '../../support/terminal/archc.ts';

type Edit = (spec: string) => string;
const asItIs: Edit = (spec) => spec;

/** At the end of a template: an export that archc does not make. */
const extraExport = `
  Former:
    Value: !Ref Vpc
    Export: { Name: !Sub "\${AWS::StackName}-Former" }
`;
const importing = `
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: !ImportValue todo-shared-Former }`;

describe('a deployment that fails', () => {
  let rehearsal: Rehearsal;
  let faulty: FaultyAws | undefined;
  let folder = '';
  let image = '';
  let missing = '';

  async function archc(edit: Edit, ...flags: string[]) {
    const local = { ...rehearsal.miniStack, env: environment() };
    return runArchc(local, 'deploy', await writeSpec(folder, edit), '--yes', ...flags);
  }
  /** The line of the spec in which the text stands. */
  async function lineOf(text: string): Promise<number> {
    const lines = (await readFile(path.join(folder, 'todo.yaml'), 'utf8')).split('\n');
    return lines.findIndex((line) => line.includes(text)) + 1;
  }
  const environment = () => ({ ...rehearsal.miniStack.env, AWS_ENDPOINT_URL: faulty?.url ?? '' });

  before(async function () {
    needs(this, await missingForRehearsal());
    rehearsal = await startRehearsal();
    faulty = await startFaultyAws(rehearsal.miniStack.endpoint);
    folder = await mkdtemp(path.join(tmpdir(), 'archc-failures-'));
    const shared = await archc(asItIs, '--stack', 'shared');
    expect(shared.code, shared.stderr).to.equal(0);
    const { RepositoryUri = '' } = await rehearsal.stacks.outputs('todo-shared');
    image = await pushImage(rehearsal.miniStack, RepositoryUri, 'todo-1');
    missing = 'public.ecr.aws/missing/api:1';
    const backend = await archc(asItIs, '--image', image);
    expect(backend.code, backend.stderr).to.equal(0);
  });
  afterEach(() => faulty?.faults.splice(0));
  after(async () => {
    if (folder === '') return;
    await faulty?.stop();
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('since the image is missing tells that the service runs the former one', async () => {
    const { code, stderr } = await archc(asItIs, '--image', missing);
    expect(code).to.equal(1);
    expect(stderr).to.include(`todo.yaml:${await lineOf('service:')}:3 error image-not-running\n`);
    expect(stderr).to.match(/@sha256:\w+ instead of public\.ecr\.aws\/missing\/api:1: .*rolled back/);
    expect(stderr).to.match(/why the container did not start/);
    expect((await archc(asItIs, '--image', image)).code).to.equal(0);
  });

  it('in the function of a custom resource tells its answer, the line and its log', async () => {
    const { ClusterArn, MasterSecretArn } = await rehearsal.stacks.outputs('todo-shared');
    const request = {
      resourceArn: ClusterArn,
      secretArn: MasterSecretArn,
      sql: "CREATE USER todo_taken IDENTIFIED BY 'x'",
    };
    await new RDSDataClient(clientConfig(rehearsal.miniStack)).send(new ExecuteStatementCommand(request));
    const { code, stderr } = await archc((spec) => spec.replace('todo_app', 'todo_taken'), '--image', image);
    expect(code).to.equal(1);
    const line = await lineOf('user:');
    expect(stderr).to.include(
      `todo.yaml:${line}:11 error deployment-failed\n  Database: MySQL user "todo_taken" belongs to`,
    );
    expect(stderr).to.include(`${line} |     user: todo_taken`);
    expect(stderr).to.include('Choose another backend.database.user');
    expect(stderr).to.match(/The end of its log \(\S+\):\n(.*\n)*.*Update Database/);
    expect(stderr).to.match(/UPDATE_ROLLBACK_COMPLETE: it is as it was before the update\.\n$/);
  });

  it('since the shared stack is missing says which, where, and how to make it', async () => {
    const { code, stderr } = await archc(
      (spec) => spec.replace('name: todo\n', 'name: other\n'),
      '--stack',
      'backend',
      '--image',
      image,
    );
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /^archc: stack "other-shared" does not exist in ap-northeast-1 of account 123456789012: deploy it with "archc deploy .* --stack shared"\n$/,
    );
  });

  it('since another stack imports what would go names that stack and the way out, before anything changes', async () => {
    const { stacks } = rehearsal;
    const former = await readFile('dist/todo/shared.yaml', 'utf8');
    await stacks.deploy('todo-shared', `${former}${extraExport}`);
    await stacks.deploy('importer', importing);
    // The local CloudFormation sees no change in the outputs alone.
    const { code, stderr } = await archc((spec) => spec.replace('max: 16', 'max: 8'), '--stack', 'shared');
    await stacks.remove('importer');
    expect(code, stderr).to.equal(1);
    expect(stderr).to.match(/This would remove Former, which stack "importer" still imports/);
    expect(stderr).to.match(/First remove what imports them/);
    expect(stderr).to.match(/Nothing was changed\.\n$/);
  });

  for (const [what, status, code, message, said] of [
    [
      'expired credentials',
      403,
      'ExpiredToken',
      'The security token included in the request is expired',
      /the AWS credentials have expired: log in again/,
    ],
    [
      'wrong credentials',
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid',
      /AWS rejected these credentials in ap-northeast-1/,
    ],
  ] as const) {
    it(`since of ${what} says so in one line, at once`, async () => {
      faulty?.faults.push({ at: /GetCallerIdentity/, times: 9, what: { status, code, message } });
      const start = Date.now();
      const { code: exit, stderr } = await archc(asItIs, '--image', image);
      expect(exit).to.equal(1);
      expect(stderr)
        .to.match(said)
        .and.match(/^archc: .*\n$/);
      expect(Date.now() - start).to.be.below(5_000);
    });
  }

  it('since the credentials are of another account says so in one line', async () => {
    const { code, stderr } = await archc(asItIs, '--image', image, '--account', '999999999999');
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /^archc: these AWS credentials belong to account 123456789012 .* not to 999999999999.*\n$/,
    );
  });

  it('since there is no such region says so in one line, at once', async () => {
    const { AWS_ENDPOINT_URL: _, ...env } = environment();
    const local = {
      ...rehearsal.miniStack,
      env: { ...env, AWS_ENDPOINT_URL: 'http://cloudformation.invalid' },
    };
    const { code, stderr } = await runArchc(local, 'plan', await writeSpec(folder));
    expect(code).to.equal(1);
    expect(stderr).to.match(/^archc: cannot reach AWS in ap-northeast-1: check the name of the region.*\n$/);
  });

  it('by pre-deployment validation tells the finding at the line of the property', async () => {
    faulty?.faults.push(
      { at: /DescribeChangeSet/, times: 1, what: { body: described('The following validation(s) failed') } },
      {
        at: /DescribeEvents/,
        times: 1,
        what: { body: finding('/Resources/AllowedIpv4Set/Properties/Addresses/0', 'not a range') },
      },
    );
    const edit: Edit = (spec) => spec.replace('203.0.113.0/24', '198.51.100.0/24');
    const { code, stderr } = await archc(edit, '--stack', 'backend', '--image', image);
    expect(code).to.equal(1);
    expect(stderr).to.include(`todo.yaml:${await lineOf('allowedSourceIps')}:`);
    expect(stderr).to.match(/ error deployment-refused\n {2}AllowedIpv4Set\.Addresses\.0: not a range/);
    expect(stderr).to.match(/Nothing was changed\.\n$/);
    expect(faulty?.calls).to.include('DeleteChangeSet');
  });

  it('only for the moment, since AWS throttles, is carried on', async () => {
    faulty?.faults.push({
      at: /DescribeChangeSet|DescribeStackEvents/,
      times: 3,
      what: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
    });
    const { code, stderr } = await archc(
      (spec) => spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: warn'),
      '--stack',
      'backend',
      '--image',
      image,
    );
    expect(code, stderr).to.equal(0);
    expect(faulty?.faults[0]?.times).to.equal(0);
  });

  it('to be followed when the network is cut is followed again when it is back', async () => {
    const running = archc(
      (spec) => spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: error'),
      '--stack',
      'backend',
      '--image',
      image,
    );
    while (faulty?.calls.at(-1) !== 'ExecuteChangeSet') await sleep(5);
    faulty.faults.push({ at: /DescribeStackEvents/, times: 6, what: 'disconnect' });
    const { code, stderr } = await running;
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(
      /The connection is lost, trying again: AWS did not answer(.*\n)*The connection is back\n/,
    );
  });

  it('to wait for its end, when it is interrupted, says how to come back', async () => {
    const args = ['deploy', await writeSpec(folder, asItIs), '--yes', '--stack', 'backend', '--image', image];
    const child = spawn(process.execPath, [archcCommand, ...args], {
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const told = text(child.stderr);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const before = faulty?.calls.length ?? 0;
    while (!faulty?.calls.slice(before).includes('ExecuteChangeSet')) await sleep(5);
    faulty.faults.push({ at: /DescribeStackEvents/, times: 99, what: 'disconnect' });
    await sleep(300);
    child.kill('SIGINT');
    expect(await ended).to.equal(130);
    expect(await told).to.match(
      /archc: interrupted\. AWS continues what it has begun; to follow it: archc deploy .*todo\.yaml\n$/,
    );
  });

  it('and leaves a stack that can only be deleted is begun anew, unless that is protected', async () => {
    const failed = await archc(secondBackend, '--image', missing);
    expect(failed.code).to.equal(1);
    expect(failed.stderr).to.match(/error deployment-failed\n {2}Service: .*did not stabilize/);
    expect(failed.stderr).to.match(
      /second-backend" is in ROLLBACK_COMPLETE: .* the next deployment replaces the stack\.\n$/,
    );

    const client = new CloudFormationClient(clientConfig(rehearsal.miniStack));
    const protect = (on: boolean) =>
      client.send(
        new UpdateTerminationProtectionCommand({
          StackName: 'second-backend',
          EnableTerminationProtection: on,
        }),
      );
    await protect(true);
    const held = await archc(secondBackend, '--image', image);
    expect(held.code).to.equal(1);
    expect(held.stderr).to.match(
      /archc: stack "second-backend" .* has termination protection\. To continue, run "archc destroy .* --unprotect"\n$/,
    );

    await protect(false);
    const again = await archc(secondBackend, '--image', image);
    expect(again.code, again.stderr).to.equal(0);
    expect(again.stderr)
      .to.include('The stack is deleted first. ROLLBACK_COMPLETE')
      .and.include('Deployed second-backend');
  });
});

function described(reason: string): string {
  return `<DescribeChangeSetResponse><DescribeChangeSetResult><Status>FAILED</Status><StatusReason>${reason}</StatusReason></DescribeChangeSetResult></DescribeChangeSetResponse>`;
}

function finding(where: string, reason: string): string {
  const event = `<EventType>VALIDATION_ERROR</EventType><ValidationFailureMode>FAIL</ValidationFailureMode><ValidationName>PROPERTY_VALIDATION</ValidationName><ValidationPath>${where}</ValidationPath><ValidationStatusReason>${reason}</ValidationStatusReason>`;
  return `<DescribeEventsResponse><DescribeEventsResult><OperationEvents><member>${event}</member></OperationEvents></DescribeEventsResult></DescribeEventsResponse>`;
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import type { Aws } from '../../../compiler/aws/aws.ts';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { renderOverviewJson, renderOverviewText } from '../../../compiler/cli/views/overview.ts';
import type { OverviewReport } from '../../../compiler/cli/views/overview.ts';
import { compileAll } from '../../../compiler/compile.ts';
import { readOverview } from '../../../compiler/deploy/status/overview.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { scriptedAws, stack } from '../../support/fake-aws/scripted-aws.ts';
import { useDeployed } from '../../support/local-aws/use-deployed.ts';
import { runArchc } from '../../support/terminal/archc.ts';

const spec = `archc: 1
name: todo
region: ap-northeast-1
shared:
  availabilityZones: [ap-northeast-1a, ap-northeast-1c]
backend:
  service: { runtime: appRunner, port: 8080 }
  database: { name: todo, user: todo_app }
environments:
  dev:
  staging:
    region: eu-west-1
    shared: { availabilityZones: [eu-west-1a, eu-west-1b] }
  prod:
    account: "999999999999"
    region: us-east-1
    shared: { availabilityZones: [us-east-1a, us-east-1b] }
`;

function resolveEach() {
  const outcome = compileAll({ name: 'todo.yaml', bytes: new TextEncoder().encode(spec) }, toolkit);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value.map(({ resolved }) => resolved);
}

/** What the template says of the stack `todo-dev-shared`. */
const ownDescription = (name: string) =>
  name.replace(
    /^todo-(\w+)-(\w)(\w+)$/,
    (_, environment: string, first: string, rest: string) =>
      `${first.toUpperCase()}${rest} stack of todo, environment ${environment}: x`,
  );

/** Both stacks of an environment, without anything in them. */
function regionWith(status: string): Aws {
  return scriptedAws([], {
    caller: () => Promise.resolve({ account: '111111111111', arn: 'arn:aws:iam::111111111111:user/a' }),
    describeStack: (name) =>
      Promise.resolve({ ...stack, name, status, isProtected: true, description: ownDescription(name) }),
    listResources: () => Promise.resolve([]),
  });
}

async function overview(
  regions: Readonly<Record<string, Aws | AwsFailure>>,
  about: readonly string[] = ['dev', 'staging', 'prod'],
): Promise<OverviewReport> {
  const chosen = resolveEach().filter(({ tree }) => about.includes(tree.environment?.name ?? ''));
  const open = (region: string) => {
    const aws = regions[region] ?? new Error(`nobody asks ${region}`);
    return aws instanceof Error ? Promise.reject(aws) : Promise.resolve(aws);
  };
  return { name: 'todo', environments: await readOverview(chosen, { open, toolkit, drift: false }) };
}

const unreachable = new AwsFailure('network', 'ENOTFOUND', 'cannot reach AWS in eu-west-1');

describe('the overview of all environments', () => {
  it('shows those that can be read, and why the others cannot', async () => {
    const report = await overview({
      'ap-northeast-1': regionWith('UPDATE_COMPLETE'),
      'eu-west-1': unreachable,
      'us-east-1': regionWith('UPDATE_COMPLETE'),
    });
    expect(renderOverviewText(report)).to.equal(`todo

  environment  region          shared           backend          service  image  domain  alarms  problems
  dev          ap-northeast-1  UPDATE_COMPLETE  UPDATE_COMPLETE  -        -      -       -       none
  staging      eu-west-1       not read
  prod         us-east-1       account 999999999999: other credentials needed

Not as it should be
  staging  cannot reach AWS in eu-west-1
`);
    const { environments } = JSON.parse(renderOverviewJson(report)) as {
      readonly environments: readonly Record<string, unknown>[];
    };
    expect(environments.map(({ stacks: _, ...rest }) => rest)).to.deep.equal([
      {
        environment: 'dev',
        account: null,
        state: 'read',
        name: 'todo-dev',
        region: 'ap-northeast-1',
        troubles: [],
      },
      {
        environment: 'staging',
        account: null,
        state: 'unreadable',
        name: 'todo-staging',
        region: 'eu-west-1',
        reason: 'cannot reach AWS in eu-west-1',
      },
      {
        environment: 'prod',
        account: '999999999999',
        state: 'other-account',
        name: 'todo-prod',
        region: 'us-east-1',
      },
    ]);
  });

  it('lists the problems of each environment under its name', async () => {
    const report = await overview(
      {
        'ap-northeast-1': regionWith('UPDATE_ROLLBACK_COMPLETE'),
        'eu-west-1': regionWith('CREATE_COMPLETE'),
      },
      ['dev', 'staging'],
    );
    const text = renderOverviewText(report);
    expect(text).to.match(/^ {2}dev +ap-northeast-1 .* 2$/m);
    expect(text).to.match(/^ {2}staging +eu-west-1 .* none$/m);
    expect(text.match(/^ {2}dev {2}stack "todo-dev-(shared|backend)" .*rolled back$/gm)).to.have.length(2);
  });

  it('says so when everything that was read is well, and when nothing was read', async () => {
    const well = regionWith('UPDATE_COMPLETE');
    const regions = { 'ap-northeast-1': well, 'eu-west-1': well, 'us-east-1': well };
    expect(renderOverviewText(await overview(regions, ['dev', 'staging']))).to.match(/\nAll is well\.\n$/);
    expect(renderOverviewText(await overview(regions))).to.match(/\nAll that was read is well\.\n$/);
    expect(renderOverviewText(await overview(regions, ['prod']))).to.match(/\nNothing was read\.\n$/);
  });

  it('hides no bug behind a row', async () => {
    const fails = await overview({}, ['dev']).catch((error: unknown) => error);
    expect(String(fails)).to.include('nobody asks ap-northeast-1');
  });
});

describe('archc status --all', () => {
  const deployed = useDeployed();
  let file = '';

  beforeEach(async () => {
    file = path.join(deployed.folder, 'stages.yaml');
    await writeFile(file, spec);
  });
  const status = (...flags: readonly string[]) => runArchc(deployed.miniStack, 'status', file, ...flags);

  it('has a row for each environment, and takes missing stacks for problems with --check', async () => {
    const dev = compileAll({ name: file, bytes: new TextEncoder().encode(spec) }, toolkit);
    const artifacts = dev.ok ? (dev.value[0]?.artifacts ?? []) : [];
    const template = artifacts.find(({ name }) => name === 'shared.yaml')?.text ?? '';
    await deployed.stacks.deploy('todo-dev-shared', template);
    const { stdout, code } = await status('--all');
    expect(code).to.equal(0);
    expect(stdout).to.match(/^ {2}dev +ap-northeast-1 +CREATE_COMPLETE +not there +- +- +- +- +\d$/m);
    expect(stdout).to.match(/^ {2}staging +eu-west-1 +not there +not there +- .* 2$/m);
    expect(stdout).to.match(/^ {2}prod +us-east-1 +account 999999999999: other credentials needed$/m);
    expect(stdout).to.match(
      /^ {2}dev +stack "todo-dev-backend" does not exist: .*archc deploy \S+stages\.yaml --environment dev/m,
    );
    expect((await status('--all', '--check')).code).to.equal(1);

    const { environments } = JSON.parse((await status('--all', '--format', 'json')).stdout) as {
      readonly environments: readonly { readonly environment: string; readonly state: string }[];
    };
    expect(environments.map(({ environment, state }) => `${environment} ${state}`)).to.deep.equal([
      'dev read',
      'staging read',
      'prod other-account',
    ]);
  });

  it('names the environment in the report about one', async () => {
    const { stdout } = await status('--environment', 'staging');
    expect(stdout).to.match(/^todo, environment staging, in eu-west-1\n/);
    const one = JSON.parse((await status('-e', 'staging', '--format', 'json')).stdout) as object;
    expect(one).to.include({ name: 'todo-staging', environment: 'staging', region: 'eu-west-1' });
  });

  it('goes with no flag that is about one environment', async () => {
    expect((await status('--all', '-e', 'dev')).stderr).to.equal(
      'archc: --environment does not go with --all: leave one of them out\n',
    );
    expect((await status('--all', '--set-log-retention', '30')).code).to.equal(2);
  });
});

import { expect } from 'chai';
import type { Aws } from '../../../compiler/aws/aws.ts';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import type { ResourceChange } from '../../../compiler/aws/model.ts';
import { deploy } from '../../../compiler/deploy/deploy.ts';
import { openChangeSets } from '../../../compiler/deploy/plan/change-sets.ts';
import type { StackPlan } from '../../../compiler/deploy/plan/plan.ts';
import { serviceIn } from '../../../compiler/deploy/plan/runtime-move.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import type { DeployFailure, Deployment } from '../../../compiler/deploy/deployment.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';

const appRunner = compileGolden('fargate', (spec) => spec.replace('fargate', 'appRunner'));
const fargate = compileGolden('fargate');
const open = compileGolden('fargate', (spec) =>
  spec.replace('    deletionProtection', '    access: public\n    deletionProtection'),
);
const withNetwork = (access: 'public' | 'vpc', more = '') =>
  compileGolden('fargate', (spec) =>
    spec
      .replace('fargate', 'appRunner')
      .replace(
        / {2}database:\n {4}deletionProtection/,
        `  network: { nat: one }\n  database:\n    access: ${access}\n    deletionProtection`,
      )
      .replace(/( +)port: 8080\n/, `$1port: 8080\n${more}`),
  );
const insideWhileOpen = withNetwork('public', '    egress: vpc\n');
const closed = withNetwork('vpc');
const withoutDatabase = compileGolden('fargate', (spec) =>
  spec.replace('fargate', 'appRunner').replace(/ {2}database: \{.*\n/, ''),
);
const textOf = ({ artifacts }: Compiled, name: string) =>
  artifacts.find((each) => each.name === name)?.text ?? '';

interface Deployed {
  /** Texts of the deployed templates by the names of their stacks. */
  readonly [name: string]: string;
}

const serviceInside = { NetworkConfiguration: { EgressConfiguration: { EgressType: 'VPC' } } };
const parameters = { ImageUri: 'host/todo:1', SharedStackName: 'todo-shared' };

/** Deploys a spec to an account in which every change is noted, and nothing comes of it. */
async function deployTo(deployed: Deployed, wanted: Compiled, more: Partial<Aws> = {}) {
  const changed: string[] = [];
  const plans: StackPlan[] = [];
  const steps: string[] = [];
  const failures: { findings: readonly Finding[]; failure: DeployFailure }[] = [];
  const aws: Partial<Aws> = {
    region: 'ap-northeast-1',
    describeStack: (name) =>
      Promise.resolve(deployed[name] === undefined ? undefined : { ...stack, name, id: name, parameters }),
    readTemplate: (name) => Promise.resolve(deployed[name] ?? ''),
    listImports: (exported) =>
      Promise.resolve(
        Object.keys(deployed).filter(
          (name) => name.endsWith('-backend') && exported.endsWith('-ClusterEndpoint'),
        ),
      ),
    createChangeSet: ({ stack: name }) => Promise.resolve(name),
    describeChangeSet: (name) =>
      Promise.resolve({
        status: 'CREATE_COMPLETE',
        changes: changesBetween(deployed[name] ?? '', name, wanted),
      }),
    listFindings: () => Promise.resolve([]),
    deleteChangeSet: () => Promise.resolve(),
    eventsAfter: () => Promise.resolve([]),
    // A hosted zone that fits every domain, without records, and a service in the VPC.
    call: () => Promise.resolve({ HostedZone: { Name: 'com.' }, Service: serviceInside }),
    executeChangeSet: (name) => Promise.reject(new Error(String(changed.push(name)))),
    ...more,
  };
  const deployment: Deployment = {
    aws: aws as Aws,
    changeSets: openChangeSets(aws as Aws, () => Promise.resolve()),
    sleep: () => Promise.resolve(),
    context: { resolved: wanted.resolved, templates: wanted.templates, toolkit },
    report: {
      plan: (all) => void plans.push(...all),
      refuse: () => undefined,
      moved: () => undefined,
      step: (text) => void steps.push(text),
      fail: (findings, failure) => void failures.push({ findings, failure }),
      finish: () => undefined,
      build: () => undefined,
      watch: () => {
        throw new Error('Something is followed');
      },
    },
    confirm: () => Promise.resolve(true),
    approve: () => Promise.resolve(true),
    signal: new AbortController().signal,
    ask: () => Promise.resolve(true),
    buildImage: () => Promise.resolve('host/todo:2'),
    checkBuild: () => Promise.resolve([]),
    canBuildAhead: () => true,
    buildAhead: () => Promise.resolve('localhost/todo:2'),
    pushImage: () => Promise.resolve('host/todo:2'),
    heeding: (_, work) => work(),
  };
  const request = {
    stacks: wantStacks(wanted, toolkit),
    allowed: ['DatabaseUserSecret'],
    image: 'host/todo:2',
    restarts: false,
    keepsFailed: false,
    detaches: false,
  };
  const isDeployed = await deploy(request, deployment).catch((error: unknown) => error);
  return { isDeployed, changed, plans, steps, failures };
}

/** As a change set tells them. */
function changesBetween(former: string, name: string, wanted: Compiled): readonly ResourceChange[] {
  const text = textOf(wanted, name.endsWith('-shared') ? 'shared.yaml' : 'backend.yaml');
  const types = (template: string) =>
    new Map(
      [...template.matchAll(/^ {2}(\w+):\n {4}Type: (\S+)$/gm)].map(([, id = '', type = '']) => [id, type]),
    );
  const [before, after] = [types(former), types(text)];
  return [...new Map([...before, ...after])].map(([logicalId, type]) => ({
    logicalId,
    type,
    action: !before.has(logicalId) ? 'add' : after.has(logicalId) ? 'modify' : 'remove',
    replacement: 'never',
    details: [],
  }));
}

const onAppRunner = {
  'todo-shared': textOf(appRunner, 'shared.yaml'),
  'todo-backend': textOf(appRunner, 'backend.yaml'),
};
const movedAndOpen = {
  'todo-shared': textOf(open, 'shared.yaml'),
  'todo-backend': textOf(open, 'backend.yaml'),
};
const deployedFrom = (compiled: Compiled) => ({
  'todo-shared': textOf(compiled, 'shared.yaml'),
  'todo-backend': textOf(compiled, 'backend.yaml'),
});
const onAppRunnerInside = deployedFrom(insideWhileOpen);

describe('a move to another runtime', () => {
  it('is seen by the service in the deployed template', () => {
    for (const [compiled, name] of [
      [appRunner, 'appRunner'],
      [fargate, 'fargate'],
    ] as const) {
      const template = readTemplate(textOf(compiled, 'backend.yaml'));
      expect(serviceIn(template, toolkit)?.runtime.name).to.equal(name);
    }
    expect(serviceIn(readTemplate(textOf(fargate, 'shared.yaml')), toolkit)).to.equal(undefined);
  });

  for (const [from, to, words] of [
    [
      onAppRunner,
      open,
      /^The service moves from appRunner to fargate\. First .* points the domain to them when the tasks are healthy; then .*/,
    ],
    [
      movedAndOpen,
      appRunner,
      /^The service moves from fargate to appRunner\. First .* when its certificate is active, .*/,
    ],
  ] as const) {
    it(`is said in the plan: ${words.source.slice(1, 50)}`, async () => {
      const { plans } = await deployTo(from, to);
      const notes = plans.flatMap((plan) => plan.notes);
      expect(notes).to.have.length(1);
      expect(notes[0])
        .to.match(words)
        .and.match(/The database, its user and the web ACL stay as they are$/);
    });
  }

  it('keeps the database, its user and the web ACL', async () => {
    const { plans } = await deployTo(onAppRunner, open);
    const backend = plans.find(({ wanted }) => wanted.kind === 'backend');
    const of = (action: string) =>
      backend?.changes.filter((change) => change.action === action).map(({ logicalId }) => logicalId) ?? [];
    expect(of('create')).to.include.members(['EcsService', 'LoadBalancer', 'Certificate']);
    expect(of('delete')).to.include.members(['Service', 'Domain', 'DomainFunction']);
    for (const id of ['Database', 'DatabaseUserSecret', 'WebAcl', 'WebAclLogGroup', 'DomainAliasRecord']) {
      expect(of('create').concat(of('delete')), id).to.not.include(id);
    }
  });

  for (const [title, from, to, words] of [
    [
      'into the VPC',
      onAppRunner,
      insideWhileOpen,
      /^The service moves into the VPC\. AWS starts new instances/,
    ],
    [
      'out of the VPC',
      onAppRunnerInside,
      appRunner,
      /^The service leaves the VPC\. AWS starts new instances/,
    ],
  ] as const) {
    it(`is said in the plan for a move ${title} on one runtime`, async () => {
      const { plans } = await deployTo(from, to);
      expect(plans.flatMap(({ notes }) => notes).join('\n')).to.match(words);
    });
  }

  it('says nothing when the runtime stays', async () => {
    const { plans } = await deployTo(movedAndOpen, fargate);
    expect(plans.flatMap(({ notes }) => notes)).to.deep.equal([]);
  });
});

describe('closing the database', () => {
  it('is refused while the deployed service connects from outside, before anything is changed', async () => {
    const { isDeployed, changed, plans, failures } = await deployTo(onAppRunner, fargate);
    expect(isDeployed).to.equal(false);
    expect(changed).to.deep.equal([]);
    expect(plans).to.have.length(2);
    expect(failures).to.have.length(1);
    const [finding] = failures[0]?.findings ?? [];
    expect(finding).to.include({ code: 'closes-database-early' });
    expect(finding?.path).to.deep.equal(['backend', 'service', 'runtime']);
    expect(finding?.message).to.match(/stack "todo-backend", which runs on appRunner, still connects/);
    expect(finding?.hint).to.match(/"access: public".*; then remove it and deploy again$/);
  });

  it('is refused for a service that comes into the VPC with the same deployment, with both steps', async () => {
    const { changed, failures } = await deployTo(onAppRunner, closed);
    expect(changed).to.deep.equal([]);
    const [finding] = failures[0]?.findings ?? [];
    expect(finding?.path).to.deep.equal(['shared', 'database', 'access']);
    expect(finding?.hint).to.equal(
      'Write "access: public" under shared.database and "egress: vpc" under backend.service, and deploy, so that the service moves while the database is open; then write "access: vpc" and deploy again',
    );
  });

  it('is refused while AWS has taken back the move into the VPC, of which the template does not know', async () => {
    const call = () => Promise.resolve({ HostedZone: { Name: 'com.' }, Service: {} });
    const { changed, failures } = await deployTo(onAppRunnerInside, closed, { call });
    expect(changed).to.deep.equal([]);
    const [finding] = failures[0]?.findings ?? [];
    expect(finding?.message).to.match(/"todo-backend" still connects .*: AWS has taken back its move$/);
    expect(finding?.path).to.deep.equal(['shared', 'database', 'access']);
  });

  it('is refused for a service that gives the database up, which goes first', async () => {
    const { changed, failures } = await deployTo(onAppRunner, withoutDatabase);
    expect(changed).to.deep.equal([]);
    const [finding] = failures[0]?.findings ?? [];
    expect(finding?.hint).to.match(
      /^The shared stack is deployed before the backend: deploy it with "archc deploy \S+ --stack backend" first, /,
    );
  });

  it('is refused for another backend of the shared stack, at the database', async () => {
    const deployed = { ...movedAndOpen, 'billing-backend': onAppRunner['todo-backend'] };
    const { isDeployed, failures } = await deployTo(deployed, fargate);
    expect(isDeployed).to.equal(false);
    const [finding, ...others] = failures[0]?.findings ?? [];
    expect(finding?.path).to.deep.equal(['shared', 'database']);
    expect(finding?.message).to.match(/stack "billing-backend", which runs on appRunner, still connects/);
    expect(others).to.deep.equal([]);
  });

  for (const [title, deployed, wanted] of [
    ['is not done by a move with "access: public"', onAppRunner, open],
    ['is allowed when the service has moved', movedAndOpen, fargate],
    ['is allowed when the service has moved into the VPC', onAppRunnerInside, closed],
    [
      'is allowed when the other services connect from inside the VPC',
      { ...movedAndOpen, 'billing-backend': onAppRunnerInside['todo-backend'] },
      fargate,
    ],
    [
      'is allowed when there is only the shared stack',
      { 'todo-shared': onAppRunner['todo-shared'] },
      fargate,
    ],
    [
      'is nothing new when it is closed',
      { ...movedAndOpen, 'todo-shared': textOf(fargate, 'shared.yaml') },
      fargate,
    ],
  ] as const) {
    it(title, async () => {
      const { changed, failures } = await deployTo(deployed, wanted);
      expect(failures).to.deep.equal([]);
      expect(changed).to.deep.equal(['todo-shared']);
    });
  }

  it('is refused, too, for those who may not list other stacks', async () => {
    const denied = new AwsFailure('denied', 'AccessDenied', 'no right');
    const more = { listImports: () => Promise.reject(denied) };
    const { steps, failures } = await deployTo(onAppRunner, fargate, more);
    expect(steps).to.include('archc is not allowed to see which other stacks import ClusterEndpoint');
    expect(failures[0]?.findings).to.have.length(1);
  });

  it('says whose stack it may not read, and goes on', async () => {
    const denied = new AwsFailure('denied', 'AccessDenied', 'no right');
    const { steps, changed } = await deployTo({ ...movedAndOpen, 'billing-backend': '' }, fargate, {
      readTemplate: (name) =>
        name === 'billing-backend'
          ? Promise.reject(denied)
          : Promise.resolve(movedAndOpen[name as keyof typeof movedAndOpen]),
    });
    expect(steps).to.include(
      'archc is not allowed to see whether stack "billing-backend" connects to the database from outside the VPC',
    );
    expect(changed).to.deep.equal(['todo-shared']);
  });
});

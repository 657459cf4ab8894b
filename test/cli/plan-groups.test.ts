import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import prices from '../../compiler/facts/prices.json' with { type: 'json' };
import { clean } from '../../compiler/cli/terminal/clean.ts';
import { planData, renderPlan } from '../../compiler/cli/views/plan.ts';
import type { PlanReport } from '../../compiler/cli/views/plan.ts';
import { planReplace } from '../../compiler/deploy/plan/plan.ts';
import type { PlannedChange, StackPlan } from '../../compiler/deploy/plan/plan.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { newPlansOf, plansOf } from '../deploy/plan/plans-of.ts';
import { compileText, replacing, spec } from '../diff/diff-of.ts';

const target = { account: '123456789012', region: 'ap-northeast-1' };
const example = (name: string) => newPlansOf(readFileSync(`specs/${name}.yaml`, 'utf8'));

type Shown = Pick<PlanReport, 'plans' | 'resolved'> & Partial<PlanReport>;
const show = (report: Shown) => renderPlan({ target, ...report }, false);

/** The numbers of the groups. */
function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/^ {2}\+ [a-z ]+? +(\d+) {2}/gm)].map(([, number]) => Number(number));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

describe('the plan of new stacks', () => {
  it('has a line for each area: how many, of what, why, at what price, and how long that takes', () => {
    expect(show(newPlansOf(spec))).to.equal(`In ap-northeast-1 of account 123456789012:

todo-shared: a new stack, 22 to create
  + network   14  VPC, 2 subnets, security group, internet gateway and 9 more  (todo.yaml:5, 6, 7)
  + database   5  cluster, 2 instances, parameter group, subnet group  (todo.yaml:5, 8)
      about 445 to 3,511 USD a month; the cluster usually takes up to 20 minutes
  + images     1  image repository  (todo.yaml:5)
  + rights     1  role  (todo.yaml:5)
  + secrets    1  secret  (todo.yaml:5)
  New costs, by time, used or not: 1 secret, 2 database instances
  New costs, by use: 1 database cluster, 1 image repository

todo-backend: a new stack, 21 to create
  + database   1  database with its user  (todo.yaml:22)
  + service    1  App Runner service  (todo.yaml:14)
      about 13 to 1,799 USD a month; the App Runner service usually takes 2 to 5 minutes
  + firewall   5  web ACL, 2 IP sets and 2 more  (todo.yaml:14; 27 for ipRestriction)
      about 6 USD a month
  + domain     4  domain name, 3 DNS records  (todo.yaml:19, 20, 21)
      the domain name usually takes several minutes, at worst 48 hours, after the deployment
  + rights     4  roles  (todo.yaml:14, 22)
  + functions  2  Lambda functions  (todo.yaml:14)
  + secrets    1  secret  (todo.yaml:14)
  + logs       3  log groups  (todo.yaml:14)
  New costs, by time, used or not: 1 secret, 1 web ACL, 1 firewall rule, 1 App Runner service
  New costs, by use: 3 log groups, 2 Lambda functions

Cost: about 465 to 5,318 USD a month, plus use (prices of ap-northeast-1 as of ${prices.asOf})
`);
  });

  it('names each option that has a part in an area', () => {
    const text = show(example('hardened'));
    const line = (area: string) =>
      new RegExp(`^ {2}\\+ ${area} .*(?:\\n {6}\\(.*)?`, 'm').exec(text.split('-backend')[1] ?? '')?.[0];
    expect(line('firewall')).to.match(/; 38 for ipRestriction; 41 for rateLimit; 43 for managedRules\)$/);
    expect(line('keys')).to.match(/^ {2}\+ keys +1 {2}KMS key {2}\(todo.yaml:40 for hardening\)$/);
    expect(text).to.match(/\+ monitoring +6 {2}4 alarms, SNS topic, topic policy {2}\(.*44 for alarms\)/);
  });

  it('names no option that the spec does not have', () => {
    // A default of the option hardening is bound in the load balancer.
    const text = show(example('todo-fargate'));
    expect(text).to.match(/^ {2}\+ load balancer .* {2}\(todo\.yaml:[\d, ]+\)$/m);
    expect(text.match(/for \w+/g)).to.deep.equal(['for ipRestriction']);
  });

  for (const name of ['todo', 'todo-fargate', 'hardened']) {
    it(`counts every resource once: ${name}`, () => {
      const { plans, resolved } = example(name);
      for (const plan of plans) {
        const numbers = numbersIn(show({ plans: [plan], resolved }));
        expect(sum(numbers)).to.equal(plan.changes.length);
        // Far fewer lines than resources: that is what the groups are for.
        expect(numbers.length).to.be.below(plan.changes.length / 2);
      }
    });

    it(`lists every resource when it is asked to: ${name}`, () => {
      const { plans, resolved } = example(name);
      const text = show({ plans, resolved, listsAll: true });
      const listed = [...text.matchAll(/^ {2}\+ create {2}(\S+) +(\S+::\S+) {2}\(todo\.yaml:\d+\)$/gm)];
      const wanted = plans.flatMap(({ changes }) =>
        changes.map(({ logicalId, type }) => `${logicalId} ${type}`),
      );
      expect(listed.map(([, id = '', type = '']) => `${id} ${type}`)).to.deep.equal(wanted);
      expect(numbersIn(text)).to.deep.equal([]);
    });

    for (const columns of [120, 80, 60, 30]) {
      it(`keeps to the width, and leaves no area and no line of the spec out: ${name} in ${columns}`, () => {
        const { plans, resolved } = example(name);
        const [wide, narrow] = [1000, columns].map((each) => show({ plans, resolved, columns: each }));
        const namesIn = (text = '') => text.match(/^ {2}\+ [a-z ]+? +\d+ {2}/gm);
        const placesIn = (text = '') => text.match(/\(todo\.yaml:[^)]*\)/g);
        expect(namesIn(narrow)).to.deep.equal(namesIn(wide));
        expect(placesIn(narrow)).to.deep.equal(placesIn(wide));
        expect(wide).to.not.match(/ and \d+ more/);
        const lines = (narrow ?? '').split('\n').filter((line) => line.startsWith('  + '));
        for (const line of lines) {
          // The first kind of resource is always named.
          const [, words = ''] = /^ {2}\+ [a-z ]+? +\d+ {2}(.*)$/.exec(line) ?? [];
          expect(words).to.not.equal('');
          if (columns >= 60) expect(line.length, line).to.be.at.most(columns);
        }
      });
    }
  }

  it('says how many it does not name', () => {
    const { plans, resolved } = example('hardened');
    for (const columns of [50, 70, 90, 110, 130, 150]) {
      for (const [line, all] of show({ plans, resolved, columns }).matchAll(
        /^ {2}\+ [a-z ]+? +(\d+) {2}.* and \d+ more.*$/gm,
      )) {
        const words = line.replace(/ {2}\(todo.*/, '').replace(/^ {2}\+ [a-z ]+? +\d+ {2}/, '');
        const [named = '', more = ''] = words.split(' and ');
        const counts = named.split(', ').map((each) => Number(/^\d+/.exec(each)?.[0] ?? 1));
        expect(sum(counts) + Number.parseInt(more, 10), line).to.equal(Number(all));
      }
    }
  });

  it('is green where something is created', () => {
    const coloured = clean(renderPlan({ target, ...newPlansOf(spec) }, true));
    expect(coloured).to.include('  \u001b[32m+ network \u001b[39m  14  VPC');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).to.equal(show(newPlansOf(spec)));
  });

  it('keeps what is lost in full when a stack is made anew', () => {
    const compiled = compileText(spec);
    const { plans, resolved } = newPlansOf(spec);
    const [shared] = plans;
    const context = { resolved, templates: compiled.templates, toolkit };
    const held = { logicalId: 'DatabaseCluster', type: 'AWS::RDS::DBCluster', status: 'CREATE_COMPLETE' };
    const resource = held as Parameters<typeof planReplace>[2][number];
    const plan = planReplace((shared as StackPlan).wanted, 'Its creation failed.', [resource], context);
    const text = show({ plans: [plan], resolved });
    expect(text).to.match(
      /^todo-shared: 1 to delete, 22 to create\n {2}The stack is deleted first\. Its creation failed\.\n {2}- delete {2}DatabaseCluster {2}AWS::RDS::DBCluster {2}\(todo\.yaml:8\)\n {6}Data is at stake: [^\n]+\n(?: {6}Stays behind: [^\n]+\n)?(?: {2}\+ network)/m,
    );
    expect(sum(numbersIn(text))).to.equal(22);
  });

  it('keeps a type that has no area', () => {
    const { plans, resolved } = newPlansOf(spec);
    const change: PlannedChange = {
      logicalId: 'Queue',
      type: 'AWS::SQS::Queue',
      action: 'create',
      properties: [],
      causes: [],
      from: ['backend'],
    };
    const changed = plans.map((plan) => ({ ...plan, changes: [change, { ...change, logicalId: 'Dead' }] }));
    expect(show({ plans: changed, resolved })).to.include('\n  + other  2  Queues  (todo.yaml:14)\n');
  });
});

describe('the plan of existing stacks', () => {
  const louder = replacing(['options:', 'options:\n  alarms: { notify: [a@example.com] }']);

  it('is in full, however much is created', () => {
    const { plans, resolved } = plansOf(spec, louder(spec));
    const created = plans.flatMap(({ changes }) => changes.filter(({ action }) => action === 'create'));
    expect(created).to.have.length.above(8);
    const text = show({ plans, resolved });
    for (const { logicalId, type } of created) {
      expect(text).to.match(new RegExp(`^ {2}\\+ create +${logicalId} +${type} `, 'm'));
    }
    expect(show({ plans, resolved, listsAll: true })).to.equal(text);
  });
});

describe('a plan for programs', () => {
  it('has every resource with its area, whatever people see', () => {
    const { plans, resolved } = newPlansOf(spec);
    const read = (listsAll: boolean) =>
      JSON.parse(JSON.stringify(planData({ plans, target, resolved, listsAll }))) as {
        stacks: readonly { changes: readonly { logicalId: string; area: string }[] }[];
      };
    expect(read(true)).to.deep.equal(read(false));
    const changes = read(false).stacks.flatMap((each) => each.changes);
    expect(changes).to.have.length(43);
    expect(changes.find(({ logicalId }) => logicalId === 'Vpc')?.area).to.equal('network');
    expect(changes.filter(({ area }) => typeof area !== 'string')).to.deep.equal([]);
  });
});

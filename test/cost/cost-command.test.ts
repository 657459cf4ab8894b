import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { archcCommand } from '../support/built.ts';
import { startPriceList } from '../support/fake-aws/price-list.ts';
import { runArchc } from '../support/terminal/run-archc.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { product, tasks, termsOf } from './price-list-file.ts';

interface Estimates {
  readonly estimates: readonly {
    readonly name: string;
    readonly environment?: string;
    readonly asOf: string | null;
    readonly total: { readonly floor: number; readonly ceiling: number } | null;
    readonly byUse: number | null;
    readonly withoutPrice: readonly string[];
    readonly items: readonly {
      readonly price: string;
      readonly monthly?: { readonly floor: number };
      readonly unitPrice: number | null;
      readonly resources: readonly { readonly logicalId: string; readonly decidedBy: object | null }[];
    }[];
  }[];
}

const cost = (...args: readonly string[]) => runArchc(['cost', ...args]);
const dataOf = (...args: readonly string[]) =>
  (JSON.parse(cost(...args, '--format', 'json').stdout) as Estimates).estimates;

describe('archc cost', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'archc-cost-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('shows each resource with the line of the spec that decides it, in 100 columns', () => {
    const { code, stdout, stderr } = cost('specs/todo-fargate.yaml');
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(
      /^todo-fargate in ap-northeast-1: about \d+ to [\d,]+ USD a month, plus use \(prices as of /,
    );
    expect(stdout).to.match(
      /DatabaseWriter and DatabaseReader: 2 to 16 ACU +438\.00 +3,504\.00 {2}line 12\n/,
    );
    expect(stdout).to.include('Never counted: free tiers');
    const wide = cost('specs/hardened.yaml', 'specs/todo.yaml', 'specs/todo-environments.yaml')
      .stdout.split('\n')
      .filter(({ length }) => length > 100);
    expect(wide).to.deep.equal([]);
  });

  it('estimates every environment, or the one that is wanted', () => {
    expect(dataOf('specs/todo-environments.yaml').map(({ name }) => name)).to.deep.equal([
      'orders-dev',
      'orders-staging',
      'orders-prod',
    ]);
    const [only, ...others] = dataOf('specs/todo-environments.yaml', '--environment', 'dev');
    expect({ environment: only?.environment, others }).to.deep.equal({ environment: 'dev', others: [] });
    const capacity = only?.items.find(({ price }) => price === 'auroraCapacity');
    expect(capacity?.monthly?.floor).to.equal(0);
    expect(capacity?.resources[0]?.decidedBy).to.include({ file: 'specs/todo-environments.yaml', line: 32 });
  });

  it('counts only the backend of a preview, and says so', () => {
    const previews = write(
      'previews.yaml',
      `${readFileSync('specs/todo-fargate.yaml', 'utf8')}\npreview: { backend: { service: { scaling: { min: 1, max: 1 } } } }\n`,
    );
    const { code, stdout, stderr } = cost(previews, '--preview', 'pr-1');
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^todo-fargate-pr-1 in ap-northeast-1: /);
    expect(stdout).to.include(
      'The shared stack belongs to another spec or environment, and is not counted here.',
    );
    expect(stdout).to.include('EcsService: 1 vCPU for 1 task');
    expect(stdout).to.not.include('ACU');
  });

  it('adds what a usage says, where a flag counts more than the file', () => {
    const usage = write('usage.yaml', 'requests: 1000000\nstorage: 10\n');
    const [one] = dataOf('specs/todo.yaml', '--usage', usage);
    // 0.60 USD for a million requests, 10 GB at 0.12 USD.
    expect(one?.byUse).to.equal(1.8);
    const [other] = dataOf('specs/todo.yaml', '--usage', usage, '--storage', '100');
    expect(other?.byUse).to.equal(12.6);
    expect(cost('specs/todo.yaml', '--storage', 'much').stderr).to.equal(
      'archc: --storage "much" is not an amount: write a number of digits, such as 1000000\n',
    );
  });

  it('reports what is wrong in a usage, at its place', () => {
    const usage = write('wrong.yaml', 'requests: many\nstorag: 3\ntraffic: -1\n');
    const { code, stdout, stderr } = cost('specs/todo.yaml', '--usage', usage);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.include(`${usage}:1:11 error wrong-type\n  "requests" must be a number\n`);
    expect(stderr).to.include(`${usage}:2:1 error unknown-property\n  Unknown property "storag"\n`);
    expect(stderr).to.include('Did you mean "storage"?');
    expect(stderr).to.include(`${usage}:3:10 error out-of-range\n  "traffic" must not be below 0\n`);
    const list = write('list.yaml', '- requests\n');
    expect(cost('specs/todo.yaml', '--usage', list).stderr).to.include('A usage must be a mapping');
  });

  it('says what a usage leaves out, and what of it nothing here is charged by', () => {
    const { stdout } = cost(
      'specs/todo.yaml',
      '--usage',
      write('nat.yaml', 'requests: 1000000\nnatTraffic: 3\n'),
    );
    expect(stdout).to.match(/^todo in ap-northeast-1: about \d+ to [\d,]+ USD a month, plus other use \(/);
    expect(stdout).to.include('Not counted, because nothing here is charged by it: natTraffic.\n');
  });

  it('refuses amounts that nobody has, and standard input for two files', () => {
    const huge = cost('specs/todo.yaml', '--usage', write('huge.yaml', 'logs: 1e30\n'));
    expect(huge.code).to.equal(1);
    expect(huge.stderr).to.include('"logs" must not be above 999999999999999\n');
    expect(cost('-', '--usage', '-')).to.include({
      code: 2,
      stderr: 'archc: standard input can be read only once: name a file for the spec or for --usage\n',
    });
  });

  it('keeps apart what is of another type, or in another stack', () => {
    const { stdout } = cost('test/golden/every-setting/spec.yaml');
    expect(stdout).to.match(/^ {2}NatAddress1: public address +3\.65 +3\.65 {2}line 13$/m);
    expect(stdout).to.match(/^ {2}DatabaseWriter and 15 more: public address +58\.40 +58\.40 {2}line 28$/m);
    expect(stdout).to.match(/^ {2}ErrorsAlarm and 5 more: .* lines 131, 138, 139, 141, 142$/m);
    // Advanced Database Insights has no price in that region.
    expect(stdout).to.match(/^every-setting in eu-west-1: .* USD a month, plus use and what has no price \(/);
    const rows = cost('test/golden/fargate-every-setting/spec.yaml', '--format', 'markdown').stdout.split(
      '\n',
    );
    expect(rows.filter((row) => row.startsWith('| `Key`: key, '))).to.have.length(2);
    expect(rows).to.include('| backend stack |  |  |  |');
  });

  it('folds what it is made of in a comment', () => {
    const { stdout } = cost('specs/todo.yaml', '--format', 'markdown');
    expect(stdout).to.match(
      /^\*\*todo in ap-northeast-1: about .*\*\*\n\n<details>\n<summary>By time, used or not<\/summary>/,
    );
    expect(stdout).to.include(
      '| `DatabaseWriter and DatabaseReader`: 2 to 16 ACU | 438.00 | 3,504.00 | `specs/todo.yaml:11` |',
    );
  });

  it('reports the errors of a spec, and estimates the others', () => {
    const broken = write('broken.yaml', 'archc: 1\n');
    const { code, stdout, stderr } = cost(broken, 'specs/todo.yaml');
    expect(code).to.equal(1);
    expect(stdout).to.match(/^todo in /);
    expect(stderr).to.include(`${broken}:1:1 error missing-property`);
  });

  it("takes AWS's prices of today, and says what AWS has no price for", async function () {
    this.timeout(120_000);
    const acu = product('ACU', 'APN1-Aurora:ServerlessV2Usage', '0.2000000000', {
      databaseEngine: 'Aurora MySQL',
    });
    const postgres = product('PG', 'APN1-Aurora:ServerlessV2Usage', '0.9', {
      databaseEngine: 'Aurora PostgreSQL',
    });
    const listed = [
      ...tasks.map((each) => ({ service: 'AmazonECS', each })),
      ...[acu, postgres].map((each) => ({ service: 'AmazonRDS', each })),
    ];
    const aws = await startPriceList(
      listed.map(({ service, each }) => ({
        service,
        product: { sku: each.sku, attributes: each.attributes },
        terms: termsOf(each),
      })),
    );
    try {
      const args = ['cost', 'specs/todo-fargate.yaml', '--prices', 'aws', '--format', 'json'];
      const { code, stdout, stderr } = await runProcess(process.execPath, [archcCommand, ...args], {
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: aws.url,
          AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'secret',
        },
      });
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      const [estimate] = (JSON.parse(stdout) as Estimates).estimates;
      const priceOf = (price: string) => estimate?.items.find((each) => each.price === price)?.unitPrice;
      expect(priceOf('auroraCapacity')).to.equal(0.2);
      expect(priceOf('fargateMemory')).to.equal(0.00553);
      expect(priceOf('webAcl')).to.equal(null);
      expect(estimate?.withoutPrice).to.include('WebAcl (web ACL)');
      expect(estimate?.asOf).to.match(/^20\d\d-\d\d-\d\d$/);
      expect(aws.calls.every((call) => call.startsWith('GetProducts '))).to.equal(true);
    } finally {
      await aws.stop();
    }
  });
});

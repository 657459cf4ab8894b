import { expect } from 'chai';
import { timeFirstDeployment } from '../bench/first-deployment.ts';
import { pushedImage } from '../support/fake-aws/account/build.ts';
import { findStack } from '../support/fake-aws/account/account.ts';
import type { Account } from '../support/fake-aws/account/account.ts';
import type { Fault } from '../support/fake-aws/account/faults.ts';
import type { AccountRunner } from '../support/fake-aws/account/run-in-account.ts';
import { openStage } from '../support/fake-aws/account/scenarios.ts';
import type { Scenario, Stage } from '../support/fake-aws/account/scenarios.ts';

interface Circumstances {
  readonly happens?: readonly Fault['kind'][];
  readonly schedule?: readonly Fault[];
  readonly flags?: readonly string[];
}

interface Line {
  readonly type: string;
  readonly [key: string]: unknown;
}

describe('the image, built while the shared stack is deployed', () => {
  let runner: AccountRunner;
  let scenarios: readonly Scenario[];
  let close: Stage['close'];

  before(async () => {
    ({ runner, scenarios, close } = await openStage('todo', 'todo-fargate'));
  });
  after(() => close());

  /** Runs a scenario, and lets things happen as soon as a change set is made. */
  async function run(title: string, { happens = [], schedule = [], flags = [] }: Circumstances = {}) {
    const scenario = scenarios.find((each) => each.title === title);
    if (!scenario) throw new Error(`There is no "${title}"`);
    const account = scenario.open();
    const at = 'CreateChangeSet';
    const faults = [...happens.map((kind): Fault => ({ at, kind, times: 1 })), ...schedule];
    return { account, ...(await runner.run([...scenario.args, ...flags], account, faults)) };
  }
  const statusOf = (account: Account, name: string) => findStack(account, name)?.status;
  /** The texts stand in the output, each after the one before. */
  function expectOrder(output: string, ...texts: readonly string[]): void {
    let end = 0;
    for (const text of texts) {
      const at = output.indexOf(text, end);
      expect(at, `${text}\n... is missing or too early in\n${output}`).to.be.at.least(end);
      end = at + text.length;
    }
  }

  for (const name of ['todo', 'todo-fargate']) {
    const [shared, backend] = [`${name}-shared`, `${name}-backend`];

    it(`is pushed when the stack is complete, for ${name}`, async () => {
      const { code, stderr, requests, account } = await run(`${name}: first deployment`);
      expect(code, stderr).to.equal(0);
      expectOrder(
        stderr,
        'archc will build the image while it deploys the shared stack, push it, then deploy the backend with it',
        `Building the image while stack "${shared}" is deployed`,
        `${shared}  CREATE_IN_PROGRESS`,
        `The image is built, and will be pushed when stack "${shared}" is complete`,
        `${shared}: CREATE_COMPLETE after`,
        'Pushing the image',
        `The image is ${pushedImage}`,
        `${backend}  CREATE_IN_PROGRESS`,
        `Deployed ${shared} and ${backend}`,
      );
      expectOrder(
        requests.join('\n'),
        'build\n',
        `UpdateTerminationProtection ${shared}\n`,
        'push\n',
        `CreateChangeSet ${backend}\n`,
      );
      expect(account.pushes).to.deep.equal([pushedImage]);
    });

    it(`is not pushed before it is built, for ${name}`, async () => {
      const { code, stderr } = await run(`${name}: first deployment`, { happens: ['the build takes long'] });
      expect(code, stderr).to.equal(0);
      expectOrder(stderr, `${shared}: CREATE_COMPLETE after`, 'Pushing the image', `Deployed ${shared}`);
      expect(stderr).not.to.contain('will be pushed when');
    });

    it(`leaves the backend alone when the build fails, and follows the stack, for ${name}`, async () => {
      const { code, stderr, account } = await run(`${name}: first deployment`, {
        happens: ['the build fails'],
      });
      expect(code).to.equal(1);
      expectOrder(
        stderr,
        'image | build.sh: The build failed',
        'The image was not built (build.sh: exit code 1); its lines above say why. Nothing was changed in the backend. ' +
          `archc follows stack "${shared}" to its end`,
        `${shared}: CREATE_COMPLETE after`,
        'archc: the image was not built (build.sh: exit code 1); its lines above say why. Nothing was changed in the backend. ' +
          `Stack "${shared}" is as the spec wants. To continue, run "archc deploy `,
      );
      expect([statusOf(account, shared), statusOf(account, backend)]).to.deep.equal([
        'CREATE_COMPLETE',
        undefined,
      ]);
      expect(findStack(account, shared)?.isProtected).to.equal(true);
      expect(account.pushes).to.deep.equal([]);
    });

    it(`is no longer built when the stack fails, for ${name}`, async () => {
      const happens = ['the build takes long', 'the next operation fails'] as const;
      const { code, stderr, account } = await run(`${name}: first deployment`, { happens });
      expect(code).to.equal(1);
      expectOrder(
        stderr,
        `${shared}: ROLLBACK_COMPLETE after`,
        'Vpc: Resource handler returned message: "it is broken"',
        `Stack "${shared}" is in ROLLBACK_COMPLETE: AWS deleted again what it had created`,
        'The build of the image was stopped\n',
      );
      expect(account.pushes).to.deep.equal([]);
      expect(account.done).not.to.include('Build after the end');
      expect(statusOf(account, backend)).to.equal(undefined);
    });
  }

  it('may fail beside a stack that fails: both are said', async () => {
    const happens = ['the build fails', 'the next operation fails'] as const;
    const { code, stderr } = await run('todo: first deployment', { happens });
    expect(code).to.equal(1);
    expectOrder(
      stderr,
      'The image was not built (build.sh: exit code 1)',
      'Vpc: Resource handler returned message: "it is broken"',
      'Stack "todo-shared" is in ROLLBACK_COMPLETE',
    );
    expect(stderr).not.to.contain('was stopped');
  });

  it('fails after the stack is complete, with the same message', async () => {
    const happens = ['the build fails', 'the build takes long'] as const;
    const { code, stderr } = await run('todo: update', { happens });
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /todo-shared: UPDATE_COMPLETE after[^]*\nimage \| build\.sh: The build failed\narchc: the/,
    );
    expect(stderr.match(/image was not built/g)).to.have.length(1);
  });

  it('is no longer built when the operation of the stack cannot begin', async () => {
    const schedule: readonly Fault[] = [
      { at: 'CreateChangeSet', kind: 'the build takes long', times: 1 },
      { at: 'ExecuteChangeSet', kind: 'denied', times: 1 },
    ];
    const { code, stderr, account } = await run('todo: first deployment', { schedule });
    expect(code).to.equal(1);
    expectOrder(stderr, 'The build of the image was stopped\n', 'archc: ', 'is not authorized');
    expect(account.done).not.to.include('Build after the end');
  });

  it('ends with an interruption, and AWS goes on', async () => {
    const usual = await run('todo: first deployment');
    const asked = usual.requests.filter((request) => request !== 'build' && request !== 'push');
    const following = asked.findIndex((request) => request.startsWith('ExecuteChangeSet')) + 3;
    expect(asked[following]).to.match(/^DescribeStackEvents/);
    const { code, stderr, account } = await run('todo: first deployment', {
      schedule: [
        { at: 'CreateChangeSet', kind: 'the build takes long', times: 1 },
        { at: following, kind: 'interruption', times: 1 },
      ],
    });
    expect(code, stderr).to.equal(130);
    expect(stderr).to.match(
      /\narchc: interrupted\. AWS continues what it has begun; to follow it: archc deploy /,
    );
    expect(statusOf(account, 'todo-shared')).to.equal('CREATE_IN_PROGRESS');
    expect(account.done).not.to.include('Build after the end');
  });

  it('takes no time of its own', async () => {
    const { build, deploy, oneAfterTheOther } = await timeFirstDeployment();
    expect(deploy).to.be.at.most(oneAfterTheOther - build);
  });

  it('is built and pushed in one step when the shared stack does not change', async () => {
    const { code, stderr } = await run('todo: deployment without changes');
    expect(code, stderr).to.equal(0);
    expectOrder(
      stderr,
      'archc will build and push the image',
      'Building and pushing the image',
      'The image is',
    );
    expect(stderr).not.to.contain('while');
  });

  it('is reported to programs line by line, and nothing of it is on standard error', async () => {
    const { code, stdout, stderr } = await run('todo: first deployment', {
      happens: ['the build fails'],
      flags: ['--format', 'ndjson'],
    });
    expect(code).to.equal(1);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines.filter(({ type }) => type === 'build')).to.deep.equal([
      { type: 'build', line: 'build.sh: The build failed' },
    ]);
    const at = (wanted: string) => lines.findIndex(({ type }) => type === wanted);
    expect(at('event')).to.be.within(0, at('build'));
    expect(at('end')).to.be.above(at('build'));
    expect(stderr).to.match(/^archc: the image was not built .*\n$/);
  });
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { archcCommand } from '../support/built.ts';
import { renderScript } from '../support/containers/build-script.ts';
import { makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { emptyAccount, findStack } from '../support/fake-aws/account/account.ts';
import { startFakeAccount } from '../support/fake-aws/account/fake-account.ts';
import type { FakeAccount } from '../support/fake-aws/account/fake-account.ts';
import { runInTerminal } from '../support/terminal/run-in-terminal.ts';

/** Time passes by itself. */
const realClock = {
  run: <T>(work: () => Promise<T>) => work(),
  hold: () => undefined,
  release: () => undefined,
  goesOn: () => true,
};

describe('the build beside the shared stack, in a terminal', () => {
  let site: BuildSite;
  let aws: FakeAccount;

  before(async () => {
    site = await makeBuildSite(await renderScript());
    const spec = await readFile('specs/todo.yaml', 'utf8');
    await site.write('todo.yaml', spec.replace('context: sample-api', 'context: .'));
    aws = await startFakeAccount();
  });
  after(async () => {
    await aws.stop();
    await site.remove();
  });

  it('goes on after the first Ctrl-C, which is about the stack, and ends with the second', async () => {
    const account = { ...emptyAccount(), time: Date.now(), pace: 60 * 60_000 };
    aws.begin({ account, clock: realClock, schedule: [] });
    const env = {
      ...site.env,
      PATH: process.env['PATH'],
      BIN: site.env['PATH'],
      TERM: 'xterm',
      FAKE_ENGINE_SLEEPS: 'build',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    // Python may have put its own programs before all others.
    const sized = [
      '-c',
      'stty rows 40 cols 160; PATH="$BIN:$PATH" exec "$0" "$@"',
      process.execPath,
      archcCommand,
    ];
    const { code, output } = await runInTerminal(
      'sh',
      [...sized, 'deploy', path.join(site.source, 'todo.yaml')],
      {
        env,
        question: '[y/N]',
        answer: 'y\n',
        more: [
          [/image \| build: done[^]*CREATE_IN_PROGRESS/, '\u0003'],
          [/Ctrl-C again leaves it to AWS/, '\u0003'],
        ],
      },
    );
    expect(code, output).to.equal(130);
    const [before = '', after = ''] = output.split('Ctrl-C again leaves it to AWS');
    expect(before).not.to.contain('Interrupted');
    expect(after).to.match(
      /image \| build\.sh: Interrupted: Building [^]*archc: interrupted\. AWS continues/,
    );
    expect(findStack(account, 'todo-shared')?.status).to.equal('CREATE_IN_PROGRESS');
    expect(await site.listLeftovers()).to.deep.equal([]);
    expect((await site.engine.readCalls()).map(({ args: [command] }) => command)).to.deep.equal([
      'info',
      'login',
      'build',
    ]);

    // Every line of the build stands on a line of its own, but for the terminal's echo of Ctrl-C.
    const lines = output.match(/image \| /g) ?? [];
    expect(lines).to.have.length.above(3);
    expect(output.match(/(?<=\n|\^C|\u001b\[[\d;?]*[A-Za-z])image \| [^\n]*\r\n/g)).to.have.length(
      lines.length,
    );
    expect(output.slice(output.indexOf('image | build: done'))).to.match(/todo-shared {2}CREATE_IN_PROGRESS/);
  });
});

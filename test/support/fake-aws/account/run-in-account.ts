import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands } from '../../../../compiler/cli/commands/index.ts';
import { parseArguments, readFlags } from '../../../../compiler/cli/flags/arguments.ts';
import { reportError } from '../../../../compiler/cli/report-error.ts';
import type { Terminal } from '../../../../compiler/cli/terminal/terminal.ts';
import { toolkit } from '../../../../compiler/toolkit.ts';
import { findProgram } from '../../containers/build-site.ts';
import { createClock, programId, requestId } from '../../virtual-clock.ts';
import { pushedImage } from './build.ts';
import type { Account } from './account.ts';
import { startFakeAccount } from './fake-account.ts';
import type { Fault } from './faults.ts';

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it asked AWS, in order, with the faults that it met. */
  readonly requests: readonly string[];
}

/** Runs commands in this process, without a terminal, in a fake account and in virtual time. */
export interface AccountRunner {
  run(args: readonly string[], account: Account, schedule?: readonly Fault[]): Promise<CommandRun>;
  stop(): Promise<void>;
}

/** No command waits for longer, in milliseconds of virtual time. */
const longestRun = 3 * 60 * 60_000;

/** Plays bash where it runs the build script: its needs are met, and it does what the fake account answers. */
const playedBash = (bash: string) => `#!${bash}
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/\${AWS_ENDPOINT_URL##*:}"
  printf 'POST /%s HTTP/1.0\\r\\n${requestId}: %s\\r\\n\\r\\n' "$1" "\$${programId}" >&3
  local status
  read -r _ status _ <&3
  [[ $status == 200 ]] || { echo "build.sh: The $1 failed" >&2 && exit 1; }
}
case "$4" in
  --check) exit ;;
  --no-push) ask build && echo localhost/todo:1 ;;
  --push) ask push && echo ${pushedImage} ;;
  *) ask build && ask push && echo ${pushedImage} ;;
esac
`;

export async function openAccountRunner(): Promise<AccountRunner> {
  const aws = await startFakeAccount();
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-account-'));
  await writeFile(path.join(folder, 'bash'), playedBash(await findProgram('bash')));
  await chmod(path.join(folder, 'bash'), 0o755);
  const environment: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|.*_proxy$)/i.test(name))),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.url,
    AWS_CONFIG_FILE: path.join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    PATH: [folder, process.env['PATH']].join(path.delimiter),
    // Without a tree that is redrawn, even when the tests run in a terminal.
    TERM: 'dumb',
  };

  async function run(
    [name = '', ...args]: readonly string[],
    account: Account,
    schedule: readonly Fault[] = [],
  ): Promise<CommandRun> {
    const clock = createClock(account.time);
    const course = aws.begin({ account, clock, schedule });
    const written = { stdout: '', stderr: '' };
    const terminal: Terminal = {
      out: (text) => void (written.stdout += text),
      err: (text) => void (written.stderr += text),
      colour: false,
    };
    const command = commands.find((each) => each.name === name);
    if (!command) throw new Error(`There is no command ${name}`);
    const former = process.env;
    process.env = { ...environment };
    const unawaited: unknown[] = [];
    const note = (reason: unknown) => void unawaited.push(reason);
    process.on('unhandledRejection', note);
    try {
      const code = await clock.run(async () => {
        try {
          const { operands, given } = parseArguments(args, command.flags, name);
          const flags = readFlags(command.flags, given);
          return await command.run({ command: name, operands, flags, terminal, toolkit });
        } catch (error) {
          return reportError(error, terminal, command.usageCode);
        } finally {
          account.time = Date.now();
          course.isOver = true;
        }
      }, longestRun);
      if (unawaited.length > 0) {
        throw new Error(`A rejection that nobody awaits would end the process: ${String(unawaited[0])}`);
      }
      return { code, ...written, requests: course.requests };
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new Error([words, written.stderr, ...course.requests.slice(-30)].join('\n'), { cause });
    } finally {
      process.off('unhandledRejection', note);
      process.env = former;
    }
  }

  return {
    run,
    async stop() {
      await aws.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

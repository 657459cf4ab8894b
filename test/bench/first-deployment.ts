import { emptyAccount } from '../support/fake-aws/account/account.ts';
import { openAccountRunner } from '../support/fake-aws/account/run-in-account.ts';
import type { BenchmarkRow } from '../../compiler/build/performance/benchmark.ts';

/** Seconds that pass for archc, on a clock that nothing else on the machine slows down. */
export interface FirstDeployment {
  readonly sharedStack: number;
  readonly build: number;
  /** The whole of `archc deploy`. */
  readonly deploy: number;
  /** `archc deploy --stack shared`, and then `archc deploy`: the image is built after the shared stack. */
  readonly oneAfterTheOther: number;
}

const spec = 'specs/todo.yaml';
const [sharedStack, build] = [60, 20];
/** A resource of the shared stack begins and ends, and the stack ends. */
const eventsOfShared = 2 * 22 + 1;

/** Deploys the example to an empty account of the tests' own AWS, in which each stack and the build take their time. */
export async function timeFirstDeployment(): Promise<FirstDeployment> {
  const runner = await openAccountRunner();
  const time = async (...commands: readonly (readonly string[])[]) => {
    const account = emptyAccount();
    account.pace = (sharedStack * 1000) / eventsOfShared;
    account.build.lasts = build * 1000;
    const start = account.time;
    for (const command of commands) {
      const { code, stderr } = await runner.run(command, account);
      if (code !== 0) throw new Error(stderr);
    }
    const shared = account.stacks.find(({ name }) => name === 'todo-shared')?.events ?? [];
    const lasted =
      (shared.at(-1)?.at ?? 0) - (shared.find(({ status }) => status === 'CREATE_IN_PROGRESS')?.at ?? 0);
    if (Math.round(lasted / 1000) !== sharedStack) throw new Error(`The shared stack took ${lasted} ms`);
    return (account.time - start) / 1000;
  };
  try {
    const deploy = await time(['deploy', spec, '--yes']);
    const oneAfterTheOther = await time(
      ['deploy', spec, '--stack', 'shared', '--yes'],
      ['deploy', spec, '--yes'],
    );
    return { sharedStack, build, deploy, oneAfterTheOther };
  } finally {
    await runner.stop();
  }
}

/** As rows of the benchmark. What must hold is that the build costs no time of its own. */
export async function measureFirstDeployment(): Promise<readonly BenchmarkRow[]> {
  const { deploy, oneAfterTheOther } = await timeFirstDeployment();
  return [
    {
      what: `First \`archc deploy\`: a shared stack and a backend of ${sharedStack} s each, a build of ${build} s`,
      measured: deploy,
      unit: 's',
      must: oneAfterTheOther - build,
      beside: `one after the other ${oneAfterTheOther.toFixed(1)} s; in the time of the tests' own AWS`,
    },
  ];
}

import { specWords } from '../diagnostics/shell-quote.ts';
import { openChangeSets } from '../deploy/plan/change-sets.ts';
import type { Reporter, Deployment } from '../deploy/deployment.ts';
import type { Compiled } from '../phases/results.ts';
import type { CommandContext } from './command.ts';
import { confirmationOf } from './confirmation.ts';
import { openAwsFor } from './open-aws.ts';
import { ask, askingForCode, isInteractive } from './terminal/ask.ts';
import { catchInterrupts } from './terminal/interrupts.ts';
import { buildAhead, checkBuild, pushBuilt, runBuild } from './terminal/run-build.ts';
import type { DeploymentTarget } from './views/plan.ts';

interface Needs extends CommandContext {
  readonly compiled: Compiled;
  /** From --account. */
  readonly account: string | undefined;
  /** The role that CloudFormation uses, from --role-arn. */
  readonly serviceRole: string | undefined;
  /** Whether questions are answered with yes, without asking. */
  readonly yes: boolean;
  readonly openView: (target: DeploymentTarget) => Reporter | Promise<Reporter>;
}

/** The exit code for an interrupted command, as in shells. */
const interrupted = 130;

/**
 * Does the work in the spec's region, with the credentials of the environment. In every case, change sets that were
 * not executed are deleted at the end.
 */
export async function withAws(
  { compiled, toolkit, terminal, account, serviceRole, yes, openView }: Needs,
  work: (deployment: Deployment, target: DeploymentTarget) => Promise<number>,
): Promise<number> {
  const { resolved, templates, artifacts } = compiled;
  let isCodeGiven = false;
  const asking = askingForCode(() => {
    isCodeGiven = true;
  });
  const aws = await openAwsFor(resolved, { ...asking, serviceRole, account });
  // Reports missing credentials before anything else is done.
  const target = { account: (await aws.caller()).account, region: aws.region };
  const interrupts = catchInterrupts(isInteractive());
  const { setTimeout: wait } = await import('node:timers/promises');
  const sleep = async (milliseconds: number) => {
    await wait(milliseconds, undefined, { signal: interrupts.signal });
  };
  const askYesNo = async (question: string) =>
    isInteractive() && /^y(es)?$/i.test(await ask(`${question} [y/N] `, interrupts.interrupt));
  const askToDeploy = async () => {
    if (!resolved.spec.protected) return askYesNo('Deploy this?');
    const { name, of } = confirmationOf(resolved);
    const question = `Type the name of the ${of}, ${name}, to deploy this: `;
    return isInteractive() && (await ask(question, interrupts.interrupt)) === name;
  };
  const changeSets = openChangeSets(aws, sleep);
  const script = artifacts.find(({ name }) => name === 'build.sh')?.text ?? '';
  const build = { script, spec: resolved.tree.name, signal: interrupts.signal };
  const report = await openView(target);
  let ahead: Promise<unknown> | undefined;
  const deployment: Deployment = {
    aws,
    changeSets,
    sleep,
    context: { resolved, templates, toolkit },
    report,
    signal: interrupts.signal,
    heeding: interrupts.catchFirst,
    confirm: (question) => (yes ? Promise.resolve(true) : askYesNo(question)),
    approve: () => (yes ? Promise.resolve(true) : askToDeploy()),
    ask: askYesNo,
    buildImage: () => runBuild(build),
    checkBuild: () => checkBuild(build),
    // The AWS CLI may ask for a code too, with a cache of its own.
    canBuildAhead: () => !isCodeGiven,
    buildAhead: (stop) => {
      const line = (text: string) => {
        report.build(text);
      };
      const built = buildAhead(build, { stop, report: line });
      ahead = built.catch(() => undefined);
      return built;
    },
    pushImage: (name) => pushBuilt(build, name),
  };
  try {
    return await interrupts.race(work(deployment, target));
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    // It still writes.
    await ahead;
    terminal.err(
      `\narchc: interrupted. AWS continues what it has begun; to follow it: archc deploy ${specWords(resolved.tree)}\n`,
    );
    return interrupted;
  } finally {
    await ahead;
    await changeSets.withdrawAll();
    interrupts.close();
  }
}

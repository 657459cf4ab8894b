import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../../../../compiler/compile.ts';
import { toolkit } from '../../../../compiler/toolkit.ts';
import { emptyAccount } from './account.ts';
import type { Account } from './account.ts';
import { cloudFormation } from './cloudformation.ts';
import { setStatus } from './operations.ts';
import { openAccountRunner } from './run-in-account.ts';
import type { AccountRunner } from './run-in-account.ts';

/** A command in an account. */
export interface Scenario {
  readonly title: string;
  readonly args: readonly string[];
  readonly api: string;
  /** The texts of the templates that it deploys, by the names of their stacks. */
  readonly wanted: Readonly<Record<string, string>>;
  /** A new account each time. */
  readonly open: () => Account;
}

const specs = fileURLToPath(new URL('../../../../specs/', import.meta.url));

/** What runs commands, and the scenarios of each spec. */
export interface Stage {
  readonly runner: AccountRunner;
  readonly scenarios: readonly Scenario[];
  readonly close: () => Promise<void>;
}

/** For the specs of `specs/` with these names. */
export async function openStage(...names: readonly string[]): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-stage-'));
  const runner = await openAccountRunner();
  const scenarios: Scenario[] = [];
  for (const name of names) scenarios.push(...(await readScenarios(name, folder, runner)));
  return {
    runner,
    scenarios,
    close: async () => {
      await runner.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The commands, each in several states of the account, for a spec of `specs/`. The folder gets an edited spec. */
async function readScenarios(
  name: string,
  folder: string,
  runner: AccountRunner,
): Promise<readonly Scenario[]> {
  const text = await readFile(path.join(specs, `${name}.yaml`), 'utf8');
  const write = async (part: string, content: string) => {
    const file = path.join(folder, part, `${name}.yaml`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return { file, wanted: templatesOf(name, content) };
  };
  const first = await write('first', text);
  const edited = text.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug').replace('max: 16 }', 'max: 8 }');
  const second = await write('second', edited);

  const empty = emptyAccount();
  addForeign(empty);
  const deployed = structuredClone(empty);
  const { code, stderr } = await runner.run(['deploy', first.file, '--yes'], deployed);
  if (code !== 0) throw new Error(stderr);
  deployed.logGroups.set('/aws/apprunner/todo/1/application', undefined);
  deployed.done.length = 0;
  deployed.pushes.length = 0;

  const about = (
    title: string,
    args: readonly string[],
    open: () => Account,
    { file, wanted } = second,
  ): Scenario => ({
    title: `${name}: ${title}`,
    args: [args[0] ?? '', file, ...args.slice(1)],
    api: name,
    wanted,
    open,
  });
  const none = () => structuredClone(empty);
  // Nobody listens there, so the answer is the same on every machine.
  const noDns = ['--dns-server', '127.0.0.1:9'];
  const old = () => structuredClone(deployed);
  return [
    about('plan of a new API', ['plan'], none),
    about('plan of an update', ['plan'], old),
    about('first deployment', ['deploy', '--yes'], none),
    about('update', ['deploy', '--yes'], old),
    about('update with a given image', ['deploy', '--yes', '--image', 'public.ecr.aws/a/b:c'], old),
    about('deployment without changes', ['deploy', '--yes'], old, first),
    about('deployment after a crash between change set and execution', ['deploy', '--yes'], () => {
      const account = none();
      propose(account, `${name}-shared`, 'CREATE', first.wanted[`${name}-shared`] ?? '');
      return account;
    }),
    about('deployment after a crash during an update', ['deploy', '--yes'], () => {
      const account = old();
      const id = propose(account, `${name}-shared`, 'UPDATE', second.wanted[`${name}-shared`] ?? '');
      const around = { account, now: account.time };
      cloudFormation['ExecuteChangeSet']?.(new URLSearchParams({ ChangeSetName: id }), around);
      return account;
    }),
    about('deployment after a failed creation', ['deploy', '--yes'], () => {
      const account = none();
      propose(account, `${name}-shared`, 'CREATE', first.wanted[`${name}-shared`] ?? '');
      account.changeSets.length = 0;
      const stack = account.stacks.at(-1);
      if (stack) setStatus(stack, account.time, 'ROLLBACK_COMPLETE');
      return account;
    }),
    about('status', ['status', ...noDns], old),
    about('setting the retention of logs', ['status', '--set-log-retention', '90', ...noDns], old),
    about('outputs', ['outputs'], old),
    about('comparison with what is deployed', ['diff', '--deployed'], old),
    about('deletion', ['destroy', '--unprotect', '--yes', name], old),
    about('deletion of nothing', ['destroy', '--yes', name], none),
  ];
}

/** A stack of somebody else, which no command may touch. */
function addForeign(account: Account): void {
  propose(account, 'theirs', 'CREATE', 'Resources: { Topic: { Type: AWS::SNS::Topic } }');
  const stack = account.stacks.at(-1);
  if (!stack) return;
  setStatus(stack, account.time, 'CREATE_COMPLETE');
  Object.assign(stack, { text: 'theirs', resources: { Topic: 'theirs-topic' } });
}

function propose(account: Account, StackName: string, ChangeSetType: string, TemplateBody: string): string {
  const asked = new URLSearchParams({ StackName, ChangeSetType, TemplateBody, ChangeSetName: 'former' });
  const answer = cloudFormation['CreateChangeSet']?.(asked, { account, now: account.time });
  account.done.length = 0;
  return (answer as { Id: string }).Id;
}

function templatesOf(name: string, text: string): Readonly<Record<string, string>> {
  const outcome = compile({ name: `${name}.yaml`, bytes: Buffer.from(text) }, toolkit);
  if (!outcome.ok) throw new Error(`${name} has mistakes`);
  return Object.fromEntries(
    ['shared', 'backend'].map((kind) => [
      `${name}-${kind}`,
      outcome.value.artifacts.find((each) => each.name === `${kind}.yaml`)?.text ?? '',
    ]),
  );
}

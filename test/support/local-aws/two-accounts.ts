import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeBuildah, missingContainerTools } from '../containers/buildah.ts';
import { startRegistry } from '../containers/registry.ts';
import { pythonTool } from '../python-tools.ts';
import { askAws } from './aws-cli.ts';
import type { MiniStack } from './mini-stack.ts';
import { missingForRehearsal, startRehearsal } from './rehearsal.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Accounts of one local AWS, with a real container engine and a real registry. */
export interface TwoAccounts {
  readonly rehearsal: Rehearsal;
  /** Variables that a runner has, without credentials. */
  readonly env: NodeJS.ProcessEnv;
  /** Variables with credentials of the account. */
  credentialsOf(account: string): Readonly<Record<string, string>>;
  /** The digest of the image that the stack says, which archc has seen running. */
  digestOf(account: string, stack: string, region: string): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Why two accounts can't be had here, for needs(); `undefined` when they can. */
export async function missingForTwoAccounts(): Promise<string | undefined> {
  return (await missingForRehearsal()) ?? (await missingContainerTools());
}

export async function startTwoAccounts(): Promise<TwoAccounts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-accounts-'));
  const registry = await startRegistry();
  const rehearsal = await startRehearsal({ registry });
  const buildah = await makeBuildah(path.join(folder, 'buildah'));
  const { endpoint, env: awsEnv } = rehearsal.miniStack;
  const nowhere = path.join(folder, 'nothing');
  const credentialsOf = (account: string) => ({
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const accountOf = (account: string): MiniStack => ({
    ...rehearsal.miniStack,
    env: { ...awsEnv, ...credentialsOf(account) },
  });
  return {
    rehearsal,
    env: {
      ...registry.env,
      ...buildah.env,
      AWS_CA_BUNDLE: registry.tls.certificate,
      AWS_CONFIG_FILE: nowhere,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: endpoint,
      AWS_PAGER: '',
      AWS_SHARED_CREDENTIALS_FILE: nowhere,
      CONTAINER_ENGINE: 'buildah',
      PATH: [path.dirname(pythonTool('aws')), process.env['PATH']].join(path.delimiter),
    },
    credentialsOf,
    async digestOf(account, stack, region) {
      const { Stacks } = (await askAws(
        accountOf(account),
        'cloudformation',
        'describe-stacks',
        '--stack-name',
        stack,
        '--region',
        region,
      )) as {
        Stacks: readonly {
          Parameters: readonly { ParameterKey: string; ParameterValue: string }[];
        }[];
      };
      const image = Stacks[0]?.Parameters.find(({ ParameterKey }) => ParameterKey === 'ImageUri');
      return image?.ParameterValue.split('@')[1];
    },
    async stop() {
      await buildah.remove();
      await rehearsal.stop();
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A stand-in for the AWS CLI with the stacks and the registry password of one account. */
export interface FakeAws {
  /** The program to put on a PATH as `aws`. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  deployStack(stack: {
    readonly region: string;
    readonly name: string;
    readonly status?: string;
    /** When left out, the stack lacks this output. */
    readonly repositoryUri?: string;
  }): Promise<void>;
  setPassword(region: string, password: string): Promise<void>;
  /** Where the account's images are: a host. */
  setRegistry(region: string, host: string): Promise<void>;
  /** Answers every later call of the operation with an error in these words. */
  refuse(
    operation: 'describe-stacks' | 'describe-images' | 'get-login-password' | 'get-authorization-token',
    words: string,
  ): Promise<void>;
  /** The arguments of each call so far, joined by spaces. */
  readCalls(): Promise<readonly string[]>;
}

/** Keeps its state in the folder, which it makes. */
export async function makeFakeAws(folder: string): Promise<FakeAws> {
  const calls = path.join(folder, 'calls');
  const write = async (file: string, content: string): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  };
  await write('calls', '');
  return {
    program: fileURLToPath(new URL('fake-aws.sh', import.meta.url)),
    env: { FAKE_AWS: folder },
    deployStack: ({ region, name, status = 'CREATE_COMPLETE', repositoryUri = 'None' }) =>
      write(`stacks/${region}/${name}`, `${status}\t${repositoryUri}\n`),
    setPassword: (region, password) => write(`passwords/${region}`, `${password}\n`),
    setRegistry: (region, host) => write(`registries/${region}`, `https://${host}\n`),
    refuse: (operation, words) => write(`refusals/${operation}`, `${words}\n`),
    readCalls: async () => (await readFile(calls, 'utf8')).split('\n').slice(0, -1),
  };
}

import {
  DescribeSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'chai';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { connectMysql } from '../support/mysql/mysql.ts';
import { until } from '../support/until.ts';

/** A container that serves, with the variables that it was started with. */
export interface Serving {
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly stop: () => Promise<unknown>;
}

interface Rotated {
  readonly miniStack: MiniStack;
  readonly mysqlPort: number;
  readonly secret: string;
  /** Starts a container with what the service gives it at that moment; resolves when it is ready. */
  readonly start: () => Promise<Serving>;
  /** Resolves when the service has started its containers anew. */
  readonly awaitRenewal: () => Promise<void>;
}

/**
 * Rotates twice while clients send requests, and while each container's password opens new connections. What a service
 * does after a rotation is done here: new containers take over when they are ready, and then the old ones end.
 */
export async function rotateUnderLoad(rotated: Rotated): Promise<void> {
  let containers = await startSome(rotated);
  const passwords = [passwordOf(containers)];
  const load = startLoad(rotated.mysqlPort, () => containers);
  try {
    for (let count = 0; count < 2; count += 1) {
      await rotate(rotated);
      await rotated.awaitRenewal();
      await load.awaitRound();
      const former = containers;
      containers = await startSome(rotated);
      passwords.push(passwordOf(containers));
      await load.awaitRound();
      for (const { stop } of former) await stop();
    }
  } finally {
    await load.stop();
    for (const { stop } of containers) await stop();
  }
  expect(load.failures).to.deep.equal([]);
  expect(load.count.requests).to.be.above(20);
  expect(load.count.logins).to.be.above(20);
  expect(new Set(passwords)).to.have.length(3);
  const opened = passwords.map((password) =>
    opens(rotated.mysqlPort, { ...containers[0]?.variables, DB_PASS: password }),
  );
  expect(await Promise.all(opened), 'the passwords that still open the database').to.deep.equal([
    false,
    true,
    true,
  ]);
}

async function startSome({ start }: Rotated): Promise<readonly Serving[]> {
  return Promise.all([start(), start()]);
}

function passwordOf([first]: readonly Serving[]): string {
  return first?.variables['DB_PASS'] ?? '';
}

async function rotate({ miniStack, secret: SecretId }: Rotated): Promise<void> {
  const client = new SecretsManagerClient(clientConfig(miniStack));
  const read = async () => {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
    const labels = Object.entries(VersionIdsToStages);
    return {
      current: labels.find(([, stages]) => stages.includes('AWSCURRENT'))?.[0],
      isPending: labels.some(([, stages]) => stages.includes('AWSPENDING')),
    };
  };
  const before = await read();
  await client.send(new RotateSecretCommand({ SecretId }));
  await until('the secret is rotated', async () => {
    const now = await read();
    return now.current !== before.current && !now.isPending;
  });
}

interface Load {
  readonly failures: readonly string[];
  readonly count: { requests: number; logins: number };
  /** Resolves when everything has been tried again. */
  awaitRound(): Promise<void>;
  stop(): Promise<void>;
}

function startLoad(mysqlPort: number, list: () => readonly Serving[]): Load {
  const failures: string[] = [];
  const count = { requests: 0, logins: 0 };
  let isOver = false;

  async function repeat(work: (turn: number) => Promise<void>): Promise<void> {
    for (let turn = 0; !isOver; turn += 1) {
      await work(turn).catch((error: unknown) => failures.push(String(error)));
      // Leaves the processor to what is tested.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function request(turn: number): Promise<void> {
    const all = list();
    const url = all[turn % all.length]?.url ?? '';
    const body = JSON.stringify({ title: `Turn ${turn}` });
    const headers = { 'content-type': 'application/json' };
    const added = await fetch(`${url}/todos`, { method: 'POST', headers, body });
    const listed = await fetch(`${url}/todos`);
    count.requests += 2;
    for (const { status } of [added, listed]) if (status >= 400) failures.push(`${url} answered ${status}`);
  }
  async function login(turn: number): Promise<void> {
    const all = list();
    const { variables = {} } = all[turn % all.length] ?? {};
    if (!(await opens(mysqlPort, variables))) failures.push('a container cannot open a new connection');
    count.logins += 1;
  }

  const working = [repeat(request), repeat(request), repeat(login)];
  return {
    failures,
    count,
    async awaitRound() {
      const { requests, logins } = count;
      await until('all is tried again', () => count.requests > requests + 8 && count.logins > logins + 4);
    },
    async stop() {
      isOver = true;
      await Promise.all(working);
    },
  };
}

async function opens(port: number, variables: Readonly<Record<string, string>>): Promise<boolean> {
  const { DB_USER: user = '', DB_PASS: password = '' } = variables;
  const connection = await connectMysql({ host: '127.0.0.1', port }, { user, password }).catch(
    () => undefined,
  );
  await connection?.end();
  return connection !== undefined;
}

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface EngineCall {
  readonly engine: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly stdin: string;
  /** Whether docker was asked to leave out the attestations. */
  readonly plain: boolean;
  /** The time that the image is to have, in seconds since 1970; empty without one. */
  readonly epoch: string;
}

/** The digest under which every image of the stand-in is in the repository. */
export const fakeDigest = `sha256:${'fedcba9876543210'.repeat(4)}`;

/** A stand-in for any container engine, which records how it is called, and lets the fake AWS know what it pushed. */
export interface FakeEngine {
  /** The program to put on a PATH under the engine's name. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readCalls(): Promise<readonly EngineCall[]>;
}

/** Keeps its record in the file, which it makes. */
export async function makeFakeEngine(record: string): Promise<FakeEngine> {
  await writeFile(record, '');
  return {
    program: fileURLToPath(new URL('fake-engine.sh', import.meta.url)),
    env: { FAKE_ENGINE_CALLS: record },
    readCalls: async () => (await readFile(record, 'utf8')).split('\0\n\0').slice(0, -1).map(parseCall),
  };
}

function parseCall(text: string): EngineCall {
  const [engine = '', cwd = '', ...rest] = text.split('\0');
  const [attestations = '', epoch = '', stdin = ''] = rest.slice(-3);
  return { engine, cwd, args: rest.slice(0, -3), stdin, plain: attestations.endsWith('=1'), epoch };
}

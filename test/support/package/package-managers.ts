import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withAuthorities } from '../authorities.ts';
import { leftOut } from '../needs.ts';
import { runProcess } from '../terminal/run-process.ts';

const tools = fileURLToPath(new URL('../../../build/tools/', import.meta.url));

/** Each at one version, with the file that its command runs. */
const managers = {
  pnpm: { program: 'pnpm', version: '10.34.9', from: 'pnpm@10.34.9', runs: 'pnpm/bin/pnpm.cjs' },
  yarn1: { program: 'yarn', version: '1.22.22', from: 'yarn@1.22.22', runs: 'yarn/bin/yarn.js' },
  yarn4: {
    program: 'yarn',
    version: '4.18.1',
    from: '@yarnpkg/cli-dist@4.18.1',
    runs: '@yarnpkg/cli-dist/bin/yarn.js',
  },
  bun: { program: 'bun', version: '1.4.5', from: 'bun@1.4.5', runs: 'bun/bin/bun.exe' },
} as const;

export type ManagerName = keyof typeof managers;

export interface InstalledManager {
  /** As `packageManager` of package.json names it. */
  readonly named: string;
  /** A folder with the command. */
  readonly folder: string;
  /** A folder with the program that makes the command available on a runner: in the folder `PROVIDED`. */
  readonly runner: string;
}

/** A package manager from npm's registry, kept in build/tools/; or the reason why it is missing. */
export async function findManager(name: ManagerName): Promise<InstalledManager | string> {
  const reason = leftOut();
  if (reason !== undefined) return reason;
  const { program, version, from, runs } = managers[name];
  const kept = path.join(tools, `${name}-${version}`);
  const folder = path.join(kept, 'bin');
  const runner = path.join(kept, 'runner');
  const found = { named: `${program}@${version}`, folder, runner };
  if (existsSync(kept)) return found;
  await mkdir(tools, { recursive: true });
  const fresh = await mkdtemp(path.join(tools, 'installing-'));
  try {
    const install = ['install', '--no-audit', '--no-fund', '--silent', '--prefix', fresh, from];
    const { code, stdout, stderr } = await runProcess('npm', install, { env: withAuthorities() });
    if (code !== 0) return `${from} can't be installed: ${stdout}${stderr}`;
    const file = path.join(kept, 'node_modules', runs);
    const start = runs.endsWith('js') ? `exec node '${file}' "$@"` : `exec '${file}' "$@"`;
    await mkdir(path.join(fresh, 'bin'));
    await mkdir(path.join(fresh, 'runner'));
    await writeScript(path.join(fresh, 'bin', program), start);
    // The real ones fetch the program from the registry.
    const [provider, asked] =
      program === 'bun' ? ['npm', `install --global ${from}`] : ['corepack', 'enable'];
    const provide = `[ "$*" = '${asked}' ] && ln -sf '${path.join(folder, program)}' "$PROVIDED/"`;
    await writeScript(path.join(fresh, 'runner', provider), provide);
    await rename(fresh, kept).catch((error: unknown) => {
      // No error when another run of the tests was faster.
      if (!existsSync(kept)) throw error;
    });
    return found;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function writeScript(file: string, text: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

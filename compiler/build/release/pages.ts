import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Writes a page for reviewers and a picture of each example, with the command that the release carries. */
export function writePages(folder: string): void {
  const archc = (...args: readonly string[]) => {
    execFileSync(process.execPath, ['build/archc.cjs', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  for (const file of readdirSync('specs').sort()) {
    const spec = join('specs', file);
    const { name } = parse(readFileSync(spec, 'utf8')) as { readonly name: string };
    archc('report', spec, '--output', join(folder, `${name}-report.html`));
    // One of each environment.
    archc('diagram', spec, '--output', `${folder}/`);
  }
}

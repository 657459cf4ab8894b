import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const code = `
export async function wait(): Promise<void> {
  await Promise.resolve();
}
export const count: number = 'a text';
export function first(value: any): string {
  wait();
  return value.first;
}
export enum Kind {
  One,
}
export default count;
`;

const oxlint = join(process.cwd(), 'node_modules/.bin/oxlint');

function linesOf(program: string, ...args: readonly string[]): readonly string[] {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout.trim().split('\n');
}

describe('the checks of the code', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'archc-checks-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  // A checker that finds nothing looks like code without mistakes.
  it('find wrong types, and rules that need types', () => {
    copyFileSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    const settings = { extends: join(process.cwd(), 'tsconfig.json'), compilerOptions: { types: [] } };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ ...settings, include: ['*.ts'], exclude: [] }),
    );
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'mistakes.ts'), code);
    const { status, stdout } = spawnSync(oxlint, ['--format', 'json'], { cwd: folder, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { readonly code: string }[] };
    expect(diagnostics.map((each) => each.code)).to.have.members([
      'typescript(TS2322)',
      'typescript(TS1294)',
      'typescript(no-explicit-any)',
      'typescript(no-floating-promises)',
      'typescript(no-unsafe-member-access)',
      'typescript(no-unsafe-return)',
      'import(no-default-export)',
    ]);
    expect(status).to.equal(1);
  });

  it('look at every file that is ours', () => {
    const tracked = linesOf('git', 'ls-files', '--cached', '--others', '--exclude-standard');
    const code = tracked.filter((file) => /\.(?:ts|mts|js|mjs)$/.test(file) && existsSync(file));
    expect(linesOf(oxlint, '--debug=files')).to.have.members(code);
  });
});

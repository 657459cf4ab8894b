import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';

/**
 * Makes a test of each part of a file. In the file, a line that begins with `#` says what is the matter. Between empty lines
 * stand the lines of a case, and below them, indented, everything that is reported about it. `UPDATE_GOLDEN=1` rewrites
 * what is reported, but never in CI.
 */
export function testReportsIn(
  file: string,
  reportsOf: (lines: readonly string[], title: string) => readonly string[],
): void {
  const judged = (group: string): string => {
    const [title = '', ...cases] = group.trim().split('\n\n');
    const withReports = cases.map((block) => {
      const lines = block.split('\n').filter((line) => !line.startsWith('    '));
      return [...lines, ...reportsOf(lines, title).map((report) => `    ${report}`)].join('\n');
    });
    return [title, ...withReports].join('\n\n');
  };
  const groups = readFileSync(file, 'utf8').split(/^(?=# )/m);
  if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] !== 'true')
    writeFileSync(file, `${groups.map(judged).join('\n\n')}\n`);

  for (const group of groups) {
    it((group.split('\n')[0] ?? '').replace('# ', ''), () => {
      expect(judged(group)).to.equal(group.trim());
    });
  }
}

import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { everyKind } from '../support/compile/every-kind.ts';
import { judgedBy } from '../support/compile/judged-by.ts';

/**
 * In this file a line that begins with `#` says what is the matter. A text stands between empty lines, and below it,
 * indented, everything that is reported about it. `UPDATE_GOLDEN=1` rewrites what is reported.
 */
const file = 'test/compiler/schema-reports.txt';
const judge = judgedBy(everyKind);
const groups = readFileSync(file, 'utf8').split(/^(?=# )/m);

/** The group with what is reported now. */
function judged(group: string): string {
  const [title = '', ...cases] = group.trim().split('\n\n');
  return [title, ...cases.map(withReports)].join('\n\n');
}

function withReports(block: string): string {
  const lines = block.split('\n').filter((line) => !line.startsWith('    '));
  // Without the key there would be one more message about each.
  const whole = lines.some((line) => line.startsWith('shared:')) ? lines : ['shared: {}', ...lines];
  const reports = judge(`${whole.join('\n')}\n`).map((report) => `    ${report}`);
  return [...lines, ...reports].join('\n');
}

if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${groups.map(judged).join('\n\n')}\n`);

describe('what a schema refuses is reported, with what to write', () => {
  for (const group of groups) {
    it((group.split('\n')[0] ?? '').replace('# ', ''), () => {
      expect(judged(group)).to.equal(group.trim());
    });
  }
});

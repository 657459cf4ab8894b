import { inColumns } from '../../compiler/cli/views/columns.ts';
import { ruleSets } from '../../compiler/scanners/exceptions.ts';
import { compareWithExceptions, figuresOf, judgedSpecs, judgeOnce } from './judge-specs.ts';

// Prints how many rules of each scanner the example specs violate, and what nobody has explained; --json prints data.
const findings = await judgeOnce();
const { findings: unexplained, unused } = compareWithExceptions(findings);
const score = judgedSpecs.map((spec) => ({
  spec,
  ...Object.fromEntries(figuresOf(findings, spec)),
  unexplained: unexplained.filter((line) => line.startsWith(`${spec}:`)).length,
}));
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(score, null, 2)}\n` : table());
process.stderr.write([...unexplained, ...unused].map((line) => `${line}\n`).join(''));
process.exitCode = unexplained.length + unused.length > 0 ? 1 : 0;

function table(): string {
  const head = ['rules violated (at resources)', ...ruleSets.map(({ name }) => name), 'not explained'];
  const rows = score.map(({ spec, unexplained }) => [
    spec,
    ...[...figuresOf(findings, spec).values()].map(({ rules, findings }) => `${rules} (${findings})`),
    String(unexplained),
  ]);
  return `${inColumns([head, ...rows]).join('\n')}\n`;
}

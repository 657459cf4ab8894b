import { inColumns } from '../../compiler/cli/views/columns.ts';
import { ruleSets } from '../../compiler/scanners/exceptions.ts';
import { compareWithExceptions, figuresOf, judgedSpecs, judgeSpecs } from './judge-specs.ts';

// Prints how many rules of each scanner the judged specs violate, or those that are named, and what nobody has explained.
// --json prints data.
const [given, json] = [
  process.argv.slice(2).filter((each) => each !== '--json'),
  process.argv.includes('--json'),
];
const specs = given.length === 0 ? judgedSpecs : given;
const findings = await judgeSpecs(specs);
const { findings: unexplained, unused } = compareWithExceptions(findings);
const complaints = given.length === 0 ? [...unexplained, ...unused] : unexplained;
const score = specs.map((spec) => ({
  spec,
  ...Object.fromEntries(figuresOf(findings, spec)),
  unexplained: unexplained.filter((line) => line.startsWith(`${spec}:`)).length,
}));
process.stdout.write(json ? `${JSON.stringify(score, null, 2)}\n` : table());
process.stderr.write(complaints.map((line) => `${line}\n`).join(''));
process.exitCode = complaints.length > 0 ? 1 : 0;

function table(): string {
  const head = ['rules violated (at resources)', ...ruleSets.map(({ name }) => name), 'not explained'];
  const rows = score.map(({ spec, unexplained }) => [
    spec,
    ...[...figuresOf(findings, spec).values()].map(({ rules, findings }) => `${rules} (${findings})`),
    String(unexplained),
  ]);
  return `${inColumns([head, ...rows]).join('\n')}\n`;
}

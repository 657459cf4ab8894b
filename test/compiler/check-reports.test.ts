import { parse } from 'yaml';
import { testReportsIn } from '../support/compile/report-file.ts';
import { specOnAppRunner, specWith, withSecondPlaces } from '../support/compile/reports-of.ts';

describe('what a check refuses is reported, with what to write:', () => {
  // Each line changes a setting of a spec that gets no message; a hyphen removes it.
  testReportsIn('test/compiler/check-reports.txt', (lines, title) => {
    const spec = title.endsWith('on App Runner') ? specOnAppRunner : specWith;
    return withSecondPlaces(spec(...lines.map(changeOf))).flat();
  });
});

/** `a.b: c` as a change: `{ a: { b: 'c' } }`. */
function changeOf(line: string): object {
  const [dotted = ''] = line.split(': ', 1);
  const text = line.slice(dotted.length + 2);
  const value: unknown = text === '-' ? undefined : parse(text);
  return dotted.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

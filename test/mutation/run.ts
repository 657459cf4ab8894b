/**
 * Mutation testing, by `npm run mutation`: changes the code in thousands of places, one at a time, and runs the quick
 * tests that reach the place. A mutant that no test notices is a behaviour that no test holds to.
 *
 *     npm run mutation                                        all areas, one after another
 *     npm run mutation -- diff policy                         some
 *     npm run mutation -- compiler/diff/effects.ts            some files of any area; also effects.ts:20-40
 *     npm run mutation -- --concurrency 2                     in two processes
 *
 * The report of an area is build/mutation/AREA.json.
 */
import { parseArgs } from 'node:util';
import { globSync } from 'tinyglobby';
import { projectFolder } from '../../compiler/build/project-folder.ts';
import { areas } from './areas.ts';
import { count, sum, summarize } from './count.ts';
import type { Counts } from './count.ts';
import { runStryker } from './stryker.ts';

/** How many of a hundred mutants must be noticed, all together. */
const least = 85;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mutate: { type: 'string', multiple: true }, concurrency: { type: 'string', default: '1' } },
});
const names = positionals.filter((each) => Object.hasOwn(areas, each));
const files = [
  ...positionals.filter((each) => !Object.hasOwn(areas, each)),
  ...(values.mutate ?? []).flatMap((list) => list.split(',')),
];

const results = new Map<string, Counts>();
for (const [name, { mutated, tests }] of Object.entries(areas)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const mutate = files.length === 0 ? mutated : narrow(mutated);
  if (mutate.length === 0) continue;
  const report = runStryker({
    name,
    mutate,
    tests: tests.flatMap(find),
    concurrency: Number(values.concurrency),
  });
  results.set(name, count(report));
}
if (results.size === 0)
  throw new Error(`No area has ${files.join(', ')}. Areas: ${Object.keys(areas).join(', ')}`);

const total = sum([...results.values()]);
process.stdout.write(`\n${summarize(new Map([...results, ['all', total]]))}\n`);
if (total.noticed < least) {
  process.stdout.write(`At least ${least} % must be noticed.\n`);
  process.exitCode = 1;
}

/** The files of a glob of tests. Mocha would not take one with braces alone for a glob. */
function find(glob: string): readonly string[] {
  const found = globSync(glob, { cwd: projectFolder }).sort();
  if (found.length === 0) throw new Error(`There is no ${glob}`);
  return found;
}

/** Those of the files asked for that the area has. */
function narrow(mutated: readonly string[]): readonly string[] {
  const own = globSync([...mutated], { cwd: projectFolder });
  return files.flatMap((asked) => {
    const [glob = '', ...range] = asked.split(':');
    const found = globSync(glob, { cwd: projectFolder }).filter((file) => own.includes(file));
    return found.map((file) => [file, ...range].join(':'));
  });
}

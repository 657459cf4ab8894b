import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../../compiler/build/project-folder.ts';
import { countLines } from './count-lines.ts';
import type { LineCounts } from './count-lines.ts';
import { countScripts } from './count-scripts.ts';

// Prints how many lines of each folder ran in the tests, in whatever process, and writes coverage/lcov.info.

type Counted = readonly [file: string, counts: LineCounts];

process.chdir(projectFolder);
const bundles = ['archc.cjs', 'command.js', 'compile.js', 'core.cjs'].map((name) => ({
  script: `coverage/command/${name}`,
  map: `build/${name}.map`,
}));
const files = ['compiler', 'sample-api/src', 'templates'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort(),
);
// Types alone never run.
const sources = [...countLines(files, countScripts('coverage/tmp', bundles))].filter(
  ([, { size }]) => size > 0,
);

writeFileSync('coverage/lcov.info', sources.map(lcov).join(''));
const nothing = sources.filter((each) => shareOf([each]) < 0.5);
for (const folder of new Set(sources.map(folderOf))) {
  show(
    folder,
    sources.filter((each) => folderOf(each) === folder),
  );
}
show('all', sources);
if (nothing.length > 0) console.log('of these files less than half:');
for (const each of nothing) show(each[0], [each]);

/** The first two names of its path. */
function folderOf([file]: Counted): string {
  return dirname(file).split('/').slice(0, 2).join('/');
}

function show(name: string, group: readonly Counted[]): void {
  console.log(`${(100 * shareOf(group)).toFixed(1).padStart(7)} % ${name}`);
}

function shareOf(group: readonly Counted[]): number {
  const counts = group.flatMap(([, lines]) => [...lines.values()]);
  return counts.filter((count) => count > 0).length / counts.length;
}

/** https://manpages.debian.org/bookworm/lcov/geninfo.1.en.html#FILES */
function lcov([file, counts]: Counted): string {
  const lines = [...counts].sort(([a], [b]) => a - b).map(([line, count]) => `DA:${line},${count}\n`);
  return `SF:${file}\n${lines.join('')}end_of_record\n`;
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readChanges } from './changelog.ts';
import { readCompiled, readReleased } from './examples.ts';

/** What is read of package.json. */
export interface Manifest {
  readonly version: string;
  readonly repository?: unknown;
}

export interface Wanted {
  readonly manifest: Manifest;
  /** Absent when a release is only tried. */
  readonly tag: string | undefined;
  /** What the generated files should be. */
  readonly committed: Readonly<Record<string, string>>;
  readonly output: string;
  readonly previous: string | undefined;
}

/** All that speaks against a release of what is checked out. */
export function refusals({ manifest, tag, committed, output, previous }: Wanted): readonly string[] {
  return [
    ...uncommitted(),
    ...(tag === undefined ? [] : [...wrongTag(tag, manifest), ...noRepository(manifest)]),
    ...missingChanges(manifest),
    ...stale(committed),
    ...(existsSync(output) && readdirSync(output).length > 0 ? [`${output} is not empty`] : []),
    ...(previous === undefined ? [] : noRelease(previous)),
  ];
}

function uncommitted(): string[] {
  const changes = git('status', '--porcelain');
  return changes === '' ? [] : [`there are changes that are not committed:\n${changes.trimEnd()}`];
}

function wrongTag(tag: string, { version }: Manifest): string[] {
  if (tag !== `v${version}`)
    return [`the tag ${tag} does not fit version ${version} of package.json, whose tag is v${version}`];
  const isHere = git('tag', '--points-at', 'HEAD').split('\n').includes(tag);
  return isHere ? [] : [`the tag ${tag} is not at the commit that is checked out`];
}

/** Found here rather than by the registry, when everything else is done. */
function noRepository({ repository }: Manifest): string[] {
  return repository === undefined
    ? ['package.json has no "repository": npm compares it with the repository that publishes']
    : [];
}

function missingChanges({ version }: Manifest): string[] {
  const changes = readChanges(readFileSync('CHANGELOG.md', 'utf8'), version);
  if (changes === undefined) return [`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`];
  return changes === '' ? [`CHANGELOG.md says nothing below "## [${version}]"`] : [];
}

function stale(committed: Readonly<Record<string, string>>): string[] {
  const outdated = Object.entries(committed).filter(
    ([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text,
  );
  const unknown = readCompiled('dist').filter(({ path }) => committed[path] === undefined);
  return [
    ...outdated.map(([file]) => `${file} is stale: run "npm run update" and commit it`),
    ...unknown.map(({ path }) => `${path} is made from no spec: remove it`),
  ];
}

function noRelease(previous: string): string[] {
  const found = existsSync(previous) && readReleased(previous).length > 0;
  return found ? [] : [`${previous} has no templates of an earlier release`];
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' });
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { readChanges } from './changelog.ts';
import { readCompiled, readReleased } from './examples.ts';

/** The part of package.json that is read here. */
interface Manifest {
  readonly version: string;
  readonly repository?: unknown;
}

/** The release that was asked for. */
export interface Wanted {
  readonly output: string;
  /** The folder with the previous release's files; `undefined` for the first release. */
  readonly previous: string | undefined;
  /** `undefined` in a trial run. */
  readonly tag: string | undefined;
}

/**
 * The reasons not to release the project as it is checked out. `generated` are the generated files that it should
 * have.
 */
export function refusals(
  project: string,
  generated: Readonly<Record<string, string>>,
  { output, previous, tag }: Wanted,
): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Manifest;
  return [
    ...uncommitted(project),
    ...(tag === undefined ? [] : [...wrongTag(tag, manifest, project), ...noRepository(manifest)]),
    ...missingChanges(project, manifest),
    ...stale(project, generated),
    ...(existsSync(output) && !isEmpty(output) ? [`${output} is not an empty folder`] : []),
    ...(previous === undefined || hasTemplates(previous)
      ? []
      : [`${previous} has no templates of an earlier release`]),
  ];
}

function uncommitted(project: string): string[] {
  const changes = git(project, 'status', '--porcelain');
  return changes === '' ? [] : [`there are changes that are not committed:\n${changes.trimEnd()}`];
}

function wrongTag(tag: string, { version }: Manifest, project: string): string[] {
  if (tag !== `v${version}`)
    return [`the tag ${tag} does not fit version ${version} of package.json, whose tag is v${version}`];
  const isHere = git(project, 'tag', '--points-at', 'HEAD').split('\n').includes(tag);
  return isHere ? [] : [`the tag ${tag} is not at the commit that is checked out`];
}

/** Checked here because the registry would refuse it only at the very end. */
function noRepository({ repository }: Manifest): string[] {
  return repository === undefined
    ? ['package.json has no "repository": npm compares it with the repository that publishes']
    : [];
}

function missingChanges(project: string, { version }: Manifest): string[] {
  const changes = readChanges(readFileSync(join(project, 'CHANGELOG.md'), 'utf8'), version);
  if (changes === undefined) return [`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`];
  return changes === '' ? [`CHANGELOG.md says nothing below "## [${version}]"`] : [];
}

function stale(project: string, generated: Readonly<Record<string, string>>): string[] {
  const isStale = (file: string, text: string): boolean =>
    !existsSync(join(project, file)) || readFileSync(join(project, file), 'utf8') !== text;
  const compiled = readCompiled(join(project, 'dist')).map(({ path }) =>
    relative(project, path).split(sep).join('/'),
  );
  return [
    ...Object.entries(generated).flatMap(([file, text]) =>
      isStale(file, text) ? [`${file} is stale: run "npm run update" and commit it`] : [],
    ),
    ...compiled.flatMap((file) => (file in generated ? [] : [`${file} is made from no spec: remove it`])),
  ];
}

function isEmpty(folder: string): boolean {
  return isFolder(folder) && readdirSync(folder).length === 0;
}

function hasTemplates(release: string): boolean {
  return isFolder(release) && readReleased(release).length > 0;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function git(project: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: project, encoding: 'utf8' });
}

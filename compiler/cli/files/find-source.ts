import { realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { onOneLine } from '../terminal/clean.ts';
import { isBelow } from './is-below.ts';
import { reason } from './reason.ts';

/** What an image is built from, by the ids that git gives contents: the same content has the same id in every commit. */
export interface BuildSource {
  /** For people: a merge has another id for the same content. */
  readonly commit: string;
  readonly context: { readonly path: string; readonly tree: string };
  /** Only when it is outside of the context, with what is ignored for it alone. */
  readonly dockerfile?: { readonly path: string; readonly blob: string; readonly ignore?: string };
}

export type FoundSource =
  | {
      readonly ok: true;
      readonly source: BuildSource;
      /** What git ignores in the build context. */
      readonly ignored: readonly string[];
    }
  /** Why no plan can say what would be built. */
  | { readonly ok: false; readonly problem: string };

interface Build {
  readonly context: string;
  readonly dockerfile: string;
}

/**
 * The source that the build script takes for a spec: in the git work tree that has the spec. Everything in it must be
 * committed, so that the ids say what is built.
 */
export function findSource(spec: string, { context, dockerfile }: Build): FoundSource {
  const git = gitIn(dirname(resolve(spec)));
  const top = git('rev-parse', '--show-toplevel');
  if (!top.ok) return fail(`it is in no git work tree (${top.words})`);
  const commit = git('rev-parse', '--verify', 'HEAD^{commit}');
  if (!commit.ok) return fail(`git has no commit of it (${commit.words})`);
  const places = findPlaces(top.output, context, dockerfile);
  if (typeof places === 'string') return fail(places);

  const inTop = gitIn(top.output);
  const idOf = (path: string) => inTop('rev-parse', '--verify', path === '' ? 'HEAD^{tree}' : `HEAD:${path}`);
  const outside = isInFolder(places.dockerfile, places.context) ? undefined : places.dockerfile;
  const own = [places.context, ...(outside === undefined ? [] : [outside, `${outside}.dockerignore`])];
  const pathspecs = own.map((path) => `:(top,literal)${path}`);
  const status = inTop(
    ...['--no-optional-locks', 'status', '--porcelain', '-z', '--ignored=matching'],
    ...['--untracked-files=normal', '--ignore-submodules=none', '--', ...pathspecs],
  );
  if (!status.ok) return fail(`git could not find out whether it has changes (${status.words})`);
  const lines = status.output.split('\0').filter((line) => line !== '');
  const changed = lines.filter((line) => !line.startsWith('!! '));
  if (changed.length > 0) return fail(`it has changes that are not committed: ${listNames(changed)}`);
  const tree = idOf(places.context);
  if (!tree.ok) return fail(`the build context is not committed (${tree.words})`);
  const found = { commit: commit.output, context: { path: places.context, tree: tree.output } };
  const ignored = lines.map((line) => line.slice(3));
  if (outside === undefined) return { ok: true, source: found, ignored };
  const blob = idOf(outside);
  if (!blob.ok) return fail(`the Dockerfile is not committed (${blob.words})`);
  const ignore = idOf(`${outside}.dockerignore`);
  const dockerfileIds = { path: outside, blob: blob.output, ...(ignore.ok && { ignore: ignore.output }) };
  return { ok: true, source: { ...found, dockerfile: dockerfileIds }, ignored };
}

/** Whether an image would get the file, because it is in the build context and git does not ignore it. */
export function isInContext(file: string, spec: string, { context }: Build): boolean {
  const git = gitIn(dirname(resolve(spec)));
  const top = git('rev-parse', '--show-toplevel');
  if (!top.ok) return false;
  const folder = realPath(join(top.output, context));
  if (folder === undefined) return false;
  const place = nearestFolder(dirname(resolve(file)));
  if (!isBelow(place, folder)) return false;
  return !git('check-ignore', '--quiet', '--', resolve(file)).ok;
}

function fail(problem: string): FoundSource {
  return { ok: false, problem };
}

/** Relative to the top of the work tree, as git names them; or what is wrong with them. */
function findPlaces(
  top: string,
  context: string,
  dockerfile: string,
): { readonly context: string; readonly dockerfile: string } | string {
  const root = realPath(top) ?? top;
  const folder = realPath(join(root, context));
  if (folder === undefined) return `the build context "${context}" does not exist`;
  const inRoot = (path: string) => relative(root, path).split(sep).join('/');
  const joined = join(folder, dockerfile);
  const file = realPath(joined) ?? joined;
  const lost = [folder, file].find((path) => !isBelow(path, root));
  if (lost !== undefined) return `"${inRoot(lost)}" is outside of the git work tree`;
  return { context: inRoot(folder), dockerfile: inRoot(file) };
}

/** By the paths that git gives them, between which there are slashes everywhere. */
function isInFolder(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** The real path of a folder, or of the nearest above it that exists: the others will be made in that. */
function nearestFolder(folder: string): string {
  const above = dirname(folder);
  return realPath(folder) ?? (above === folder ? folder : nearestFolder(above));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The names in lines of git's status, a few of them. */
function listNames(lines: readonly string[]): string {
  const shown = lines.slice(0, 3).map((line) => onOneLine(line.slice(3)));
  return [...shown, ...(lines.length > 3 ? [`${lines.length - 3} more`] : [])].join(', ');
}

type Answer = { readonly ok: true; readonly output: string } | { readonly ok: false; readonly words: string };

/** Runs git in a folder, as the build script does, whatever a hook has set. */
function gitIn(folder: string): (...args: readonly string[]) => Answer {
  // Loaded here because it would slow down the start of every other command.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const unset = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  const env = { ...process.env, ...unset, LC_ALL: 'C' };
  return (...args) => {
    const ran = spawnSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    if (ran.error) return { ok: false, words: `git: ${reason(ran.error)}` };
    if (ran.status === 0) return { ok: true, output: ran.stdout.replace(/\n$/, '') };
    return { ok: false, words: onOneLine(ran.stderr) };
  };
}

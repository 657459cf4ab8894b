import { lstatSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import type { Compiled } from '../../phases/results.ts';
import type { CommandContext } from '../command.ts';
import { compileSpecs } from '../compile-spec.ts';
import { expandAllSpecs } from '../files/expand-specs.ts';
import { findBranch } from '../files/find-branch.ts';
import { findPackageManager } from '../files/find-package-manager.ts';
import { createFiles } from '../files/place-files.ts';
import { entriesOf, exists, readText } from '../files/read-text.ts';
import { reason } from '../files/reason.ts';
import { UsageError } from '../usage-error.ts';
import { githubFiles } from './github.ts';
import { gitlabFiles } from './gitlab.ts';
import type { PipelineFile } from './model.ts';
import { nextSteps } from './next-steps.ts';
import { byFile } from './stages.ts';

interface Wanted extends CommandContext {
  readonly service: 'github' | 'gitlab';
  /** The files of the specs; when empty, those in specs/ are taken. */
  readonly specs: readonly string[];
  readonly branch: string | undefined;
  readonly previews: boolean;
}

/** Writes the pipeline that checks and deploys the specs, below the current folder, and replaces nothing. */
export async function writePipeline({
  service,
  specs: named,
  branch: given,
  previews,
  ...context
}: Wanted): Promise<number> {
  const { terminal } = context;
  const wanted = service === 'github' ? 'GitHub looks for workflows' : 'GitLab looks for its pipeline';
  if (!exists('.git')) {
    throw new UsageError(`this folder is not the top of a git work tree, where ${wanted}: change to it`);
  }
  const specs = (named.length > 0 ? await expandAllSpecs(named) : findSpecs(service)).map(pathInRepository);
  const manager = findPackageManager();
  const branch = given ?? (await findBranch());
  const compiled = compileSpecs(specs, context);
  if (!compiled) {
    terminal.err('archc: nothing was written\n');
    return 1;
  }
  const pipeline = { service, specs: inOrder(compiled), branch, manager, previews };
  const files = service === 'github' ? githubFiles(pipeline) : gitlabFiles(pipeline);
  const isNew = writeNew(files);
  const names = files.map(({ path }) => path);
  const listed = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
  const written = isNew ? `${listed} written` : `${listed} written already`;
  const which = service === 'github' ? 'which deploy' : 'and so a pipeline that deploys';
  terminal.out(`${written}, ${which} the branch ${branch}.\n${nextSteps(pipeline)}`);
  return 0;
}

function findSpecs(service: string): readonly string[] {
  const found = exists('specs') ? entriesOf('specs').map(({ name }) => name) : [];
  const specs = found.filter((name) => name.endsWith('.yaml'));
  if (specs.length === 0) throw new UsageError(`name the specs: archc init --ci ${service} specs/todo.yaml`);
  return specs.sort().map((name) => `specs/${name}`);
}

/** The path from the top of the repository, as the workflows name a spec: each on a line of its own. */
function pathInRepository(spec: string): string {
  const path = relative('.', spec).split(sep).join('/');
  if (path.startsWith('../')) throw new UsageError(`${spec} is not in this repository`);
  if (/^\w[\w ./@+-]*\w$/.test(path)) return path;
  throw new UsageError(
    `"${path}" has a name that a workflow can't hold: use letters, digits, "-", "_" and "."`,
  );
}

/** Specs with a shared stack come first: it must be deployed before other specs' backends that use it. */
function inOrder(compiled: readonly [Compiled, ...Compiled[]]): readonly [Compiled, ...Compiled[]] {
  const specs = byFile(compiled);
  const owns = ([first]: readonly Compiled[]) => first?.resolved.spec.shared !== undefined;
  const [next = compiled[0], ...others] = [
    ...specs.filter(owns),
    ...specs.filter((each) => !owns(each)),
  ].flat();
  return [next, ...others];
}

/**
 * A file that has the same text already is left as it is: an earlier run was ended before it wrote the others. Whether one
 * was written.
 */
function writeNew(files: readonly PipelineFile[]): boolean {
  const missing = files.filter(({ path, text }) => {
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (file && !(file.isFile() && readText(path) === text))
      throw new UsageError(`cannot write ${path}: it exists already; rename or delete it first`);
    return !file;
  });
  const folders = new Set(files.map(({ path }) => dirname(path)));
  try {
    for (const folder of folders) {
      const own = missing.filter(({ path }) => dirname(path) === folder);
      createFiles(
        folder,
        own.map(({ path, text }) => ({ name: basename(path), text })),
      );
    }
  } catch (error) {
    throw new UsageError(`cannot write ${missing.map(({ path }) => path).join(' and ')}: ${reason(error)}`);
  }
  return missing.length > 0;
}

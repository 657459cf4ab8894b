import { readFileSync } from 'node:fs';
import { makeProject } from './project.ts';
import type { Project } from './project.ts';

/** A command that writes files, and the project in which it does. */
export interface Scenario {
  readonly title: string;
  readonly args: readonly string[];
  readonly open: () => Promise<Project>;
}

const named = (file: string) => readFileSync(file, 'utf8').replace(/^name: .*$/m, 'name: shop');
export const spec = named('test/golden/domain/spec.yaml');
export const changedSpec = spec.replace('8080', '9090');
/** It has no shared stack of its own, so it compiles to a file less. */
export const backendSpec = named('test/golden/shared-stack/spec.yaml');

/** The branch is named, so that git need not run. */
export const initCi = ['init', '--ci', 'github', '--branch', 'main'];
const compile = ['compile', 'specs/shop.yaml'];
export const repository = {
  'specs/shop.yaml': spec,
  '.git/HEAD': 'ref: refs/heads/main\n',
  'package-lock.json': '{}',
};

/** Commands that write files. */
export const writers: readonly Scenario[] = [
  { title: 'compile of a new spec', args: compile, open: () => open({ 'specs/shop.yaml': spec }) },
  {
    title: 'compile of a changed spec with a file less',
    args: compile,
    open: openKilled,
  },
  { title: 'init', args: ['init'], open: () => open({}) },
  { title: 'init in a new folder', args: ['init', 'my/specs/shop.yaml'], open: () => open({}) },
  { title: 'init of the workflows', args: initCi, open: () => open(repository) },
];

/** Commands that only read files. */
export const readers: readonly Scenario[] = [
  { title: 'validate', args: ['validate', 'specs/shop.yaml'], open: () => openCompiled(spec) },
  { title: 'validate of a folder', args: ['validate', 'specs'], open: () => openCompiled(spec) },
  { title: 'compile --check', args: [...compile, '--check'], open: () => openCompiled(changedSpec) },
  { title: 'diff', args: ['diff', 'dist/shop', 'specs/shop.yaml'], open: () => openCompiled(changedSpec) },
  { title: 'policy', args: ['policy', 'specs/shop.yaml'], open: () => openCompiled(spec) },
];

function open(files: Readonly<Record<string, string>>): Promise<Project> {
  return Promise.resolve(makeProject({ 'notes.txt': 'mine', ...files }));
}

/** A project in which an earlier spec was compiled. */
async function openCompiled(next: string): Promise<Project> {
  const project = makeProject({ 'notes.txt': 'mine', 'specs/shop.yaml': spec });
  await project.run(...compile);
  project.write('specs/shop.yaml', next);
  project.keep();
  return project;
}

/** The same, and an earlier command was killed. */
async function openKilled(): Promise<Project> {
  const project = await openCompiled(backendSpec);
  project.write('dist/shop/.archc-999999999-build.sh', 'half');
  project.keep();
  return project;
}

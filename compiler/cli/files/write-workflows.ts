import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { workflows } from '../../../build/generated/workflows.ts';
import type { Compiled } from '../../phases/results.ts';
import type { CommandContext } from '../command.ts';
import { compileSpecs } from '../compile-spec.ts';
import { UsageError, reason } from '../usage-error.ts';

const folder = '.github/workflows';

interface Workflows extends CommandContext {
  /** The files of the specs; when empty, those in specs/ are taken. */
  readonly specs: readonly string[];
  readonly branch: string;
}

/** Writes the workflows that check and deploy the specs, below the current folder, and replaces nothing. */
export function writeWorkflows({ specs: named, branch, ...context }: Workflows): number {
  const { terminal } = context;
  if (!existsSync('.git')) {
    throw new UsageError(
      'this folder is not the top of a git work tree, where GitHub looks for workflows: change to it',
    );
  }
  const specs = (named.length > 0 ? named : findSpecs()).map(pathInRepository);
  const compiled = compileSpecs(specs, context);
  if (!compiled) {
    terminal.err('archc: nothing was written\n');
    return 1;
  }
  const values = {
    '<specs>': inOrder(compiled).join('\n    '),
    '<branch>': branch,
    '<region>': compiled[0].resolved.spec.region,
  };
  const files = Object.entries(workflows).map(([name, text]) => ({
    path: `${folder}/${name}.yml`,
    text: fill(text, values),
  }));
  writeNew(files);
  terminal.out(`${files.map(({ path }) => path).join(' and ')} written.\n${nextSteps(specs)}`);
  return 0;
}

function findSpecs(): readonly string[] {
  const found = existsSync('specs') ? readdirSync('specs').filter((name) => name.endsWith('.yaml')) : [];
  if (found.length === 0) throw new UsageError('name the specs: archc init --ci github specs/todo.yaml');
  return found.sort().map((name) => `specs/${name}`);
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
function inOrder(specs: readonly Compiled[]): readonly string[] {
  const owns = ({ resolved }: Compiled) => resolved.spec.shared !== undefined;
  return [...specs.filter(owns), ...specs.filter((each) => !owns(each))].map(
    ({ resolved }) => resolved.tree.name,
  );
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((filled, [word, value]) => filled.replaceAll(word, () => value), text);
}

function writeNew(files: readonly { readonly path: string; readonly text: string }[]): void {
  for (const { path } of files) {
    if (lstatSync(path, { throwIfNoEntry: false }))
      throw new UsageError(`cannot write ${path}: it exists already`);
  }
  for (const { path, text } of files) {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
    } catch (error) {
      throw new UsageError(`cannot write ${path}: ${reason(error)}`);
    }
  }
}

function nextSteps(specs: readonly string[]): string {
  const isInstalled = existsSync(join('node_modules', 'archc')) && existsSync('package-lock.json');
  const steps = [
    ...(isInstalled ? [] : ['npm install --save-dev archc, and commit package.json and package-lock.json']),
    `archc policy ${specs.join(' ')} --bootstrap --repository OWNER/NAME > pipeline.yaml: it says how to deploy the roles`,
    'set the variables AWS_PLAN_ROLE and AWS_DEPLOY_ROLE of the repository to them',
    'commit the workflows; docs/ci.md of archc says more',
  ];
  return `Next:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`;
}

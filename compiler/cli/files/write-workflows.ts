import { lstatSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { workflows } from '../../../build/generated/workflows.ts';
import type { Compiled } from '../../phases/results.ts';
import { fileWord } from '../../diagnostics/shell-quote.ts';
import type { CommandContext } from '../command.ts';
import { compileSpecs } from '../compile-spec.ts';
import { UsageError } from '../usage-error.ts';
import { entriesOf, exists, readText } from './read-text.ts';
import { reason } from './reason.ts';
import { expandAllSpecs } from './expand-specs.ts';
import { fillWorkflow } from './fill-workflow.ts';
import { findBranch } from './find-branch.ts';
import { dependsOnArchc, findPackageManager } from './find-package-manager.ts';
import type { PackageManager } from './find-package-manager.ts';
import { createFiles } from './place-files.ts';
import type { NewFile } from './place-files.ts';

const folder = '.github/workflows';

interface Workflows extends CommandContext {
  /** The files of the specs; when empty, those in specs/ are taken. */
  readonly specs: readonly string[];
  readonly branch: string | undefined;
}

/** Writes the workflows that check and deploy the specs, below the current folder, and replaces nothing. */
export async function writeWorkflows({
  specs: named,
  branch: given,
  ...context
}: Workflows): Promise<number> {
  const { terminal } = context;
  if (!exists('.git')) {
    throw new UsageError(
      'this folder is not the top of a git work tree, where GitHub looks for workflows: change to it',
    );
  }
  const specs = (named.length > 0 ? await expandAllSpecs(named) : findSpecs()).map(pathInRepository);
  const manager = findPackageManager();
  const branch = given ?? (await findBranch());
  const compiled = compileSpecs(specs, context);
  if (!compiled) {
    terminal.err('archc: nothing was written\n');
    return 1;
  }
  const files = Object.entries(workflows).map(([name, text]) => ({
    name: `${name}.yml`,
    text: fillWorkflow(text, { specs: inOrder(compiled), branch, manager }),
  }));
  writeNew(files);
  const written = files.map(({ name }) => `${folder}/${name}`).join(' and ');
  terminal.out(`${written} written, which deploy the branch ${branch}.\n${nextSteps(specs, manager)}`);
  return 0;
}

function findSpecs(): readonly string[] {
  const found = exists('specs') ? entriesOf('specs').map(({ name }) => name) : [];
  const specs = found.filter((name) => name.endsWith('.yaml'));
  if (specs.length === 0) throw new UsageError('name the specs: archc init --ci github specs/todo.yaml');
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
function inOrder([first, ...rest]: readonly [Compiled, ...Compiled[]]): readonly [Compiled, ...Compiled[]] {
  const specs = [first, ...rest];
  const owns = ({ resolved }: Compiled) => resolved.spec.shared !== undefined;
  const [next = first, ...others] = [...specs.filter(owns), ...specs.filter((each) => !owns(each))];
  return [next, ...others];
}

/** A file that has the same text already is left as it is: an earlier run was ended before it wrote the others. */
function writeNew(files: readonly NewFile[]): void {
  const missing = files.filter(({ name, text }) => {
    const path = `${folder}/${name}`;
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (file && !(file.isFile() && readText(path) === text))
      throw new UsageError(`cannot write ${path}: it exists already; rename or delete it first`);
    return !file;
  });
  try {
    createFiles(folder, missing);
  } catch (error) {
    throw new UsageError(
      `cannot write ${missing.map(({ name }) => `${folder}/${name}`).join(' and ')}: ${reason(error)}`,
    );
  }
}

function nextSteps(specs: readonly string[], manager: PackageManager): string {
  const steps = [
    ...(dependsOnArchc(manager) ? [] : [`${manager.add}, and commit package.json and ${manager.lockFile}`]),
    ...(manager.lacksVersion
      ? [`name the version of ${manager.name} in package.json ("packageManager"): the workflows use that one`]
      : []),
    `archc policy ${specs.map(fileWord).join(' ')} --bootstrap --repository OWNER/NAME > pipeline.yaml: it says how to deploy the roles`,
    'set the variables AWS_PLAN_ROLE and AWS_DEPLOY_ROLE of the repository to them',
    'commit the workflows; docs/ci.md of archc says more',
  ];
  return `Next:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`;
}

import { join } from 'node:path';
import { withDiagnostics } from '../../compile.ts';
import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Outcome } from '../../diagnostics/diagnostic.ts';
import { fileWord } from '../../diagnostics/shell-quote.ts';
import { gitAttributes } from '../../phases/git-attributes.ts';
import type { Artifact, Compiled, Resolved } from '../../phases/results.ts';
import { sameStacks, stacksOf } from '../../environments/same-stacks.ts';
import { scanners } from '../../scanners/scanner.ts';
import type { Scanner } from '../../scanners/scanner.ts';
import { sectionOf } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { command } from '../command.ts';
import type { CommandContext } from '../command.ts';
import { compileChosen } from '../compile-spec.ts';
import { eachSpec } from '../each-spec.ts';
import { originOf, otherOrigin } from '../files/origin.ts';
import { readSource } from '../files/read-source.ts';
import { removeStale, staleFiles } from '../files/stale-files.ts';
import { planArtifacts, writeArtifacts } from '../files/write-artifacts.ts';
import type { FileChange } from '../files/write-artifacts.ts';
import { onlyEnvironmentFlag } from '../flags/environment.ts';
import { flag, text, texts } from '../flags/flag.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { listOf } from '../../diagnostics/enumerate.ts';
import { oneOf } from '../flags/word.ts';
import { folder } from '../flags/words.ts';
import { onOneLine } from '../terminal/clean.ts';
import { inColumns } from '../views/columns.ts';
import { report } from '../views/report.ts';

export const compileCommand = command({
  name: 'compile',
  summary: 'write the templates and the build script',
  operands: 'SPEC...',
  flags: {
    output: text(folder, 'folder for the results', { short: 'o', default: 'dist' }),
    environment: onlyEnvironmentFlag,
    preview: previewFlag,
    from: { ...fromFlag, onlyWith: 'preview' },
    check: flag('write nothing; exit 1 when a file is not up to date'),
    suppressions: texts(
      oneOf('SCANNER', scanners),
      `also write what a scanner shall not report, in its own form: ${listOf(scanners)}; repeat it for others`,
    ),
  },
  details: [
    'Compiles each spec to DIR/<name>/shared.yaml, backend.yaml and build.sh. Write "-" for SPEC to read standard input.',
    'A spec with environments is compiled to DIR/<name>/<environment>/, for all of them or the one of --environment.',
    'The files of an environment that a spec no longer has are removed, if their .gitattributes says that they come from it.',
    'With --preview, only that preview is compiled, to DIR/<name>/<environment>-<preview>/ or DIR/<name>/<preview>/.',
    'SPEC can be a folder, which means its *.yaml and *.yml files, or a pattern in quotes.',
    'If DIR/<name>/.gitattributes is missing, it is written too: with it, git never changes the line ends of these files.',
    'The file with suppressions is .checkov.baseline, .cdk-nag.json or .cfnlintrc. It has what archc leaves as it is, at the',
    'resources that the templates have; docs/what-scanners-say.md has the reasons, and how a scanner reads the file.',
    'When a spec has errors, its files stay as they are; the other specs are still compiled.',
    'Exit code 0: compiled; 1: a spec has errors, or --check found a difference; 2: wrong usage or an unreadable file.',
  ].join('\n'),
  examples: ['archc compile specs/todo.yaml', 'archc compile --check specs/*.yaml'],

  async run({ flags, ...call }) {
    const folders = new Map<string, string>();
    const stacks = new Map<string, readonly Resolved[]>();
    const suppressions = [...new Set(flags.suppressions)];
    const suppress = suppressions.length === 0 ? undefined : await loadSuppress();
    return eachSpec(call, (spec) =>
      compileOne(spec, { ...flags, ...call, folders, stacks, suppressions, suppress }),
    );
  },
});

type Suppress = (scanner: Scanner, templates: readonly Template[]) => Artifact;

/** The exceptions are a bundle of their own, since few compilations need them. */
async function loadSuppress(): Promise<Suppress> {
  return (await import('../../scanners/suppress.ts')).suppress;
}

interface Run extends CommandContext {
  /** The folder for the results. */
  readonly output: string;
  /** The one environment to compile; all without it. */
  readonly environment: string | undefined;
  /** The one preview to compile. */
  readonly preview: string | undefined;
  /** The environment that it is of. */
  readonly from: string | undefined;
  readonly check: boolean;
  /** Whose suppressions are written too, each once. */
  readonly suppressions: readonly Scanner[];
  readonly suppress: Suppress | undefined;
  /** The folders of what was compiled so far, each with its spec's file. */
  readonly folders: Map<string, string>;
  /** What was compiled so far, by the names of its stacks. */
  readonly stacks: Map<string, readonly Resolved[]>;
}

function compileOne(spec: string, run: Run): number {
  const { environment, preview, from, terminal } = run;
  const source = readSource(spec);
  const compiled = compileChosen(source, run, { environment, preview, from });
  const outcome = warnOfStacks(refuseSameName(spec, compiled, run), run);
  report(outcome.diagnostics, source.bytes, terminal);
  if (!outcome.ok) return 1;
  const rows: (readonly string[])[] = [];
  let isCurrent = true;
  try {
    for (const compiled of outcome.value) {
      const { artifacts, changes } = write(spec, compiled, run);
      rows.push(...rowsOf(changes, { ...compiled, artifacts }));
      isCurrent &&= !run.check || changes.every(({ change }) => change === 'unchanged');
    }
    const stale = staleOf(spec, outcome.value, run);
    rows.push(...stale.map(({ path, change }) => [path, change, '', '']));
    isCurrent &&= !run.check || stale.length === 0;
  } finally {
    // When one can't be written, those before it are.
    if (rows.length > 0) terminal.out(`${inColumns(rows).join('\n')}\n`);
  }
  if (isCurrent) return 0;
  const again = ['archc compile', fileWord(spec), ...flagsOf(run)].join(' ');
  terminal.err(`archc: ${onOneLine(spec)} has files that are not up to date: run "${again}"\n`);
  return 1;
}

interface Written {
  readonly artifacts: readonly Artifact[];
  readonly changes: readonly FileChange[];
}

/** Writes the files, or compares them for --check. */
function write(spec: string, compiled: Compiled, run: Run): Written {
  const { output, check, suppressions, suppress } = run;
  const { folder, templates } = compiled;
  const artifacts = [
    ...compiled.artifacts,
    gitAttributes(originOf(spec, join(output, folder))),
    ...(suppress ? suppressions.map((scanner) => suppress(scanner, templates)) : []),
  ];
  const changes = check
    ? planArtifacts(output, folder, artifacts)
    : writeArtifacts(output, folder, artifacts);
  return { artifacts, changes };
}

/** Removes what an earlier compilation has left in other folders, or finds it for --check. */
function staleOf(spec: string, compiled: readonly Compiled[], run: Run): readonly FileChange[] {
  const { output, environment, preview, check } = run;
  if (environment !== undefined || preview !== undefined) return [];
  const stale = staleFiles(
    spec,
    output,
    compiled.map(({ folder }) => folder),
  );
  if (!check) removeStale(stale);
  return stale;
}

function flagsOf({ output, environment, preview, from, suppressions }: Run): readonly string[] {
  return [
    ...(output === 'dist' ? [] : [`--output ${fileWord(output)}`]),
    ...(environment === undefined ? [] : [`--environment ${environment}`]),
    ...(preview === undefined ? [] : [`--preview ${preview}`]),
    ...(from === undefined ? [] : [`--from ${from}`]),
    ...suppressions.map((scanner) => `--suppressions ${scanner}`),
  ];
}

/** Adds a warning for each stack that another spec of this run has too. */
function warnOfStacks(
  outcome: Outcome<readonly Compiled[]>,
  { stacks }: Pick<Run, 'stacks'>,
): Outcome<readonly Compiled[]> {
  if (!outcome.ok) return outcome;
  const resolved = outcome.value.map((compiled) => compiled.resolved);
  const warnings = resolved.flatMap((each) =>
    sameStacks(
      each,
      stacksOf(each).flatMap((name) => stacks.get(name) ?? []),
    ),
  );
  for (const each of resolved) {
    for (const name of stacksOf(each)) stacks.set(name, [...(stacks.get(name) ?? []), each]);
  }
  return withDiagnostics(warnings, outcome);
}

/** Two specs with the same name would write to the same folder, in one run or one after the other. */
function refuseSameName(
  spec: string,
  outcome: Outcome<readonly Compiled[]>,
  run: Pick<Run, 'output' | 'folders'>,
): Outcome<readonly Compiled[]> {
  if (!outcome.ok) return outcome;
  const { output, folders } = run;
  for (const { folder, resolved } of outcome.value) {
    const path = join(output, folder);
    const { tree } = resolved;
    const name = tree.environment?.of ?? tree.preview?.of ?? resolved.spec.name;
    const earlier = folders.get(folder);
    const other = earlier ?? otherOrigin(spec, path, name);
    if (other === undefined) {
      folders.set(folder, tree.name);
      continue;
    }
    const message =
      earlier === undefined
        ? `${other} has the name "${name}" too, and the files in ${path} come from it`
        : `${earlier} has the name "${name}" too`;
    const hint =
      'Give each spec a name of its own: it names the output folder and the stacks; if they are for two accounts or regions, compile each with an --output of its own';
    return {
      ok: false,
      diagnostics: diagnose(tree, [{ code: 'duplicate-name', path: ['name'], message, hint }]),
    };
  }
  return outcome;
}

function rowsOf(
  changes: readonly FileChange[],
  { artifacts, templates }: Compiled,
): readonly (readonly string[])[] {
  return changes.map(({ path, change }, index) => {
    const artifact = artifacts[index];
    const template = templates.find(({ stack }) => artifact?.name === `${stack}.yaml`);
    const resources = template ? `${sectionOf(template.root, 'Resources').length} resources` : '';
    return [path, change, artifact ? `${artifact.text.length} bytes` : '', resources];
  });
}

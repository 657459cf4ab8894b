import { readResourceTypes } from '../../../build/generated/resource-types.ts';
import { costChange } from '../../cost/cost-change.ts';
import { givenParameters, wantStacks } from '../../deploy/plan/wanted.ts';
import { readDeployed } from '../../deploy/status/deployed-versions.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { contrast } from '../../diff/contrast.ts';
import { diffStacks } from '../../diff/diff-stacks.ts';
import type { StackVersions } from '../../diff/model.ts';
import { levels, reaches } from '../../diff/severity.ts';
import type { StackKind } from '../../template/template.ts';
import { command } from '../command.ts';
import type { Call } from '../command.ts';
import { compilePair, compileSpec } from '../compile-spec.ts';
import type { SpecCall } from '../compile-spec.ts';
import { pairStacks } from '../files/pair-stacks.ts';
import { readSource } from '../files/read-source.ts';
import { readVersion, versionOf } from '../files/read-version.ts';
import type { TemplatesVersion } from '../files/read-version.ts';
import { environmentFlag, environmentName } from '../flags/environment.ts';
import { flag, pair, text } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { oneOf } from '../flags/word.ts';
import { openAwsFor } from '../open-aws.ts';
import { askingForCode } from '../terminal/ask.ts';
import { isTerminal } from '../terminal/is-terminal.ts';
import { UsageError } from '../usage-error.ts';
import { renderContrastJson, renderContrastText } from '../views/diff/contrast.ts';
import { renderContrastMarkdown } from '../views/diff/contrast-markdown.ts';
import { renderDiffMarkdown } from '../views/diff/diff-markdown.ts';
import { diffData, isIdentical, renderDiffText } from '../views/diff/diff.ts';
import type { DiffReport } from '../views/diff/diff.ts';

const views = {
  text: renderDiffText,
  markdown: renderDiffMarkdown,
  json: (report: DiffReport) => `${toJson(diffData(report), 2)}\n`,
};
const contrastViews = {
  text: renderContrastText,
  markdown: renderContrastMarkdown,
  json: renderContrastJson,
};

export const diffCommand = command({
  name: 'diff',
  summary: 'show what a change of the templates does to what is deployed',
  operands: 'OLD NEW',
  flags: {
    environment: { ...environmentFlag, notWith: 'between' },
    deployed: flag('compare what is deployed with one SPEC, instead of OLD with NEW', { notWith: 'between' }),
    between: pair(environmentName, 'show how two environments of one SPEC differ'),
    format: formatFlag(views),
    'fail-on': text(oneOf('LEVEL', levels), 'exit 1 for this kind of change or a worse one', {
      notWith: 'between',
    }),
  },
  details: [
    'OLD and NEW are each a folder of templates (dist/todo), one template, a spec, or "-" for standard input. For each',
    'resource, the result says whether it is updated in place, interrupted, replaced (and because of which property) or',
    'deleted, whether data is lost, and what stays behind. AWS is not contacted, except with --deployed, which only reads.',
    '--environment chooses the environment of each spec. Two of one spec are shown with --between: their settings and resources',
    'with both values, each with the line of the spec that decides it, and nothing about what a change would do.',
    'Exit code 0: compared; 1: the spec has errors, AWS refuses, or --fail-on applies; 2: wrong usage.',
  ].join('\n'),
  examples: [
    'archc diff dist/todo specs/todo.yaml',
    'archc diff --deployed specs/todo.yaml',
    'archc diff specs/todo.yaml --between dev prod',
    'archc diff old/shared.yaml new/shared.yaml --fail-on replace',
    'git show main:specs/todo.yaml | archc diff - specs/todo.yaml --format markdown',
  ],

  async run(invocation) {
    const { flags, terminal } = invocation;
    const { deployed, between, format, 'fail-on': level } = flags;
    if (between) return showBetween(between, { ...invocation, format });
    const report = deployed ? await compareDeployed(invocation) : compareVersions(invocation);
    if (!report) return 1;
    terminal.out(views[format](report, terminal.colour && isTerminal(1)));
    if (level === undefined) return 0;
    return reaches(level, report.stacks) || (level === 'change' && !isIdentical(report)) ? 1 : 0;
  },
});

interface Shown extends Call {
  readonly format: keyof typeof contrastViews;
}

function showBetween(names: readonly [string, string], { operands, format, ...context }: Shown): number {
  const [spec, ...rest] = operands;
  if (spec === undefined || rest.length > 0) {
    throw new UsageError('name one spec: archc diff specs/todo.yaml --between dev prod');
  }
  const compiled = compilePair(readSource(spec), names, context);
  if (!compiled) return 1;
  const { terminal, toolkit } = context;
  const report = { compiled, contrast: contrast(compiled, toolkit) };
  terminal.out(contrastViews[format](report, terminal.colour && isTerminal(1)));
  return 0;
}

function compareVersions({ operands, flags, ...context }: SpecCall): DiffReport | undefined {
  const [first, second, ...rest] = operands;
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new UsageError('name two versions: archc diff dist/todo specs/todo.yaml');
  }
  const old = readVersion(first, context, flags.environment);
  const now = readVersion(second, context, flags.environment);
  if (!old || !now) return undefined;
  if (flags.environment !== undefined && !old.environment && !now.environment) {
    throw new UsageError(`neither ${old.name} nor ${now.name} has environments: leave --environment out`);
  }
  const scripts = [old.script, now.script];
  const scriptChanges = !scripts.includes(undefined) && old.script !== now.script;
  return {
    before: old.name,
    after: now.name,
    scriptChanges,
    notes: nameNotes(old, now),
    // A folder of templates can be of any region.
    ...explain(pairStacks(old, now), now.region ?? old.region, old.region),
    ...(now.placeOf && { placeOf: now.placeOf }),
  };
}

/** Notes for stacks that have another name or region: CloudFormation treats them as different stacks. */
function nameNotes(old: TemplatesVersion, now: TemplatesVersion): readonly string[] {
  return [...now.templates.keys()].flatMap((stack) => {
    const [former, name] = [old, now].map(({ stackNames }) => stackNames?.get(stack));
    if (former === undefined || name === undefined || former === name) return [];
    return [
      `stack ${former} becomes ${name}, which is another stack: it is made anew, and the old one stays, and costs, until someone deletes it`,
    ];
  });
}

async function compareDeployed(call: SpecCall): Promise<DiffReport | undefined> {
  const compiled = await compileSpec({ ...call, command: 'diff --deployed' });
  if (!compiled) return undefined;
  const { region } = compiled.resolved.spec;
  const versions = await readDeployed(
    await openAwsFor(compiled.resolved, askingForCode()),
    wantStacks(compiled, call.toolkit),
    compiled.resolved,
  );
  const { name, placeOf } = versionOf(compiled);
  const stacks = versions.map(({ wanted, template, known }): NamedVersions => ({
    stack: wanted.name,
    kind: wanted.kind,
    before: template,
    after: wanted.template.root,
    parameters: { before: known, after: { ...known, ...givenParameters(wanted) } },
  }));
  return {
    before: `what is deployed in ${region}`,
    after: name,
    scriptChanges: false,
    notes: versions.flatMap(({ notes }) => notes),
    ...explain(stacks, region),
    ...(placeOf && { placeOf }),
  };
}

/** A stack of either version; its name may be that of the deployed stack. */
interface NamedVersions extends StackVersions {
  readonly kind?: StackKind;
}

function explain(
  versions: readonly NamedVersions[],
  region: string | undefined,
  formerRegion?: string,
): Pick<DiffReport, 'stacks' | 'source' | 'cost'> {
  const facts = readResourceTypes();
  const cost =
    region === undefined
      ? undefined
      : costChange(
          region,
          versions.map(({ stack, kind, ...roots }) => ({ ...roots, stack: kind ?? stack })),
          formerRegion,
        );
  return {
    stacks: diffStacks(versions, facts),
    source: `${facts.source}, as of ${facts.asOf}`,
    ...(cost && { cost }),
  };
}

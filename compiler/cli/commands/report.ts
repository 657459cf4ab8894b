import { readResourceTypes } from '../../../build/generated/resource-types.ts';
import { readTrees } from '../../compile.ts';
import { estimateSpec } from '../../cost/estimate-spec.ts';
import { contrast } from '../../diff/contrast.ts';
import { diffStacks } from '../../diff/diff-stacks.ts';
import type { Compiled } from '../../phases/results.ts';
import type {
  ContrastInput,
  DifferenceInput,
  ReportedEnvironment,
  ReportInput,
} from '../../report/model/model.ts';
import { command } from '../command.ts';
import type { CommandContext } from '../command.ts';
import { compileEach, compilePair } from '../compile-spec.ts';
import { pairStacks } from '../files/pair-stacks.ts';
import { readSource } from '../files/read-source.ts';
import { openVersion, versionOf } from '../files/read-version.ts';
import type { OpenVersion, TemplatesVersion } from '../files/read-version.ts';
import { demandPage, writePage } from '../files/write-page.ts';
import { environmentName, onlyEnvironmentFlag } from '../flags/environment.ts';
import { pair, text } from '../flags/flag.ts';
import { anyText } from '../flags/word.ts';
import { UsageError } from '../usage-error.ts';

export const reportCommand = command({
  name: 'report',
  summary: 'write a page on which a reviewer sees everything with its reason',
  operands: 'SPEC',
  flags: {
    output: text(anyText('FILE'), 'the file to write', { short: 'o', default: 'report.html' }),
    environment: { ...onlyEnvironmentFlag, notWith: 'between' },
    between: pair(environmentName, 'also show how two environments of SPEC differ'),
    against: text(anyText('OTHER'), 'also show what changes from another version: a spec, or compiled files'),
  },
  details: [
    'The page is one file of HTML that needs no network. It shows a picture, what it costs, each resource with its reason, each',
    'setting with the line of the spec that decides it, what is open, rights in words, what a deletion loses or keeps, what',
    'scanners say, and the spec beside all of it. It has a switch for the environments of the spec, or only the ones that',
    '--environment or --between name.',
    'OTHER is a folder of templates (dist/todo), one template, a spec, or "-" for standard input. SPEC can be "-" too.',
    'AWS is not contacted. Exit code 0: written; 1: a spec has errors; 2: wrong usage or an unreadable file.',
  ].join('\n'),
  examples: [
    'archc report specs/todo.yaml -o report.html',
    'archc report specs/todo.yaml --between dev prod',
    'git show main:specs/todo.yaml | archc report specs/todo.yaml --against -',
  ],

  async run({ operands, flags, ...context }) {
    const [spec, ...rest] = operands;
    if (spec === undefined || rest.length > 0) {
      throw new UsageError('name one spec: archc report specs/todo.yaml');
    }
    const { output, environment, between, against } = flags;
    if (spec === '-' && against === '-') {
      throw new UsageError('standard input can be read only once: name a file in one of the places');
    }
    demandPage(output);
    const source = readSource(spec);
    const compiled = between
      ? compilePair(source, between, context)
      : compileEach(source, context, environment);
    const other = against === undefined ? undefined : openVersion(against);
    const environments = compiled && compareAll(compiled, other, context);
    if (!environments) return 1;
    const page = await loadReport();
    const shown = await Promise.all(environments.map((each) => withPicture(each, context)));
    const [first, ...others] = shown;
    if (!first) return 1;
    const text = page({
      toolkit: context.toolkit,
      environments: [first, ...others],
      ...(between && contrastOf(compiled, context)),
    });
    writePage(output, text);
    const size = Buffer.byteLength(text);
    context.terminal.out(`${output}  ${size} bytes\n`);
    if (size > handy) context.terminal.err(tooLarge(output, environments.length));
    return 0;
  },
});

/** In bytes. A larger page is slow to open, and too large for some tickets. */
const handy = 1_000_000;

function tooLarge(output: string, number: number): string {
  const hint = number > 1 ? ': --environment makes one of a single environment' : '';
  return `archc: ${output} has more than a megabyte${hint}\n`;
}

/** Each environment beside the other version of it. `undefined` when that has errors; they have been reported. */
function compareAll(
  compiled: readonly Compiled[],
  other: OpenVersion | undefined,
  context: CommandContext,
): ReportInput['environments'] | undefined {
  const reported: ReportedEnvironment[] = [];
  for (const each of compiled) {
    const before = other && versionFor(each, other, context);
    if (before === undefined && other) return undefined;
    reported.push({ compiled: each, ...(before && { difference: differenceOf(each, before) }) });
  }
  const [first, ...others] = reported;
  return first && [first, ...others];
}

/** An environment that the other version lacks is new: nothing of it was there. */
function versionFor(
  { resolved: { tree } }: Compiled,
  { source, versionOf }: OpenVersion,
  context: CommandContext,
): TemplatesVersion | undefined {
  const name = tree.environment?.name;
  const trees = source && name !== undefined ? readTrees(source, context.toolkit) : undefined;
  const known = trees?.ok ? trees.value.flatMap(({ environment }) => environment?.name ?? []) : [];
  const isNew = name !== undefined && known.length > 0 && !known.includes(name);
  return isNew
    ? { name: source?.name ?? '', templates: new Map(), isSingle: false }
    : versionOf(name, context);
}

function differenceOf(compiled: Compiled, before: TemplatesVersion): DifferenceInput {
  const now = versionOf(compiled);
  const facts = readResourceTypes();
  const scripts = [before.script, now.script];
  return {
    before: before.name,
    stacks: diffStacks(pairStacks(before, now), facts),
    scriptChanges: !scripts.includes(undefined) && before.script !== now.script,
    source: `${facts.source}, as of ${facts.asOf}`,
  };
}

function contrastOf(
  [first, second]: readonly Compiled[],
  { toolkit }: CommandContext,
): { readonly contrast: ContrastInput } | undefined {
  if (!first || !second) return undefined;
  return { contrast: { compiled: [first, second], contrast: contrast([first, second], toolkit) } };
}

/** The picture is drawn by another bundle, and without its style: the page has that once. */
async function withPicture(
  reported: ReportedEnvironment,
  { toolkit }: CommandContext,
): Promise<ReportedEnvironment> {
  const { drawSvg, graphOf } = await import('../../diagram/draw.ts');
  const options = toolkit.options.map(({ name }) => name);
  const picture = await drawSvg(graphOf(reported.compiled, options), { isStyledByPage: true });
  return { ...reported, picture, estimate: estimateSpec(reported.compiled, toolkit) };
}

/** A bundle of its own: no other command makes a page. */
async function loadReport(): Promise<(input: ReportInput) => string> {
  return (await import('../../report/report.ts')).renderReport;
}

import { toJson } from '../../../diagnostics/controls.ts';
import { isAlike } from '../../../diff/contrast.ts';
import type { Both, Contrast, ItemContrast, StackContrast, ValueContrast } from '../../../diff/contrast.ts';
import { sharedStackName, stackName } from '../../../modules/stack-names.ts';
import type { Compiled } from '../../../phases/results.ts';
import { inColumns } from '../columns.ts';
import { linesOnlyIn, textOf } from '../change-words.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { showValue } from '../show-value.ts';
import { decidingPlace, wordDecision } from '../spec-place.ts';
import { environmentName } from '../../../modules/stack-owner.ts';

/** Two environments of a spec, and how they differ. */
export interface ContrastReport {
  readonly compiled: Both<Compiled>;
  readonly contrast: Contrast;
}

/** For people at a terminal. */
export function renderContrastText(report: ContrastReport, colour: boolean): string {
  const { contrast } = report;
  const paint = painter(colour);
  const lines = [
    ...inColumns([['', ...namesOf(report)], ...facts(report).map(({ what, values }) => [what, ...values])]),
    '',
    ...(contrast.settings.length === 0
      ? []
      : ['Settings', ...contrast.settings.flatMap((each) => renderValue(each, report, '  ')), '']),
    ...contrast.stacks.flatMap((stack) => renderStack(stack, report, paint)),
  ];
  return `${lines.join('\n')}\n${ending(report)}\n`;
}

/** What there is to say in the end. */
function ending(report: ContrastReport): string {
  return isAlike(report.contrast)
    ? wordAlike(report)
    : `Together: ${summarize(report.contrast.stacks, report)}`;
}

/** For environments whose settings and templates are alike: that at most the facts about them differ. */
export function wordAlike(report: ContrastReport, wordName = (name: string) => name): string {
  const both = namesOf(report).map(wordName).join(' and ');
  const differs = facts(report).some(({ what, values: [first, second] }) =>
    what.endsWith(' stack') ? false : first !== second,
  );
  return differs
    ? `No differences between ${both} but these.`
    : `${both} differ only in the names of their stacks.`;
}

/** `3 resources differ, 1 is only in dev` */
export function summarize(stacks: readonly StackContrast[], report: ContrastReport): string {
  const resources = stacks.flatMap((stack) => stack.resources);
  const alone = (which: 0 | 1) => resources.filter(({ only }) => only === which).length;
  const differing = resources.filter(({ only }) => only === undefined).length;
  const are = (number: number) => `${number} ${number === 1 ? 'is' : 'are'}`;
  return [
    `${differing} ${differing === 1 ? 'resource differs' : 'resources differ'}`,
    ...namesOf(report).flatMap((name, which) => {
      const number = alone(which === 0 ? 0 : 1);
      return number === 0 ? [] : [`${are(number)} only in ${name}`];
    }),
  ].join(', ');
}

/** The names of the environments. */
export function namesOf({ compiled }: ContrastReport): Both<string> {
  return [environmentName(compiled[0].resolved), environmentName(compiled[1].resolved)];
}

interface Fact {
  readonly what: string;
  readonly values: Both<string>;
}

/** Where each environment is, and the names of its stacks. */
export function facts({ compiled }: ContrastReport): readonly Fact[] {
  const fact = (what: string, of: (each: Compiled['resolved']['spec']) => string): Fact => ({
    what,
    values: [of(compiled[0].resolved.spec), of(compiled[1].resolved.spec)],
  });
  const hasAccount = compiled.some(({ resolved }) => resolved.spec.account !== undefined);
  return [
    ...(hasAccount ? [fact('account', ({ account }) => account ?? 'any')] : []),
    fact('region', ({ region }) => region),
    fact('shared stack', (spec) =>
      spec.shared ? stackName('shared', spec) : `${sharedStackName(spec)} of another spec or environment`,
    ),
    fact('backend stack', (spec) => stackName('backend', spec)),
  ];
}

function renderStack(stack: StackContrast, report: ContrastReport, paint: Paint): readonly string[] {
  const { kind, resources, parameters, outputs } = stack;
  const items: readonly (readonly [string, ItemContrast])[] = [
    ...resources.map((each) => ['', each] as const),
    ...parameters.map((each) => ['parameter ', each] as const),
    ...outputs.map((each) => ['output ', each] as const),
  ];
  if (items.length === 0) return [`${kind}: no differences`, ''];
  return [
    `${kind}: ${summarize([stack], report)}`,
    ...items.flatMap(([what, item]) => renderItem(what, item, report, paint)),
    '',
  ];
}

function renderItem(
  what: string,
  item: ItemContrast,
  report: ContrastReport,
  paint: Paint,
): readonly string[] {
  const { name, type, only, differences } = item;
  const subject = `${what}${name}${type === undefined ? '' : `  ${type}`}`;
  if (only === undefined) {
    return [
      `  ${paint('~ differs', 'yellow')}  ${subject}`,
      ...differences.flatMap((each) => renderValue(each, report, '      ')),
    ];
  }
  const place = placeOfItem(item, report);
  return [after(`  ${'<>'[only] ?? ''} only in ${namesOf(report)[only]}  ${subject}`, place, '  ')];
}

/** A text with the place that it is about in brackets. */
export function after(text: string, place: string | undefined, space = ' '): string {
  return place === undefined ? text : `${text}${space}(${place})`;
}

/** A line for the path, and one for each environment. */
function renderValue(difference: ValueContrast, report: ContrastReport, indent: string): readonly string[] {
  const { path, lines, sides } = wordValue(difference, report);
  if (lines !== undefined) return [`${indent}${path}: ${lines}`];
  const rows = sides.map(({ name, value, place }) => [name, after(value, place, '  ')]);
  return [`${indent}${path}`, ...inColumns(rows).map((line) => `${indent}    ${line}`)];
}

interface Side {
  readonly name: string;
  readonly value: string;
  /** Where it is decided. */
  readonly place: string | undefined;
}

export interface ValueWords {
  readonly path: string;
  /** For a text of several lines: how many differ. */
  readonly lines?: string;
  readonly sides: Both<Side>;
}

/** A difference in words: both values, each with the line of the spec that decides it. */
export function wordValue(difference: ValueContrast, report: ContrastReport): ValueWords {
  const { path, values } = difference;
  const names = namesOf(report);
  const texts = [textOf(values[0]), textOf(values[1])] as const;
  const side = (which: 0 | 1) => ({
    name: names[which],
    value: showValue(values[which]),
    place: wordSide(which, difference, report),
  });
  return {
    path: path.join('.'),
    ...(texts[0] !== undefined &&
      texts[1] !== undefined && { lines: wordLines([texts[0], texts[1]], names) }),
    sides: [side(0), side(1)],
  };
}

function wordLines(texts: Both<string>, names: Both<string>): string {
  const first = linesOnlyIn(texts[0], texts[1]);
  const second = linesOnlyIn(texts[1], texts[0]);
  return `the text differs: ${first} lines only in ${names[0]}, ${second} only in ${names[1]}`;
}

/** The lines that decide a value; nothing where nobody has decided that it is missing, or no setting decides it. */
function wordSide(
  which: 0 | 1,
  { from, values }: ValueContrast,
  { compiled }: ContrastReport,
): string | undefined {
  const path = from[which];
  if (path === undefined) return undefined;
  return (
    wordDecision(compiled[which].resolved.tree, path) ?? (values[which] === undefined ? undefined : 'default')
  );
}

/** The line of the spec that a resource of one environment comes from. */
export function placeOfItem({ only, from }: ItemContrast, { compiled }: ContrastReport): string | undefined {
  if (only === undefined || from === undefined) return undefined;
  return wordDecision(compiled[only].resolved.tree, from);
}

/** For programs; docs/upgrading.md describes the form. */
export function renderContrastJson(report: ContrastReport): string {
  const { compiled, contrast } = report;
  const [first, second] = namesOf(report);
  const named = <T>(of: (which: 0 | 1) => T) => ({ [first]: of(0), [second]: of(1) });
  const placeAt = (which: 0 | 1, path: ValueContrast['from'][0]) =>
    (path && decidingPlace(compiled[which].resolved.tree, path)) ?? null;
  const valueData = ({ path, values, from }: ValueContrast) => ({
    path: path.join('.'),
    values: named((which) => values[which] ?? null),
    spec: named((which) => placeAt(which, from[which])),
  });
  const itemData = ({ name, type, only, from, differences }: ItemContrast) => ({
    ...(type === undefined ? { name } : { logicalId: name, type }),
    onlyIn: only === undefined ? null : [first, second][only],
    ...(only !== undefined && from && { spec: placeAt(only, from) }),
    differences: differences.map(valueData),
  });
  const aboutOf = ({ resolved: { spec } }: Compiled) => ({
    account: spec.account ?? null,
    region: spec.region,
    stacks: { shared: stackName('shared', spec), backend: stackName('backend', spec) },
  });
  return `${toJson(
    {
      between: [first, second],
      identical: isAlike(contrast),
      environments: named((which) => aboutOf(compiled[which])),
      settings: contrast.settings.map(valueData),
      stacks: contrast.stacks.map(({ kind, resources, parameters, outputs }) => ({
        kind,
        resources: resources.map(itemData),
        parameters: parameters.map(itemData),
        outputs: outputs.map(itemData),
      })),
    },
    2,
  )}\n`;
}

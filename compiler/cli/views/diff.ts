import type { Difference } from '../../change/difference.ts';
import type { ItemDiff, PropertyDiff, ResourceDiff, StackDiff } from '../../diff/model.ts';
import { count } from '../../diff/severity.ts';
import {
  actionOf,
  describeCauses,
  describeFollowing,
  describeItem,
  describeProperty,
  summarize,
} from './diff-words.ts';
import type { PlaceOf } from './diff-words.ts';
import { showValue } from './show-value.ts';

/** All that is told of two versions. */
export interface DiffReport {
  readonly old: string;
  readonly new: string;
  readonly stacks: readonly StackDiff[];
  readonly scriptChanges: boolean;
  /** One line each. */
  readonly notes: readonly string[];
  readonly placeOf?: PlaceOf;
  /** What the verdicts rest on. */
  readonly source: string;
}

export function isIdentical({ stacks, scriptChanges }: DiffReport): boolean {
  return !scriptChanges && stacks.every(({ change }) => change === 'identical');
}

type Paint = (text: string, colour: number) => string;

/** A longer one stands on a line of its own. */
const longestRemark = 30;

const red = 31;
const green = 32;
const yellow = 33;

/** For a terminal. */
export function renderDiffText(report: DiffReport, colour: boolean): string {
  const paint: Paint = (text, code) => (colour ? `\u001b[${code}m${text}\u001b[39m` : text);
  const stacks = report.stacks.filter(({ change }) => change !== 'identical');
  const same = report.stacks.filter(({ change }) => change === 'identical').map(({ stack }) => stack);
  const lines = [
    ...stacks.flatMap((stack) => [...renderStack(stack, report.placeOf, paint), '']),
    ...(same.length > 0 && stacks.length > 0 ? [`${same.join(', ')}: no differences`, ''] : []),
    ...(report.scriptChanges ? ['build.sh: the build script changes', ''] : []),
    ...report.notes.map((note) => `Note: ${note}`),
    stacks.length === 0
      ? `No differences for CloudFormation between ${report.old} and ${report.new}.`
      : `Together: ${summarize(count(report.stacks))}`,
  ];
  return `${lines.join('\n')}\n`;
}

function renderStack(diff: StackDiff, placeOf: PlaceOf, paint: Paint): readonly string[] {
  const { stack, change, resources, outputs, parameters, sections } = diff;
  if (change === 'removed') {
    return [`${stack}: is no longer made. A deployed stack stays as it is until someone deletes it.`];
  }
  if (change === 'added') return [`${stack}: a new stack, ${resources.length} resources`];
  const following = describeFollowing(resources.filter(({ action }) => action === 'follow'));
  const told = resources.filter(({ action }) => action !== 'follow');
  return [
    `${stack}: ${summarize(count([diff]))}`,
    ...told.flatMap((resource) => renderResource(resource, placeOf, paint)),
    ...(following === undefined ? [] : [`  . may follow  ${following}`]),
    ...outputs.flatMap((item) => renderItem('output', item)),
    ...parameters.flatMap((item) => renderItem('parameter', item)),
    ...(sections.length > 0 ? [`  ~ ${sections.join(', ')} changed`] : []),
  ];
}

const signs: Readonly<Partial<Record<ResourceDiff['action'], readonly [string, number]>>> = {
  add: ['+', green],
  remove: ['-', red],
  update: ['~', yellow],
  interrupt: ['~', yellow],
  keep: ['=', yellow],
};

function renderResource(resource: ResourceDiff, placeOf: PlaceOf, paint: Paint): readonly string[] {
  const { logicalId, renamedTo, type, action, isRoutine, loss, remains, meaning } = resource;
  const [sign, colour] = isRoutine ? ['~', yellow] : (signs[action] ?? ['!', red]);
  const name = renamedTo === undefined ? logicalId : `${logicalId} -> ${renamedTo}`;
  return [
    `  ${paint(`${sign} ${actionOf(resource)}`, colour)}  ${name}  ${type}`,
    ...resource.properties.flatMap((property) => {
      const { path, values, lines, place, effect } = describeProperty(property, placeOf);
      const what = values ? values.join(' -> ') : (lines ?? '');
      const line = `      ${path}: ${what}${place === undefined ? '' : `  (${place})`}`;
      if (effect === undefined) return [line];
      return effect.length > longestRemark ? [line, `          ${effect}`] : [`${line}  ${effect}`];
    }),
    ...describeCauses(resource.causes).map((line) => `      because ${line}`),
    ...(renamedTo === undefined ? [] : [`      ${looksLikeRename}`]),
    ...(meaning === undefined ? [] : [`      It means: ${meaning}`]),
    ...(loss === undefined ? [] : [`      ${paint(`Data is at stake: ${loss}`, red)}`]),
    ...(remains === undefined ? [] : [`      Stays behind: ${remains}`]),
  ];
}

export const looksLikeRename =
  'Same type and nearly the same properties: looks like a rename; CloudFormation makes a new one and deletes the old';

function renderItem(kind: string, item: ItemDiff): readonly string[] {
  const sign = { added: '+', removed: '-', changed: '~' }[item.change];
  return [
    `  ${sign} ${kind} ${item.name} ${item.change}`,
    ...item.differences.map(
      ({ path, before, after }) => `      ${path.join('.')}: ${showValue(before)} -> ${showValue(after)}`,
    ),
    ...describeItem(item).map((line) => `      ${line}`),
  ];
}

/** For programs; docs/upgrading.md describes the form. */
export function diffData(report: DiffReport): object {
  const { placeOf } = report;
  const differenceData = ({ path, before, after, from, ...rest }: PropertyDiff | Difference) => ({
    path: path.join('.'),
    before: before ?? null,
    after: after ?? null,
    ...rest,
    ...(from && placeOf && { spec: placeOf(from) }),
  });
  const itemData = ({ differences, ...item }: ItemDiff) => ({
    ...item,
    differences: differences.map(differenceData),
  });
  return {
    old: report.old,
    new: report.new,
    identical: isIdentical(report),
    summary: count(report.stacks),
    stacks: report.stacks.map(({ resources, outputs, parameters, ...stack }) => ({
      ...stack,
      resources: resources.map(({ properties, ...resource }) => ({
        ...resource,
        properties: properties.map(differenceData),
      })),
      outputs: outputs.map(itemData),
      parameters: parameters.map(itemData),
    })),
    buildScriptChanges: report.scriptChanges,
    notes: report.notes,
    source: report.source,
  };
}

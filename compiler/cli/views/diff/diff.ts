import { actionWords } from '../../../change/action.ts';
import type { CostChange } from '../../../cost/cost-change.ts';
import type { Difference } from '../../../change/difference.ts';
import type { ItemDiff, ResourceDiff, StackDiff } from '../../../diff/model.ts';
import { count } from '../../../diff/severity.ts';
import { onOneLine } from '../../terminal/clean.ts';
import { changeData, differenceData } from '../change-data.ts';
import { renderFollowing, renderProperty, renderRemarks } from '../change-text.ts';
import { summarize, wordAction, wordFollowing, wordItem, wordName, wordProperty } from '../change-words.ts';
import { wordCostChange } from '../cost-change.ts';
import { wordCosts } from '../cost-words.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { showValue } from '../show-value.ts';
import type { PlaceOf } from '../spec-place.ts';

/** Everything that is shown about two versions. */
export interface DiffReport {
  /** The versions' names. */
  readonly before: string;
  readonly after: string;
  readonly stacks: readonly StackDiff[];
  readonly scriptChanges: boolean;
  /** One line each. */
  readonly notes: readonly string[];
  /** Given when one version is a spec. */
  readonly placeOf?: PlaceOf;
  /** What it does to the costs; missing when they stay the same, or the region is unknown. */
  readonly cost?: CostChange;
  /** What the effects are based on, such as AWS's schemas and their date. */
  readonly source: string;
}

export function isIdentical({ stacks, scriptChanges }: DiffReport): boolean {
  return !scriptChanges && stacks.every(({ change }) => change === 'identical');
}

/** In characters. A longer remark gets its own line. */
const longestRemark = 30;

/** The report as text for a terminal. */
export function renderDiffText(report: DiffReport, colour: boolean): string {
  const stacks = report.stacks.filter(({ change }) => change !== 'identical');
  const same = report.stacks.filter(({ change }) => change === 'identical').map(({ stack }) => stack);
  const lines = [
    ...stacks.flatMap((stack) => [...renderStack(stack, report.placeOf, painter(colour)), '']),
    ...(same.length > 0 && stacks.length > 0 ? [`${same.join(', ')}: no differences`, ''] : []),
    ...(report.scriptChanges ? ['build.sh: the build script changes', ''] : []),
    ...wordCostChange(report.cost).flatMap((line) => [line, '']),
    ...report.notes.map((note) => `Note: ${note}`),
    stacks.length === 0
      ? `No differences for CloudFormation between ${onOneLine(report.before)} and ${onOneLine(report.after)}.`
      : `Together: ${summarize(count(report.stacks))}`,
  ];
  return `${lines.join('\n')}\n`;
}

function renderStack(diff: StackDiff, placeOf: PlaceOf | undefined, paint: Paint): readonly string[] {
  const { stack, change, resources, outputs, parameters, sections } = diff;
  if (change === 'removed') {
    return [`${stack}: is no longer made. A deployed stack stays, and costs, until someone deletes it.`];
  }
  const costs = wordCosts(resources).map((line) => `  ${line}`);
  if (change === 'added') return [`${stack}: a new stack, ${resources.length} resources`, ...costs];
  const detailed = resources.filter(({ action }) => action !== 'follow');
  return [
    `${stack}: ${summarize(count([diff]))}`,
    ...detailed.flatMap((resource) => renderResource(resource, placeOf, paint)),
    ...renderFollowing(wordFollowing(resources)),
    ...outputs.flatMap((item) => renderItem('output', item)),
    ...parameters.flatMap((item) => renderItem('parameter', item)),
    ...(sections.length > 0 ? [`  ${actionWords.update.sign} ${sections.join(', ')} changed`] : []),
    ...costs,
  ];
}

function renderResource(
  resource: ResourceDiff,
  placeOf: PlaceOf | undefined,
  paint: Paint,
): readonly string[] {
  const { sign, colour } = actionWords[resource.action];
  return [
    `  ${paint(`${sign} ${wordAction(resource)}`, colour)}  ${wordName(resource)}  ${resource.type}`,
    ...resource.properties.flatMap((property) => {
      const words = wordProperty(property, placeOf);
      const line = `      ${renderProperty(words)}`;
      if (words.effect === undefined) return [line];
      return words.effect.length > longestRemark
        ? [line, `          ${words.effect}`]
        : [`${line}  ${words.effect}`];
    }),
    ...renderRemarks(resource, paint),
  ];
}

/** The action whose sign a changed output or parameter gets. */
const itemActions = { added: 'create', removed: 'delete', changed: 'update' } as const;

function renderItem(kind: string, item: ItemDiff): readonly string[] {
  const { sign } = actionWords[itemActions[item.change]];
  return [
    `  ${sign} ${kind} ${item.name} ${item.change}`,
    ...item.differences.map(
      ({ path, before, after }) => `      ${path.join('.')}: ${showValue(before)} -> ${showValue(after)}`,
    ),
    ...wordItem(item).map((line) => `      ${line}`),
  ];
}

/** For programs; docs/upgrading.md describes the form. */
export function diffData(report: DiffReport): object {
  const dataOf = (difference: Difference) => differenceData(difference, report.placeOf);
  const itemData = ({ differences, ...item }: ItemDiff) => ({
    ...item,
    differences: differences.map(dataOf),
  });
  return {
    before: report.before,
    after: report.after,
    identical: isIdentical(report),
    summary: count(report.stacks),
    stacks: report.stacks.map(({ resources, outputs, parameters, ...stack }) => ({
      ...stack,
      resources: resources.map((resource) => changeData(resource, report.placeOf)),
      outputs: outputs.map(itemData),
      parameters: parameters.map(itemData),
    })),
    cost: report.cost ?? null,
    buildScriptChanges: report.scriptChanges,
    notes: report.notes,
    source: report.source,
  };
}

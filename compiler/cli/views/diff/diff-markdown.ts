import type { ItemDiff, ResourceDiff, StackDiff } from '../../../diff/model.ts';
import { count, isRefused } from '../../../diff/severity.ts';
import {
  looksLikeRename,
  summarize,
  wordAction,
  wordCauses,
  wordFollowing,
  wordItem,
  wordName,
  wordProperty,
} from '../change-words.ts';
import { wordCostChange } from '../cost-change.ts';
import { wordCosts } from '../cost-words.ts';
import { isIdentical } from './diff.ts';
import type { DiffReport } from './diff.ts';
import { code, folded, paragraphs } from '../markdown.ts';
import { showValue } from '../show-value.ts';
import type { PlaceOf } from '../spec-place.ts';

/** For a comment on GitHub, or a section of release notes. It has no heading of its own at the top. */
export function renderDiffMarkdown(report: DiffReport): string {
  if (isIdentical(report)) return paragraphs(['No differences.', ...report.notes]);
  const { stacks, placeOf, scriptChanges, notes, source, cost } = report;
  const same = stacks.filter(({ change }) => change === 'identical').map(({ stack }) => stack);
  return paragraphs([
    `**${capital(summarize(count(stacks)))}**`,
    ...alarms(stacks),
    ...stacks.flatMap((stack) => (stack.change === 'identical' ? [] : renderStack(stack, placeOf))),
    ...(same.length > 0 ? [`No differences in ${same.map(code).join(', ')}.`] : []),
    ...wordCostChange(cost).map((line) => `${line}.`),
    ...(scriptChanges ? [`The build script \`build.sh\` changes.`] : []),
    ...notes,
    `<sub>By ${source}, and AWS's documentation.</sub>`,
  ]);
}

/** Alerts for losses of data and refused changes. */
function alarms(stacks: readonly StackDiff[]): readonly string[] {
  const resources = stacks.flatMap((stack) => stack.resources);
  const lost = resources.filter(({ dataLoss }) => dataLoss !== undefined);
  const refused = resources.filter(({ action }) => action === 'refuse');
  const exports = stacks.flatMap(({ outputs }) => outputs).filter(isRefused);
  const idOf = ({ logicalId }: ResourceDiff) => logicalId;
  return [
    ...alert('CAUTION', 'Data is at stake', lost.map(idOf)),
    ...alert('WARNING', 'CloudFormation would refuse this', [
      ...refused.map(idOf),
      ...exports.map(({ name }) => name),
    ]),
  ];
}

/** Nothing without names. */
function alert(kind: string, what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`> [!${kind}]\n> ${what}: ${names.map(code).join(', ')}.`];
}

function renderStack(diff: StackDiff, placeOf: PlaceOf | undefined): readonly string[] {
  const { stack, change, resources, outputs, parameters, sections } = diff;
  const heading = `### ${stack}`;
  if (change === 'removed') {
    return [heading, 'Is no longer made. A deployed stack stays, and costs, until someone deletes it.'];
  }
  const costs = block(wordCosts(resources).map((line) => `- ${line}`));
  if (change === 'added') {
    const names = resources.map(({ logicalId, type }) => `- ${code(logicalId)} (${code(type)})`);
    return [heading, folded(`A new stack with ${resources.length} resources`, names), ...costs];
  }
  const major = resources.filter((each) => !isMinor(each) && each.action !== 'follow');
  const minor = resources.filter(isMinor);
  const following = wordFollowing(resources);
  const items = [
    ...outputs.flatMap((item) => renderItem('Output', item)),
    ...parameters.flatMap((item) => renderItem('Parameter', item)),
    ...(sections.length > 0 ? [`- ${sections.map(code).join(', ')} changed`] : []),
  ];
  const lesser = [
    ...minor.flatMap((resource) => renderResource(resource, placeOf)),
    ...(following === undefined ? [] : [`- May follow: ${following}`]),
  ];
  return [
    heading,
    ...block(major.flatMap((resource) => renderResource(resource, placeOf))),
    ...block(items),
    ...(lesser.length > 0 ? [folded(summarizeMinor(minor), lesser)] : []),
    ...costs,
  ];
}

function isMinor({ action, dataLoss }: ResourceDiff): boolean {
  return dataLoss === undefined && ['revise', 'update', 'create', 'none'].includes(action);
}

function summarizeMinor(resources: readonly ResourceDiff[]): string {
  const words = new Map<string, number>();
  for (const resource of resources) {
    words.set(wordAction(resource), (words.get(wordAction(resource)) ?? 0) + 1);
  }
  const counted = [...words].map(([word, number]) => `${number} ${word}`);
  return counted.length === 0 ? 'What may follow' : capital(counted.join(', '));
}

function renderResource(resource: ResourceDiff, placeOf: PlaceOf | undefined): readonly string[] {
  const { renamedTo, type, dataLoss, remains, meaning } = resource;
  return [
    `- ${wordName(resource, code)} (${code(type)}): **${wordAction(resource)}**`,
    ...(dataLoss === undefined ? [] : [`  - **Data is at stake:** ${dataLoss}`]),
    ...(remains === undefined ? [] : [`  - Stays behind: ${remains}`]),
    ...(meaning === undefined ? [] : [`  - It means: ${meaning}`]),
    ...(renamedTo === undefined ? [] : [`  - ${looksLikeRename}`]),
    ...resource.properties.map((property) => {
      const { path, values, lines, place, effect } = wordProperty(property, placeOf);
      const what = values ? values.map(code).join(' -> ') : (lines ?? '');
      const where = place === undefined ? '' : ` (${place})`;
      return `  - ${code(path)}: ${what}${where}${effect === undefined ? '' : `; ${effect}`}`;
    }),
    ...wordCauses(resource.causes).map((line) => `  - Because ${line}`),
  ];
}

function renderItem(kind: string, item: ItemDiff): readonly string[] {
  return [
    `- ${kind} ${code(item.name)}: **${item.change}**`,
    ...item.differences.map(
      ({ path, before, after }) =>
        `  - ${code(path.join('.'))}: ${code(showValue(before))} -> ${code(showValue(after))}`,
    ),
    ...wordItem(item).map((line) => `  - ${line}`),
  ];
}

function block(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

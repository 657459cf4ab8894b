import type { ItemContrast, StackContrast, ValueContrast } from '../../../diff/contrast.ts';
import { isAlike } from '../../../diff/contrast.ts';
import { after, facts, namesOf, placeOfItem, summarize, wordAlike, wordValue } from './contrast.ts';
import type { ContrastReport } from './contrast.ts';
import { code, folded, paragraphs, row } from '../markdown.ts';

/** For a comment on GitHub. It has no heading of its own at the top. */
export function renderContrastMarkdown(report: ContrastReport): string {
  const { settings, stacks } = report.contrast;
  const names = namesOf(report);
  const table = [
    row(['', ...names.map(code)]),
    '|---|---|---|',
    ...facts(report).map(({ what, values }) => row([what, ...values.map(code)])),
  ];
  const summary = isAlike(report.contrast) ? wordAlike(report, code) : `**${summarize(stacks, report)}**`;
  return paragraphs([
    summary,
    table.join('\n'),
    ...(settings.length === 0
      ? []
      : ['### Settings', settings.flatMap((each) => renderValue(each, report, '')).join('\n')]),
    ...stacks.flatMap((stack) => renderStack(stack, report)),
  ]);
}

function renderStack(stack: StackContrast, report: ContrastReport): readonly string[] {
  const { kind, resources, parameters, outputs } = stack;
  const lines = [
    ...resources.flatMap((each) => renderItem('', each, report)),
    ...parameters.flatMap((each) => renderItem('Parameter ', each, report)),
    ...outputs.flatMap((each) => renderItem('Output ', each, report)),
  ];
  return lines.length === 0 ? [] : [`### ${kind}`, folded(summarize([stack], report), lines)];
}

function renderItem(what: string, item: ItemContrast, report: ContrastReport): readonly string[] {
  const { name, type, only, differences } = item;
  const subject = `- ${what}${code(name)}${type === undefined ? '' : ` (${code(type)})`}`;
  if (only === undefined) {
    return [`${subject}: **differs**`, ...differences.flatMap((each) => renderValue(each, report, '  '))];
  }
  const place = placeOfItem(item, report);
  return [after(`${subject}: **only in** ${code(namesOf(report)[only])}`, place)];
}

function renderValue(difference: ValueContrast, report: ContrastReport, indent: string): readonly string[] {
  const { path, lines, sides } = wordValue(difference, report);
  if (lines !== undefined) return [`${indent}- ${code(path)}: ${lines}`];
  return [
    `${indent}- ${code(path)}`,
    ...sides.map(({ name, value, place }) => `${indent}  - ${code(name)}: ${after(code(value), place)}`),
  ];
}

import { readmes } from '../../../build/generated/readmes.ts';
import { command } from '../command.ts';
import { didYouMean, quoted, UsageError } from '../usage-error.ts';

export const optionsCommand = command({
  name: 'options',
  summary: 'list the options and runtimes, or show one',
  operands: '[NAME]',
  topics: () => Object.keys(readmes),
  flags: {},
  details: [
    'Without NAME: every option and runtime, with a line about each and what it costs by its kind. With NAME: its',
    'page, with an example.',
  ].join('\n'),
  examples: ['archc options', 'archc options ipRestriction'],

  run({ operands, terminal, toolkit }) {
    const { out } = terminal;
    const { options, runtimes, schema } = toolkit;
    const [name, ...rest] = operands;
    if (rest.length > 0) throw new UsageError('name one option');
    if (name !== undefined) {
      const page = Object.hasOwn(readmes, name) ? readmes[name] : undefined;
      if (page === undefined) {
        const hint = didYouMean(name, Object.keys(readmes)) ?? 'see "archc options"';
        throw new UsageError(`unknown option ${quoted(name)}: ${hint}`);
      }
      out(page);
      return 0;
    }
    const settings = schema.properties?.['options']?.properties ?? {};
    const width = Math.max(...[...options, ...runtimes].map((each) => each.name.length));
    const line = (each: string, text = '') =>
      `  ${each.padEnd(width)}  ${text}\n${' '.repeat(width + 4)}Costs: ${costs(readmes[each])}\n`;
    out('Options, under "options:" in a spec:\n');
    for (const each of options) out(line(each.name, settings[each.name]?.description));
    out('\nRuntimes, under "backend.service.runtime":\n');
    for (const each of runtimes) out(line(each.name, firstLine(readmes[each.name])));
    return 0;
  },
});

/** The first sentence below the page's title. */
function firstLine(page = ''): string {
  return page.split('\n').slice(2).join(' ').split(/[.:] /)[0] ?? '';
}

/** What a page's item "Costs" says, without its sources. */
function costs(page = ''): string {
  const [, item = ''] = /^- \*\*Costs\.\*\* (.*(?:\n {2}.*)*)/m.exec(page) ?? [];
  return item
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ \((?:\[[^\]]*\]\([^)]*\)(?:, )?)+\)/g, '')
    .replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1');
}

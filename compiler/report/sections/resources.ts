import { chosenModules, runtimeOf } from '../../modules/choose.ts';
import { runtimePath } from '../../spec/path.ts';
import type { SpecPath } from '../../spec/path.ts';
import { chargesOf } from '../../template/charges.ts';
import { resourcesOf, textAt, typeOf, entryOf } from '../../template/node.ts';
import type { Entry } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { decidedBy } from '../facts/decided-by.ts';
import type { DecidedBy } from '../facts/decided-by.ts';
import { keptOrLost, wordFate } from '../facts/kept-or-lost.ts';
import { settingsOf } from '../facts/settings-of.ts';
import type { Setting } from '../facts/settings-of.ts';
import { usesOf } from '../facts/uses-of.ts';
import type { Uses } from '../facts/uses-of.ts';
import { dotted, html, join } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { lineLinks, linksFrom, resourceLinks, withDecisions, stackTitles } from '../words/links.ts';
import type { Block, Section, Subject } from '../model/model.ts';
import { showNode } from '../words/show-node.ts';
import type { LinkTo } from '../words/show-node.ts';
import { nameOfType, typeWords } from '../words/type-words.ts';

/** Every resource: why it is there, and who decides each of its settings. */
export function resourcesSection(subject: Subject): Section {
  return {
    id: 'resources',
    title: 'Resources',
    intro: html`Everything that is deployed. Open one to see why it exists, and what decides each of its
    settings: a line of the spec, a default, or archc.`,
    blocks: subject.templates.flatMap((template) => blocksOf(template, subject)),
  };
}

function blocksOf(template: Template, subject: Subject): readonly Block[] {
  const { stack, root } = template;
  const about: About = {
    subject,
    stack,
    linkTo: linksFrom(stack, subject),
    uses: usesOf(template),
    fates: new Map(keptOrLost(template).map((fate) => [fate.logicalId, wordFate(fate)])),
  };
  const heading = stackTitles[stack];
  return resourcesOf(root).map((entry) => ({
    key: `${stack}-${entry.key}`,
    heading,
    content: card(entry, about),
  }));
}

interface About {
  readonly subject: Subject;
  readonly stack: Template['stack'];
  readonly linkTo: LinkTo;
  readonly uses: Uses;
  /** What a deletion does to the data in a resource, by logical id. */
  readonly fates: ReadonlyMap<string, string>;
}

function card(entry: Entry, about: About): Html {
  const type = typeOf(entry.value);
  const description = textAt(entryOf(entry.value, 'Properties'), 'Description');
  const reason = (entry.comment ?? []).join(' ');
  const words = Object.hasOwn(typeWords, type) ? typeWords[type] : undefined;
  return html`<details class="card">
    <summary>
      <h4>${entry.key}</h4>
      <span class="kind">${nameOfType(type)}</span>
    </summary>
    <p class="type"><code>${type}</code>${words && html` ${words.does}`}</p>
    ${reason !== '' && html`<p class="reason">${withDecisions(reason)}</p>`}
    ${description !== undefined && reason === '' && html`<p class="reason">${description}.</p>`}
    <dl class="facts">${facts(entry, about)}</dl>
    <dl class="settings">${settingsOf(entry).map((setting) => row(setting, about))}</dl>
  </details>`;
}

function facts({ key, value, module }: Entry, about: About): readonly Html[] {
  const { subject, stack, uses, fates } = about;
  const users = uses.usedBy.get(key) ?? [];
  const used = uses.uses.get(key) ?? [];
  const charges = chargesOf(typeOf(value), value);
  const fate = fates.get(key);
  const fact = (what: string, words: Html) =>
    html`<div>
      <dt>${what}</dt>
      <dd>${words}</dd>
    </div>`;
  return [
    fact('Brought by', wordModule(module, subject)),
    ...(users.length > 0 ? [fact('Needed by', resourceLinks(stack, users))] : []),
    ...(used.length > 0 ? [fact('Needs', resourceLinks(stack, used))] : []),
    ...(charges.length > 0
      ? [
          fact(
            'AWS charges for',
            join(
              charges.map(
                ({ item, charged, by }) => `${item}: by ${by}${charged === 'time' ? ', used or not' : ''}`,
              ),
              '; ',
            ),
          ),
        ]
      : []),
    ...(fate === undefined ? [] : [fact('On deletion', html`${fate}`)]),
  ];
}

/** The module that brings a resource, with the line of the spec that chooses it. */
function wordModule(name: string | undefined, subject: Subject): Html {
  const { resolved } = subject.compiled;
  const runtime = runtimeOf(resolved.spec, subject.toolkit);
  const option = chosenModules(resolved.spec, subject.toolkit).find(
    (module) => module.name === name && subject.toolkit.options.includes(module),
  );
  if (option)
    return html`the option <code>${option.name}</code>${decision(['options', option.name], subject)}`;
  if (name === runtime.name) return html`the runtime <code>${name}</code>${decision(runtimePath, subject)}`;
  return html`archc: every architecture with these settings has it`;
}

function decision(path: SpecPath, subject: Subject): Html {
  const { lines } = decidedBy([path], subject);
  return lines.length === 0
    ? html``
    : html`, <span class="by" data-lines="${lines.join(' ')}">${lineLinks(lines)}</span>`;
}

function row({ path, value, from, module, comment }: Setting, { subject, linkTo }: About): Html {
  const decided = decidedBy(from, subject);
  const remark = comment.length > 0 && html`<p>${withDecisions(comment.join(' '))}</p>`;
  return html`<div data-lines="${decided.span.join(' ')}">
    <dt>${dotted(path)}</dt>
    <dd>${showNode(value, linkTo)}${remark}</dd>
    <dd class="by">${wordDecider(decided, module, subject)}</dd>
  </div> `;
}

/** Settings that are named at one value; more would say less. */
const mostNamed = 2;

function wordDecider(
  { lines, settings, isUnset }: DecidedBy,
  module: string | undefined,
  subject: Subject,
): Html {
  const named = settings.slice(0, mostNamed).join(', ');
  if (lines.length > 0) return html`<span title="${named}">${lineLinks(lines)}</span>`;
  if (isUnset && settings.length > 0) return html`without <code>${dotted(named)}</code>`;
  if (settings.length > 0) return html`default of <code>${dotted(named)}</code>`;
  const isOption = subject.toolkit.options.some(({ name }) => name === module);
  return isOption ? html`option <code>${module}</code>` : html`archc`;
}

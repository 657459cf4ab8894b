import { actionWords } from '../../change/action.ts';
import type { ItemDiff, PropertyDiff, ResourceDiff, StackDiff } from '../../diff/model.ts';
import { count } from '../../diff/severity.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { dotted, html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { lineLinks } from '../words/links.ts';
import type { Block, DifferenceInput, Section, Subject } from '../model/model.ts';
import { showPlain } from '../words/show-plain.ts';

/** What a change from another version of the spec does to what is deployed. */
export function differenceSection(difference: DifferenceInput, subject: Subject): Section {
  const { before, stacks, scriptChanges, source } = difference;
  const blocks = stacks.flatMap((stack) => stackBlocks(stack, subject));
  const { dataLoss } = count(stacks);
  const script: readonly Block[] = scriptChanges
    ? [{ key: 'script', content: html`<p>The build script changes.</p>` }]
    : [];
  return {
    id: 'difference',
    title: `What changes from ${before}`,
    intro: html`What becomes of a deployment of <code>${before}</code> with this spec.
      ${dataLoss > 0 && html`<strong>Data is lost.</strong> `}The effects are those of ${source}.`,
    blocks:
      blocks.length + script.length === 0
        ? [{ key: 'same', content: html`<p>Nothing changes.</p>` }]
        : [...blocks, ...script],
  };
}

function stackBlocks(stack: StackDiff, subject: Subject): readonly Block[] {
  const heading = `The ${stack.stack} stack`;
  if (stack.change === 'identical') return [];
  const remark = stackRemarks[stack.change];
  return [
    ...(remark === undefined
      ? []
      : [{ key: stack.stack, heading, content: html`<p class="rest">${remark}</p>` }]),
    ...stack.resources
      .filter(({ action }) => action !== 'follow')
      .map((resource): Block => ({
        key: `${stack.stack}-${resource.logicalId}`,
        heading,
        content: resourceBlock(resource, stack, subject),
      })),
    ...items('output', stack.outputs, stack.stack, heading),
    ...items('parameter', stack.parameters, stack.stack, heading),
  ];
}

const stackRemarks: Readonly<Record<StackDiff['change'], string | undefined>> = {
  added: 'A new stack: all of it is created.',
  removed: 'It is no longer made. A deployed one stays, and costs, until someone deletes it.',
  changed: undefined,
  identical: undefined,
};

function resourceBlock(resource: ResourceDiff, { change }: StackDiff, subject: Subject): Html {
  const { logicalId, renamedTo, type, action, properties, dataLoss, remains, meaning, causes } = resource;
  const grave = ['refuse', 'replace', 'may-replace', 'delete'].includes(action);
  const shown = change === 'added' ? [] : properties;
  return html`<div class="item">
    <p class="what">
      <span class="pill ${dataLoss !== undefined || grave ? 'lost' : ''}"
        >${actionWords[action].passive}</span
      >
      <strong>${logicalId}</strong>${renamedTo !== undefined && html` as <strong>${renamedTo}</strong>`}
      <span class="kind">${type}</span>
    </p>
    ${dataLoss !== undefined && html`<p><strong>Lost:</strong> ${dataLoss}</p>`}
    ${remains !== undefined && html`<p>Left: ${remains}</p>`}
    ${meaning !== undefined && html`<p>${meaning}</p>`}
    ${
      causes.length > 0 &&
      html`<p>
        Because of ${[...new Set(causes.map(({ target }) => target))].join(', ')}, to which it refers.
      </p>`
    }
    ${shown.length > 0 && html`<dl class="settings">${shown.map((each) => propertyRow(each, subject))}</dl>`}
  </div>`;
}

function propertyRow({ path, before, after, from, effect, why }: PropertyDiff, subject: Subject): Html {
  const { lines } = decidedBy(from ? [from] : [], subject);
  const forces = effect === 'replace' ? 'forces the replacement' : undefined;
  const remark = [forces, why].filter((each) => each !== undefined).join(': ');
  return html`<div data-lines="${lines.join(' ')}">
    <dt>${dotted(path.join('.'))}</dt>
    <dd>
      ${showPlain(before)} <span class="tag">becomes</span> ${showPlain(after)}
      ${remark !== '' && html`<p>${remark}</p>`}
    </dd>
    <dd class="by">${lines.length > 0 && lineLinks(lines)}</dd>
  </div>`;
}

function items(what: string, all: readonly ItemDiff[], stack: string, heading: string): readonly Block[] {
  return all.map(({ name, change, meaning, differences, exports }) => ({
    key: `${stack}-${what}-${name}`,
    heading,
    content: html`<div class="item">
      <p class="what"><span class="pill">${change}</span> ${what} <strong>${name}</strong></p>
      ${meaning !== undefined && html`<p>${meaning}</p>`}
      ${
        exports !== undefined &&
        html`<p>CloudFormation refuses to change the export ${exports} while a stack imports it.</p>`
      }
      ${differences.map(
        ({ path, before, after }) =>
          html`<p>${path.join('.')}: ${showPlain(before)} becomes ${showPlain(after)}</p>`,
      )}
    </div>`,
  }));
}

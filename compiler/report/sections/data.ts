import { resourcesOf } from '../../template/node.ts';
import { keptOrLost } from '../facts/kept-or-lost.ts';
import { html } from '../html.ts';
import { resourceLink, stackTitles } from '../links.ts';
import type { Section, Subject } from '../model.ts';
import { nameOfType } from '../words/type-words.ts';

/** What a deletion of the stacks loses, and what it leaves. */
export function dataSection(subject: Subject): Section {
  return {
    id: 'data',
    title: 'Kept or lost on deletion',
    intro: html`What becomes of data when a stack is deleted. <code>archc plan</code> refuses a change that
      would lose it.`,
    blocks: subject.templates.flatMap((template) => {
      const { stack, root } = template;
      const fates = keptOrLost(template);
      const others = resourcesOf(root).length - fates.length;
      const heading = stackTitles[stack];
      return [
        ...fates.map(({ logicalId, type, dataLoss, remains, isHeld }) => ({
          key: `${stack}-${logicalId}`,
          heading,
          content: html`<div class="item">
            <p class="what">
              <span
                class="pill ${isHeld || dataLoss === undefined ? 'kept' : remains === undefined ? 'lost' : 'partly'}"
                >${isHeld || dataLoss === undefined ? 'kept' : remains === undefined ? 'lost' : 'lost, but'}</span
              >
              ${resourceLink(stack, logicalId)} <span class="kind">${nameOfType(type)}</span>
            </p>
            ${!isHeld && dataLoss !== undefined && html`<p>Lost: ${dataLoss}</p>`}${remains !== undefined && html`<p>Left: ${remains}</p>`}
          </div>`,
        })),
        {
          key: `${stack}-others`,
          heading,
          content: html`<p class="rest">
            The other ${others} resources hold no data, or go with what they belong to.
          </p>`,
        },
      ];
    }),
  };
}

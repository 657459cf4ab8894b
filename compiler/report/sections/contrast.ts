import { environmentName } from '../../modules/stack-owner.ts';
import { isAlike } from '../../diff/contrast.ts';
import type { Both, ItemContrast, StackContrast, ValueContrast } from '../../diff/contrast.ts';
import { linesOf } from '../../diagnostics/place.ts';
import type { Compiled } from '../../phases/results.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { dotted, html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { lineLinks } from '../words/links.ts';
import type { Block, ContrastInput, Section, Subject } from '../model/model.ts';
import { showPlain } from '../words/show-plain.ts';

/** How two environments differ. */
export function contrastSection({ compiled: [one, other], contrast }: ContrastInput): Section {
  const sides: Both<Side> = [sideOf(one), sideOf(other)];
  const [first, second] = sides;
  const blocks = [
    ...contrast.settings.map((each): Block => ({
      key: each.path.join('.'),
      heading: 'Settings',
      content: valueBlock(each, sides, 'item'),
    })),
    ...contrast.stacks.flatMap((stack) => stackBlocks(stack, sides)),
  ];
  return {
    id: 'contrast',
    title: `${first.name} beside ${second.name}`,
    intro: html`How the two environments differ. What differs because their stacks have other names is left
    out.`,
    blocks: isAlike(contrast)
      ? [{ key: 'alike', content: html`<p>They differ only in the names of their stacks.</p>` }]
      : blocks,
  };
}

type Side = Pick<Subject, 'name' | 'tree' | 'spec' | 'lines'>;

function sideOf({ resolved }: Compiled): Side {
  const { tree, spec } = resolved;
  return { name: environmentName(resolved), tree, spec, lines: linesOf(tree.text) };
}

function stackBlocks(stack: StackContrast, sides: Both<Side>): readonly Block[] {
  const blocks = (what: string, items: readonly ItemContrast[]) =>
    items.map((item): Block => ({
      key: `${stack.kind}-${what}-${item.name}`,
      heading: `The ${stack.kind} stack`,
      content: itemBlock(item, what, sides),
    }));
  return [
    ...blocks('', stack.resources),
    ...blocks('parameter', stack.parameters),
    ...blocks('output', stack.outputs),
  ];
}

function itemBlock(item: ItemContrast, what: string, sides: Both<Side>): Html {
  const { name, only, type, differences } = item;
  const pill = only === undefined ? 'differs' : `only in ${sides[only].name}`;
  return html`<div class="item">
    <p class="what">
      <span class="pill">${pill}</span> ${what} <strong>${name}</strong> <span class="kind">${type}</span>
    </p>
    ${differences.map((each) => valueBlock(each, sides, 'value'))}
  </div>`;
}

function valueBlock({ path, values, from }: ValueContrast, sides: Both<Side>, className: string): Html {
  const side = (which: 0 | 1) => {
    const origin = from[which];
    const { lines } = decidedBy(origin ? [origin] : [], sides[which]);
    return html`<div data-lines="${lines.join(' ')}">
      <dt>${sides[which].name}</dt>
      <dd>${showPlain(values[which])}</dd>
      <dd class="by">${lines.length > 0 ? lineLinks(lines) : html`default`}</dd>
    </div>`;
  };
  return html`<div class="${className}">
    <p class="what"><code>${dotted(path.join('.'))}</code></p>
    <dl class="settings sides">${side(0)}${side(1)}</dl>
  </div>`;
}

import { environmentName } from '../../modules/stack-owner.ts';
import { isAlike } from '../../diff/contrast.ts';
import type { ItemContrast, StackContrast, ValueContrast } from '../../diff/contrast.ts';
import { linesOf } from '../../diagnostics/place.ts';
import type { Compiled } from '../../phases/results.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { dotted, html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { lineLinks } from '../words/links.ts';
import type { Block, ContrastInput, Section } from '../model/model.ts';
import { showPlain } from '../words/show-plain.ts';

/** How two environments differ. */
export function contrastSection({ compiled, contrast }: ContrastInput): Section {
  const [first, second] = compiled.map(({ resolved }) => environmentName(resolved));
  const sides: Sides = { names: [first ?? '', second ?? ''], compiled };
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
    title: `${first ?? ''} beside ${second ?? ''}`,
    intro: html`How the two environments differ. What differs because their stacks have other names is left
    out.`,
    blocks: isAlike(contrast)
      ? [{ key: 'alike', content: html`<p>They differ only in the names of their stacks.</p>` }]
      : blocks,
  };
}

interface Sides {
  readonly names: readonly [string, string];
  readonly compiled: readonly [Compiled, Compiled];
}

function stackBlocks(stack: StackContrast, sides: Sides): readonly Block[] {
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

function itemBlock(item: ItemContrast, what: string, sides: Sides): Html {
  const { name, only, type, differences } = item;
  const pill = only === undefined ? 'differs' : `only in ${sides.names[only]}`;
  return html`<div class="item">
    <p class="what">
      <span class="pill">${pill}</span> ${what} <strong>${name}</strong> <span class="kind">${type}</span>
    </p>
    ${differences.map((each) => valueBlock(each, sides, 'value'))}
  </div>`;
}

function valueBlock({ path, values, from }: ValueContrast, sides: Sides, className: string): Html {
  const side = (which: 0 | 1) => {
    const { tree, spec } = sides.compiled[which].resolved;
    const origin = from[which];
    const { lines } = decidedBy(origin ? [origin] : [], { tree, spec, lines: linesOf(tree.text) });
    return html`<div data-lines="${lines.join(' ')}">
      <dt>${sides.names[which]}</dt>
      <dd>${showPlain(values[which])}</dd>
      <dd class="by">${lines.length > 0 ? lineLinks(lines) : html`default`}</dd>
    </div>`;
  };
  return html`<div class="${className}">
    <p class="what"><code>${dotted(path.join('.'))}</code></p>
    <dl class="settings sides">${side(0)}${side(1)}</dl>
  </div>`;
}

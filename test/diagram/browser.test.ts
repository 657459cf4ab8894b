import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { drawSvg } from '../../compiler/diagram/draw.ts';
import { mermaidOf } from '../../compiler/diagram/mermaid.ts';
import type { Graph } from '../../compiler/diagram/graph/model.ts';
import { useBrowser } from '../support/browser/use-browser.ts';
import { goldens, graphOfCompiled, graphOfSpec, largeGraph, nastyGraph } from './graphs.ts';

const pictures: readonly (readonly [title: string, make: () => Graph])[] = [
  ['the example', () => graphOfSpec('specs/todo.yaml')],
  ['the example on Fargate', () => graphOfSpec('specs/todo-fargate.yaml')],
  ['a spec with every option', () => graphOfSpec('specs/hardened.yaml')],
  ['40 resources more', largeGraph],
  ['nasty texts', nastyGraph],
];

describe('a picture in a browser', () => {
  const open = useBrowser();

  for (const [title, make] of pictures) {
    it(`is well-formed, and keeps its text within its boxes: ${title}`, async () => {
      const { page, problems } = await open(await drawSvg(make()), { ending: 'svg' });
      expect(await page.evaluate('document.documentElement.nodeName')).to.equal('svg');
      expect(await page.evaluate('document.querySelectorAll(".node").length')).to.equal(make().nodes.length);
      expect(await page.evaluate(textOutside)).to.deep.equal([]);
      expect(await page.evaluate('document.querySelectorAll("script, parsererror").length')).to.equal(0);
      expect(problems).to.deep.equal([]);
    }).timeout(120_000);
  }

  it('keeps its text within its boxes where a font is much wider than the one it was measured for', async () => {
    const svg = await drawSvg(graphOfSpec('specs/hardened.yaml'));
    const wide = svg.replace('font-family:Arial,Helvetica', 'font-family:monospace');
    expect(wide).not.to.equal(svg);
    const { page } = await open(wide, { ending: 'svg' });
    expect(await page.evaluate(textOutside)).to.deep.equal([]);
    const withoutRoom = wide.replaceAll(/ textLength="[^"]*"/g, '');
    const { page: spilt } = await open(withoutRoom, { ending: 'svg' });
    expect(await spilt.evaluate(textOutside)).not.to.deep.equal([]);
  }).timeout(120_000);

  for (const scheme of ['light', 'dark'] as const) {
    it(`can be read on a ${scheme} page`, async () => {
      const svg = await drawSvg(graphOfSpec('specs/hardened.yaml'));
      const { page } = await open(svg, { ending: 'svg', colorScheme: scheme });
      const faint = (await coloursOf(page)).filter(({ text, paper }) => contrast(text, paper) < 4.5);
      expect(faint).to.deep.equal([]);
      const [first] = await coloursOf(page);
      expect(luminance(first?.paper ?? '') > 0.5).to.equal(scheme === 'light');
    }).timeout(120_000);
  }

  it('can get its colours from the page around it', async () => {
    const svg = await drawSvg(graphOfSpec('specs/todo.yaml'), { isStyledByPage: true });
    expect(svg).not.to.include('<style');
    const html = `<!doctype html><title>x</title><style>.archc-diagram .card{fill:rgb(1, 2, 3)}</style>${svg}`;
    const { page } = await open(html);
    const fill = await page.evaluate('getComputedStyle(document.querySelector(".card")).fill');
    expect(fill).to.equal('rgb(1, 2, 3)');
  }).timeout(60_000);

  it('is read by Mermaid in its other form', async () => {
    const { page } = await open('<!doctype html><title>Mermaid</title><div id="here"></div>');
    await page.addScriptTag({ path: 'node_modules/mermaid/dist/mermaid.min.js' });
    const parse = async (text: string): Promise<unknown> =>
      page.evaluate(
        `mermaid.parse(${JSON.stringify(text)}).then((found) => found.diagramType, (error) => String(error))`,
      );
    expect(await parse('flowchart TB\n  a -- b -->')).to.match(/Error/);
    const graphs = [...goldens.map(([, compiled]) => graphOfCompiled(compiled)), nastyGraph(), largeGraph()];
    for (const graph of graphs)
      expect(await parse(mermaidOf(graph)), mermaidOf(graph)).to.match(/^flowchart/);
    const drawn = await page.evaluate(
      `mermaid.render('picture', ${JSON.stringify(mermaidOf(nastyGraph()))}).then(({ svg }) => svg)`,
    );
    expect(drawn).not.to.include('<script');
  }).timeout(120_000);
});

/** The texts that stick out of the box that they are in, as the browser draws them. */
const textOutside = `[...document.querySelectorAll('.node')].flatMap((node) => {
  const card = node.querySelector('.card').getBBox();
  return [...node.querySelectorAll('text')].flatMap((text) => {
    const box = text.getBBox();
    const isInside = box.x >= card.x && box.x + box.width <= card.x + card.width - 2 && box.y >= card.y && box.y + box.height <= card.y + card.height + 2;
    return isInside ? [] : [text.textContent];
  });
})`;

interface Colours {
  readonly text: string;
  readonly paper: string;
}

async function coloursOf(page: Page): Promise<readonly Colours[]> {
  return page.evaluate<Colours[]>(`[...document.querySelectorAll('text')].map((text) => {
    const around = text.closest('.node')?.querySelector('.card') ?? document.querySelector('.paper');
    return { text: getComputedStyle(text).fill, paper: getComputedStyle(around).fill };
  })`);
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/\d+/g)].map(([digits]) => {
    const share = Number(digits) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

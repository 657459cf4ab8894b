import { expect } from 'chai';
import { graphOf } from '../../compiler/diagram/graph/graph.ts';
import { layOut } from '../../compiler/diagram/layout/layout.ts';
import { readResources } from '../../compiler/diagram/graph/read-resources.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { leftOut, needs } from '../support/needs.ts';
import { compiledSpecs } from '../support/random-specs/compiled-specs.ts';
import { showFigure } from '../support/random-specs/runs.ts';

const options = toolkit.options.map(({ name }) => name);

describe('the picture of every valid spec', () => {
  it('has every resource once, and edges only between what it has', () => {
    const drawn = compiledSpecs(200);
    for (const { compiled, text } of drawn) {
      const { nodes, groups, edges } = graphOf(compiled, options);
      const held = [...nodes, ...groups].flatMap(({ holds }) => holds);
      expect([...held].sort(), text).to.deep.equal([...readResources(compiled.templates).keys()].sort());
      const ids = new Set([...nodes, ...groups].map(({ id }) => id));
      expect(
        edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to)),
        text,
      ).to.deep.equal([]);
    }
    showFigure(`graphs of drawn specs: ${drawn.length}`);
  });

  it('can be laid out, with a line for each edge', async function () {
    needs(this, leftOut());
    const drawn = compiledSpecs(20);
    for (const { compiled, text } of drawn) {
      const { edges, nodes } = await layOut(graphOf(compiled, options));
      expect(
        edges.filter(({ points }) => points.length < 2),
        text,
      ).to.deep.equal([]);
      expect(
        nodes.filter(({ x, y }) => !(x >= 0 && y >= 0)),
        text,
      ).to.deep.equal([]);
    }
    showFigure(`pictures of drawn specs: ${drawn.length}`);
  });
});

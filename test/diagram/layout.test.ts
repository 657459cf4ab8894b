import { expect } from 'chai';
import { headingOf } from '../../compiler/diagram/layout/box.ts';
import { layOut } from '../../compiler/diagram/layout/layout.ts';
import type { Area, Point } from '../../compiler/diagram/layout/area.ts';
import type { Layout } from '../../compiler/diagram/layout/layout-model.ts';
import { smallType, titleType, widthOf } from '../../compiler/diagram/layout/measure.ts';
import type { Graph } from '../../compiler/diagram/graph/model.ts';
import { svgOf } from '../../compiler/diagram/svg/svg.ts';
import { leftOut, needs } from '../support/needs.ts';
import { graphOfSpec, largeGraph, nastyGraph } from './graphs.ts';

const golden = (name: string) => graphOfSpec(`test/golden/${name}/spec.yaml`);

const graphs: readonly (readonly [title: string, make: () => Graph, widest: number])[] = [
  ['the example', () => graphOfSpec('specs/todo.yaml'), 900],
  ['the example on Fargate', () => graphOfSpec('specs/todo-fargate.yaml'), 900],
  ['an environment', () => graphOfSpec('specs/todo-environments.yaml'), 900],
  ['a spec with every option', () => graphOfSpec('specs/hardened.yaml'), 900],
  ['every setting', () => golden('every-setting'), 1200],
  ['every setting on Fargate', () => golden('fargate-every-setting'), 1250],
  ['an internal service', () => golden('app-runner-internal'), 950],
  ['an existing network', () => golden('fargate-existing-vpc'), 950],
  ["another spec's stack", () => golden('fargate-private-shared-stack'), 900],
  ['nothing but a service', () => golden('without-cluster'), 900],
  ['40 resources more than the example', largeGraph, 1600],
  ['nasty texts', nastyGraph, 1500],
];

describe('the layout of a picture', () => {
  for (const [index, [title, make, widest]] of graphs.entries()) {
    describe(`of ${title}`, () => {
      let layout: Layout;
      before(async function () {
        if (index > 1) needs(this, leftOut());
        layout = await layOut(make());
      });

      it('lets no two boxes overlap', () => {
        expect(overlapsIn(layout.nodes)).to.deep.equal([]);
      });

      it('puts each box into its group, and no other', () => {
        const wrong = layout.nodes.flatMap(({ node, ...area }) =>
          layout.groups
            .filter(
              ({ group, ...around }) => isAround(group.id, node.group, layout) !== isWithin(area, around),
            )
            .map(({ group }) => `${node.id} and ${group.id}`),
        );
        expect(wrong).to.deep.equal([]);
        const beside = layout.groups.map(({ group }) =>
          layout.groups.filter((each) => each.group.parent === group.parent),
        );
        for (const siblings of beside) expect(overlapsIn(siblings)).to.deep.equal([]);
      });

      it('keeps labels off each other and off boxes', () => {
        const labels = layout.edges.flatMap(({ label }) => label ?? []);
        expect(overlapsIn(labels)).to.deep.equal([]);
        const onBoxes = labels.filter((label) => layout.nodes.some((node) => overlap(label, node)));
        expect(onBoxes).to.deep.equal([]);
      });

      it('leads no line through a box, but from one to another', () => {
        const through = layout.edges.flatMap(({ edge, points }) =>
          layout.nodes
            .filter(({ node }) => node.id !== edge.from && node.id !== edge.to)
            .filter((node) => segmentsOf(points).some((segment) => overlap(shrink(node), segment)))
            .map(({ node }) => `${edge.from} -> ${edge.to} crosses ${node.id}`),
        );
        expect(through).to.deep.equal([]);
        expect(layout.edges.filter(({ points }) => points.length < 2)).to.deep.equal([]);
      });

      it('gives every text its room', () => {
        const wide = layout.nodes.flatMap(({ box, width }) =>
          box.lines.filter(
            ({ text, role }) => widthOf(text, role === 'title' ? titleType : smallType) + 48 > width,
          ),
        );
        expect(wide).to.deep.equal([]);
        const narrow = layout.groups.filter(({ group, width }) => headingOf(group).width + 16 > width);
        expect(narrow.map(({ group }) => group.id)).to.deep.equal([]);
        const headings = layout.groups
          .filter(({ group }) => group.title !== '')
          .map(({ group, x, y }) => ({ ...headingOf(group), x: x + 10, y: y + 8 }));
        expect(
          headings.filter((heading) => layout.nodes.some((node) => overlap(heading, node))),
        ).to.deep.equal([]);
      });

      it('stays within the picture, and a page', () => {
        const all = [...layout.nodes, ...layout.groups, ...layout.edges.flatMap(({ label }) => label ?? [])];
        const whole = { x: -0.5, y: -0.5, width: layout.width + 1, height: layout.height + 1 };
        expect(all.filter((area) => !isWithin(area, whole))).to.deep.equal([]);
        expect(layout.width).to.be.below(widest);
      });
    });
  }

  it('is the same each time', async () => {
    const graph = graphOfSpec('specs/hardened.yaml');
    const [one, other] = [svgOf(await layOut(graph)), svgOf(await layOut(graph))];
    expect(one).to.equal(other);
  }).timeout(120_000);
});

function overlapsIn(areas: readonly Area[]): readonly string[] {
  return areas.flatMap((one, index) =>
    areas.slice(index + 1).flatMap((other) => (overlap(one, other) ? [JSON.stringify([one, other])] : [])),
  );
}

function overlap(one: Area, other: Area): boolean {
  const room = 0.1;
  return (
    one.x + room < other.x + other.width &&
    other.x + room < one.x + one.width &&
    one.y + room < other.y + other.height &&
    other.y + room < one.y + one.height
  );
}

function isWithin(inner: Area, outer: Area): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Whether a group is the one of that id, or around it. */
function isAround(group: string, inner: string | undefined, layout: Layout): boolean {
  if (inner === undefined || inner === group) return inner === group;
  return isAround(group, layout.groups.find((each) => each.group.id === inner)?.group.parent, layout);
}

function shrink({ x, y, width, height }: Area): Area {
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}

function segmentsOf(points: readonly Point[]): readonly Area[] {
  return points.slice(1).map((b, index) => {
    const a = points[index] ?? b;
    const width = Math.abs(a.x - b.x) + 0.4;
    return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width, height: Math.abs(a.y - b.y) + 0.4 };
  });
}

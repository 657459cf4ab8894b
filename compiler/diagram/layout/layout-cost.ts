import type { Area, Point } from './area.ts';
import { plateOf } from './box.ts';
import type { Layout } from './layout-model.ts';

/** As wide as a page shows without making it smaller. */
const pageWidth = 900;

/** How good a layout is to read: the less, the better. In pixels, for which it trades crossings and width. */
export function costOf(layout: Layout): number {
  const { width, height } = layout;
  const length = layout.edges.reduce((sum, { points }) => sum + lengthOf(points), 0);
  const bends = layout.edges.reduce((sum, { points }) => sum + Math.max(0, points.length - 2), 0);
  return (
    height * 1.3 +
    width / 4 +
    Math.max(0, width - pageWidth) * 4 +
    crossingsOf(layout) * 60 +
    bends * 6 +
    length / 12 +
    swaps(layout) * 80 +
    hidden(layout) * 45
  );
}

function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, { x, y }, index) => {
    const before = points[index] ?? { x, y };
    return sum + Math.abs(x - before.x) + Math.abs(y - before.y);
  }, 0);
}

interface Segment {
  readonly edge: number;
  readonly a: Point;
  readonly b: Point;
}

/** How often two lines cross. Their parts are horizontal or vertical. */
export function crossingsOf({ edges }: Layout): number {
  const segments = edges.flatMap(({ points }, edge) =>
    points.slice(1).flatMap((b, index): readonly Segment[] => {
      const a = points[index];
      return a ? [{ edge, a, b }] : [];
    }),
  );
  const isFlat = ({ a, b }: Segment) => Math.abs(a.y - b.y) < 0.5;
  const [flat, upright] = [segments.filter(isFlat), segments.filter((each) => !isFlat(each))];
  return flat.reduce(
    (sum, one) => sum + upright.filter((other) => other.edge !== one.edge && crosses(one, other)).length,
    0,
  );
}

function crosses(flat: Segment, upright: Segment): boolean {
  const { x } = upright.a;
  const { y } = flat.a;
  return (
    Math.min(flat.a.x, flat.b.x) < x &&
    x < Math.max(flat.a.x, flat.b.x) &&
    Math.min(upright.a.y, upright.b.y) < y &&
    y < Math.max(upright.a.y, upright.b.y)
  );
}

/** How many zones stand before one that comes first by name. */
function swaps({ groups }: Layout): number {
  const zones = groups.filter(({ group }) => group.kind === 'subnet');
  return zones.filter((one) =>
    zones.some(
      (other) =>
        other.group.parent === one.group.parent && one.group.title < other.group.title && one.x > other.x,
    ),
  ).length;
}

/** How many lines pass behind the heading of a group. */
function hidden({ groups, edges }: Layout): number {
  const plates = groups.map(({ group, ...at }) => plateOf(group, at));
  return edges.reduce((sum, { points }) => sum + plates.filter((plate) => passes(points, plate)).length, 0);
}

function passes(points: readonly Point[], { x, y, width, height }: Area): boolean {
  return points.slice(1).some((b, index) => {
    const a = points[index] ?? b;
    return (
      Math.max(a.x, b.x) > x &&
      Math.min(a.x, b.x) < x + width &&
      Math.max(a.y, b.y) > y &&
      Math.min(a.y, b.y) < y + height
    );
  });
}

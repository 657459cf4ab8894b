import type { Benchmark, MeasuredBulk, MeasuredStart } from './benchmark.ts';

const height = 260;
/** The part of a panel that has the figures. */
const area = { left: 60, right: 400, top: 40, bottom: 210 } as const;
const panelWidth = 440;
const colours = { memory: '#0072b2', disk: '#d55e00', floor: '#999999', archc: '#0072b2' } as const;

/** Two panels: the time over the number of specs, and the start by version of node. */
export function performancePlot({ bulk, starts }: Benchmark): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * panelWidth} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${2 * panelWidth}" height="${height}" fill="#ffffff"/>`,
    ...bulkPanel(bulk),
    `<g transform="translate(${panelWidth})">`,
    ...startPanel(starts),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function bulkPanel(bulk: readonly MeasuredBulk[]): readonly string[] {
  const most = Math.max(0, ...bulk.map(({ specs }) => specs));
  const slowest = roundUp(Math.max(0, ...bulk.map(({ milliseconds }) => milliseconds / 1000)));
  const across = (specs: number) => area.left + (specs / most) * (area.right - area.left);
  const lines = (['memory', 'disk'] as const).flatMap((place, index): readonly string[] => {
    const points = bulk
      .filter((each) => each.place === place)
      .map(({ specs, milliseconds }) => [across(specs), heightOf(milliseconds / 1000, slowest)] as const);
    if (points.length === 0) return [];
    const name = place === 'memory' ? 'memory file system' : 'disk';
    return [
      `<polyline fill="none" stroke="${colours[place]}" stroke-width="2" points="${points.map((point) => point.map(short).join()).join(' ')}"/>`,
      ...points.map(([x, y]) => `<circle cx="${short(x)}" cy="${short(y)}" r="3" fill="${colours[place]}"/>`),
      label(area.left + 10, area.top + 14 + 16 * index, name, { colour: colours[place] }),
    ];
  });
  const counts = [...new Set(bulk.map(({ specs }) => specs))];
  return [
    label(area.left, 20, 'Seconds over the number of specs in one process', { weight: 'bold' }),
    ...scale(slowest, 's'),
    ...counts.map((specs) => label(across(specs), area.bottom + 18, String(specs), { anchor: 'middle' })),
    ...lines,
  ];
}

function startPanel(starts: readonly MeasuredStart[]): readonly string[] {
  const slowest = roundUp(Math.max(0, ...starts.map(({ archc }) => archc)));
  const width = (area.right - area.left) / Math.max(1, starts.length);
  const bars = starts.flatMap(({ node, floor, archc }, index): readonly string[] => {
    const left = area.left + index * width + width / 2;
    return [
      bar(left - 42, floor, slowest, colours.floor),
      bar(left + 2, archc, slowest, colours.archc),
      label(left, area.bottom + 18, `node ${node}`, { anchor: 'middle' }),
    ];
  });
  return [
    label(area.left, 20, 'Milliseconds of a whole process, second run', { weight: 'bold' }),
    ...scale(slowest, 'ms'),
    ...bars,
    label(area.left, area.bottom + 38, 'node -e 0', { colour: colours.floor }),
    label(area.left + 80, area.bottom + 38, 'archc compile', { colour: colours.archc }),
  ];
}

function bar(left: number, value: number, most: number, colour: string): string {
  const top = heightOf(value, most);
  return [
    `<rect x="${short(left)}" y="${short(top)}" width="40" height="${short(area.bottom - top)}" fill="${colour}"/>`,
    label(left + 20, top - 4, value.toFixed(0), { anchor: 'middle' }),
  ].join('\n');
}

/** The lines of a scale from zero. */
function scale(most: number, unit: string): readonly string[] {
  const steps = [0, 1, 2, 3, 4].map((step) => (step * most) / 4);
  return steps.flatMap((value) => {
    const y = heightOf(value, most);
    return [
      `<line x1="${area.left}" x2="${area.right}" y1="${short(y)}" y2="${short(y)}" stroke="#dddddd"/>`,
      label(area.left - 6, y + 4, `${short(value)} ${unit}`, { anchor: 'end' }),
    ];
  });
}

function heightOf(value: number, most: number): number {
  return area.bottom - (value / most) * (area.bottom - area.top);
}

/** The next 1, 2, 4 or 8 with zeros, so that a quarter of it is a short number. */
function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1e-3)));
  return ([1, 2, 4, 8].find((step) => step * size >= value) ?? 10) * size;
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

interface Style {
  readonly anchor?: 'middle' | 'end';
  readonly colour?: string;
  readonly weight?: 'bold';
}

function label(x: number, y: number, text: string, { anchor, colour, weight }: Style = {}): string {
  const attributes = [
    ...(anchor === undefined ? [] : [` text-anchor="${anchor}"`]),
    ...(colour === undefined ? [] : [` fill="${colour}"`]),
    ...(weight === undefined ? [] : [` font-weight="${weight}"`]),
  ];
  return `<text x="${short(x)}" y="${short(y)}"${attributes.join('')}>${text}</text>`;
}

import { headingType, smallType, titleType } from '../layout/measure.ts';

/** The colours of a scheme, by what they are for. */
interface Scheme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly card: string;
  readonly shared: string;
  readonly sharedArea: string;
  readonly backend: string;
  readonly backendArea: string;
  readonly outside: string;
  readonly tier: string;
  readonly option: string;
  readonly open: string;
  readonly traffic: string;
  readonly right: string;
}

const schemes = {
  light: {
    background: '#ffffff',
    text: '#1c2430',
    muted: '#556070',
    card: '#ffffff',
    shared: '#0b7285',
    sharedArea: '#eef7f8',
    backend: '#6741d9',
    backendArea: '#f5f2fd',
    outside: '#6b7785',
    tier: '#ffffff',
    option: '#8a5a00',
    open: '#c92a2a',
    traffic: '#2f3b4a',
    right: '#7a8594',
  },
  dark: {
    background: '#0d1117',
    text: '#e8edf3',
    muted: '#a3afbd',
    card: '#161c26',
    shared: '#3fb9cc',
    sharedArea: '#0f2228',
    backend: '#a78bfa',
    backendArea: '#1b1730',
    outside: '#93a0ae',
    tier: '#132b31',
    option: '#e3b341',
    open: '#ff7b72',
    traffic: '#ccd5df',
    right: '#8b97a5',
  },
} as const satisfies Record<string, Scheme>;

/** The rules of a scheme, for an SVG or for the page that it stands in. */
export function diagramRules(name: keyof typeof schemes): string {
  const it: Scheme = schemes[name];
  const rules: readonly (readonly [string, string])[] = [
    ['.paper', `fill:${it.background}`],
    ['.title', `fill:${it.text}`],
    ['.name,.detail', `fill:${it.muted}`],
    ['.option', `fill:${it.option}`],
    ['.card', `fill:${it.card};stroke:${it.outside}`],
    ['.outside .icon', `stroke:${it.outside}`],
    ['.shared .card', `stroke:${it.shared}`],
    ['.shared .band', `fill:${it.shared}`],
    ['.shared .icon', `stroke:${it.shared}`],
    ['.backend .card', `stroke:${it.backend}`],
    ['.backend .icon', `stroke:${it.backend}`],
    ['.area', `fill:none;stroke:${it.outside}`],
    ['.shared .area', `fill:${it.sharedArea};stroke:${it.shared}`],
    ['.backend .area', `fill:${it.backendArea};stroke:${it.backend}`],
    ['.tier .area', `fill:${it.tier};fill-opacity:.6`],
    ['.subnet .area', `fill:none`],
    ['.bundle .area', `fill:none;stroke:${it.muted}`],
    ['.line', `stroke:${it.traffic}`],
    ['.tip', `fill:${it.traffic}`],
    ['.right .line,.feed .line', `stroke:${it.right}`],
    ['.right .tip,.feed .tip', `fill:${it.right}`],
    ['.public .line', `stroke:${it.open}`],
    ['.public .tip', `fill:${it.open}`],
    ['.label', `fill:${it.muted}`],
    ['.traffic .label', `fill:${it.text}`],
    ['.public .label', `fill:${it.open}`],
    ['.plate', `fill:${it.background}`],
    ['.network.shared .plate', `fill:${it.sharedArea}`],
    ['.tier.shared .plate,.subnet.shared .plate', `fill:${it.tier}`],
  ];
  return rules.map(([selector, body]) => `${inPicture(selector)}{${body}}`).join('\n');
}

function inPicture(selector: string): string {
  return selector
    .split(',')
    .map((each) => `.archc-diagram ${each}`)
    .join(',');
}

/** What no scheme changes. */
export const constantRules = [
  ['text', `font-family:Arial,Helvetica,'Liberation Sans',sans-serif;font-size:${smallType.size}px`],
  ['.title', `font-size:${titleType.size}px;font-weight:bold`],
  ['.heading', `font-size:${headingType.size}px`],
  ['.card', 'stroke-width:1.2'],
  ['.outside .card', 'stroke-dasharray:5 3'],
  ['.icon', 'fill:none;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round'],
  ['.band', 'fill:none'],
  ['.area', 'stroke-width:1'],
  ['.network .area', 'stroke-width:1.4'],
  ['.tier .area', 'stroke-opacity:.55'],
  ['.subnet .area,.bundle .area', 'stroke-dasharray:3 3'],
  ['.line', 'fill:none;stroke-width:1.4'],
  ['.public .line', 'stroke-width:1.8'],
  ['.right .line', 'stroke-dasharray:5 3'],
  ['.feed .line', 'stroke-dasharray:1.5 3;stroke-linecap:round'],
  ['.plate', 'fill-opacity:.88'],
  ['.label', 'text-anchor:middle'],
]
  .map(([selector = '', body = '']) => `${inPicture(selector)}{${body}}`)
  .join('\n');

/** For a picture that stands alone: light, or dark where the reader prefers that. */
export const diagramStyle = `${constantRules}
${diagramRules('light')}
@media (prefers-color-scheme:dark){
${diagramRules('dark')}
}`;

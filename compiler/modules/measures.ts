import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { SpecPath } from '../spec/path.ts';

/** What an option asks of runtimes, by the names of its settings. A runtime says whether it has it. */
export const measures = [
  'accessLog',
  'loadBalancerProtection',
  'containerInsights',
  'readOnlyRoot',
  'containerUser',
] as const;
export type Measure = (typeof measures)[number];

/** How a service is hardened; without the option, everything is as AWS has it by default. */
export type Hardening = NonNullable<ResolvedSpec['options']['hardening']>;

type Spec = Pick<ResolvedSpec, 'options'>;

const asByDefault = {
  customerKeys: 'off',
  accessLog: false,
  loadBalancerProtection: false,
  readOnlyRoot: false,
  writablePaths: [],
  writableMiB: 0,
  containerUser: 'image',
  limitOutbound: false,
  closedDefaultGroup: false,
  outboundPorts: [],
  logRetentionDays: 365,
  rotation: 'off',
} as const satisfies Partial<Hardening>;

/** The only place outside of options that knows which one asks. */
export function hardeningOf({ options }: Spec): Pick<Hardening, keyof typeof asByDefault> & {
  /** Without the option, as the account has it. */
  readonly containerInsights?: Hardening['containerInsights'];
} {
  return options.hardening ?? asByDefault;
}

/** What to write, as it follows "write": `"accessLog: false" under options.hardening`. */
export function wordMeasure(setting: keyof Hardening, value: string | boolean): string {
  return `"${setting}: ${value}" under ${measurePath(setting).slice(0, -1).join('.')}`;
}

/** Where the spec has the setting. */
export function measurePath(setting: keyof Hardening): SpecPath {
  return ['options', 'hardening', setting];
}

/** One run of `npm run bench`. docs/performance.json is the run of a release. */
export interface Benchmark {
  readonly version: string;
  /** `2026-11-29` */
  readonly date: string;
  readonly machine: Machine;
  readonly rows: readonly BenchmarkRow[];
  /** Whole processes, each with its median time and its most memory. */
  readonly processes: readonly MeasuredProcess[];
  /** One process that compiles some specs. */
  readonly bulk: readonly MeasuredBulk[];
  readonly starts: readonly MeasuredStart[];
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted to run when the benchmark began, on average over a minute: on a quiet machine, none. */
  readonly load: number;
}

/** One figure, and what it may be. */
export interface BenchmarkRow {
  readonly what: string;
  readonly measured: number;
  readonly unit: Unit;
  /** The most that is promised, and the most that is hoped for. */
  readonly must?: number;
  readonly aim?: number;
  /** What the figure is made of, or compared with. */
  readonly beside?: string;
}

export type Unit = 'x' | 'packages' | 'MB' | 'MiB' | 's' | 'ms' | 'ms each';

export interface MeasuredProcess {
  readonly name: string;
  readonly milliseconds: number;
  readonly mebibytes: number;
}

export interface MeasuredBulk {
  readonly place: 'memory' | 'disk';
  readonly specs: number;
  readonly milliseconds: number;
}

export interface MeasuredStart {
  readonly node: string;
  /** The times of `node -e 0`, and of `archc compile`. */
  readonly floor: number;
  readonly archc: number;
}

/** Whether a figure is what it must be; `undefined` where nothing is promised. */
export function holds({ measured, must }: BenchmarkRow): boolean | undefined {
  return must === undefined ? undefined : measured <= must;
}

/** `1.87 x`, `34 packages` */
export function showFigure(value: number, unit: Unit): string {
  const digits = { packages: 0, ms: 0, MB: 1, MiB: 1, s: 1, x: 2, 'ms each': 2 }[unit];
  const figure = Number(value.toFixed(digits));
  return `${figure} ${figure === 1 && unit === 'packages' ? 'package' : unit}`;
}

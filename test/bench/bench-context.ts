import type { Meter } from './meter.ts';

/** What every part of the benchmark measures with. */
export interface BenchContext {
  readonly meter: Meter;
  /** A folder that is removed in the end, on the project's disk. */
  readonly scratch: string;
  /** The archc that an empty project has installed from the tarball. */
  readonly archc: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Says why something is not measured. */
  readonly leaveOut: (what: string, why: string) => void;
}

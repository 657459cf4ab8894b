import type { Compiled } from '../../phases/results.ts';
import type { PackageManager } from '../files/find-package-manager.ts';

/** What `archc init --ci` writes a pipeline for. */
export interface PipelineValues {
  readonly service: 'github' | 'gitlab';
  /** In the order of their deployment. */
  readonly specs: readonly [Compiled, ...Compiled[]];
  readonly branch: string;
  readonly manager: PackageManager;
  /** Whether pull requests get previews. */
  readonly previews: boolean;
}

/** A file of the pipeline, by its path from the top of the repository. */
export interface PipelineFile {
  readonly path: string;
  readonly text: string;
}

import { projectFolder } from '../../compiler/build/project-folder.ts';
import { staleness } from '../../compiler/build/sources.ts';

/**
 * Ends the process, with one line to say why, when a source that matters has changed since the last build. Mutation
 * testing changes sources on purpose, and none that code is generated from.
 */
export function endUnlessFresh(matters?: (file: string) => boolean): void {
  if (process.env.ARCHC_TEST_MUTATION === '1') return;
  const problem = staleness(projectFolder, matters);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

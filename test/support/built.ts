import { join } from 'node:path';
import { projectFolder } from '../../compiler/build/project-folder.ts';
import { endUnlessFresh } from './fresh-build.ts';

// Tests that import this run the build, so it must not be older than its sources.
endUnlessFresh();

export const builtFolder = join(projectFolder, 'build');
/** A copy of the command while coverage is measured. */
export const archcCommand = process.env.ARCHC_TEST_COMMAND ?? join(builtFolder, 'archc.cjs');

import { join } from 'node:path';
import { projectFolder } from '../../compiler/build/project-folder.ts';
import { endUnlessFresh } from './fresh-build.ts';

// Whoever imports this runs what was built, which must be the source as it is.
endUnlessFresh();

export const builtFolder = join(projectFolder, 'build');
/** While coverage is counted, a copy. */
export const archcCommand = process.env.ARCHC_TEST_COMMAND ?? join(builtFolder, 'archc.cjs');

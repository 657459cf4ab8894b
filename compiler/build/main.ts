import { projectFolder } from './project-folder.ts';
import { MissingFile } from './read-module.ts';
import { recordSources, staleness } from './sources.ts';

// `npm run build`; with --if-stale, only when a source has changed since the last build.

// Files of the package keep their modes in it, so that they may not depend on who builds it.
process.umask(0o022);

const isOnlyIfStale = process.argv.includes('--if-stale');
try {
  if (!isOnlyIfStale || staleness(projectFolder) !== undefined) {
    await recordSources(projectFolder, async () => {
      const { build } = await import('./build.ts');
      await build();
    });
  }
} catch (error) {
  if (!(error instanceof MissingFile)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

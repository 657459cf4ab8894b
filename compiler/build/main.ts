import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand } from './bundle-command.ts';
import { bundleLibrary } from './bundle-library.ts';
import { collectLicenses } from './collect-licenses.ts';
import { generate, projectFolder } from './generate.ts';
import { MissingFile } from './read-module.ts';

try {
  await generate();
  const bundles = [await bundleCommand(), await bundleLibrary()];
  writeFileSync(join(projectFolder, 'build', 'third-party-licenses.txt'), collectLicenses(bundles));
} catch (error) {
  if (!(error instanceof MissingFile)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

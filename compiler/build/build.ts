import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand } from './bundle-command.ts';
import { bundleLibrary } from './bundle-library.ts';
import { collectLicenses } from './collect-licenses.ts';
import { generate } from './generate.ts';
import { projectFolder } from './project-folder.ts';

/** Generates what no user's spec changes, and bundles what the command and the library have in common, and each of them. */
export async function build(): Promise<void> {
  await generate();
  const bundles = await bundleCommand();
  await bundleLibrary();
  writeFileSync(join(projectFolder, 'build', 'third-party-licenses.txt'), collectLicenses(bundles));
}

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials } from './bill-of-materials.ts';
import { assetName, readCompiled } from './examples.ts';
import { writePages } from './pages.ts';
import { releaseNotes } from './release-notes.ts';

/** Writes all files of a release side by side, since a release has no folders. */
export function writeRelease(folder: string, previous: string | undefined): void {
  for (const file of readCompiled('dist')) copyFileSync(file.path, join(folder, assetName(file)));
  writePages(folder);
  copyFileSync('schema/archc.schema.json', join(folder, 'archc.schema.json'));
  const packed = packPackage(folder);
  writeFileSync(join(folder, 'sbom.cdx.json'), billOfMaterials(packed, commitTime()));
  writeFileSync(join(folder, 'release-notes.md'), releaseNotes(readVersion(), previous));
  writeFileSync(join(folder, 'SHA256SUMS'), checksums(folder));
}

function readVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }).version;
}

/** Packs the package as npm publishes it, and returns the paths of the files in it. */
function packPackage(folder: string): readonly string[] {
  // The build has already run. A script of the package could now only change what has been checked.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const output = execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const packages = JSON.parse(output) as readonly { readonly files: readonly { readonly path: string }[] }[];
  return packages.flatMap(({ files }) => files.map(({ path }) => path));
}

/** The time of the commit: the only one that is the same for everyone who makes this release. */
function commitTime(): Date {
  const seconds = execFileSync('git', ['show', '--no-patch', '--format=%ct', 'HEAD'], { encoding: 'utf8' });
  return new Date(Number(seconds) * 1000);
}

/** The checksums of all files, in the form that `sha256sum --check` reads. */
function checksums(folder: string): string {
  const names = readdirSync(folder).sort();
  const sum = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return names.map((name) => `${sum(name)}  ${name}\n`).join('');
}

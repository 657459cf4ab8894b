import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { committedFiles, committedPictures } from '../committed-files.ts';
import { projectFolder } from '../project-folder.ts';
import { refusals } from './refusals.ts';
import { writeRelease } from './write-release.ts';

// `npm run release`: the files of a release in a new folder, all of them or none.

const usage = 'npm run release -- --output DIR [--previous DIR] [--tag TAG]';
const options = {
  output: { type: 'string' },
  previous: { type: 'string' },
  tag: { type: 'string' },
} as const;

process.chdir(projectFolder);
const complaints = await release();
if (complaints.length > 0) {
  process.stderr.write(complaints.map((complaint) => `release: ${complaint}\n`).join(''));
  process.exitCode = 1;
}

/** Writes the release. Returns the reasons against it instead, if there are any. */
async function release(): Promise<readonly string[]> {
  const { output, previous, tag } = readFlags();
  if (output === undefined) return [usage];
  const files = { ...committedFiles(), ...(await committedPictures()) };
  const reasons = refusals('.', files, { output, previous, tag });
  if (reasons.length > 0) return reasons;
  inWhole(resolve(output), (folder) => {
    writeRelease(folder, previous);
  });
  return [];
}

function readFlags() {
  try {
    return parseArgs({ options }).values;
  } catch {
    return {};
  }
}

/** Fills a folder under a temporary name, and gives it its own name when everything is in it. */
function inWhole(folder: string, fill: (folder: string) => void): void {
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    fill(fresh);
    chmodSync(fresh, 0o755);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const compiled = /^(test\/golden\/[^/]+\/expected|dist\/[^/]+)\/[^/]+$/;

/** The paths, from the root, of every compiled file with this ending: of the golden cases and the example specs. */
export function findArtifacts(ending: string): string[] {
  return ['test/golden', 'dist']
    .map((folder) => path.join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap(listFiles)
    .map((file) => path.relative(root, file))
    .filter((file) => compiled.test(file) && file.endsWith(ending))
    .sort();
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The runtime that the spec of a compiled file chooses, for the files that `findArtifacts` lists. */
export function runtimeOf(artifact: string): string {
  const folder = path.dirname(artifact);
  const file = folder.startsWith('dist/')
    ? `${folder.replace('dist', 'specs')}.yaml`
    : path.join(path.dirname(folder), 'spec.yaml');
  const spec = parse(readFileSync(path.join(root, file), 'utf8')) as {
    readonly backend: { readonly service: { readonly runtime: string } };
  };
  return spec.backend.service.runtime;
}

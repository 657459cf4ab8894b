import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { leftOut } from '../needs.ts';
import { readerOf } from './read-yaml-process.ts';

// test/run.mjs builds it.
const program = fileURLToPath(new URL('../../../build/tools/read-yaml', import.meta.url));

/** Reads with go-yaml, as the tools do that are written in Go. */
export const readWithGoYaml = readerOf(() => [program]);

/** Why go-yaml is missing, for needs(); `undefined` when it is there. */
export function missingGoYaml(): string | undefined {
  return (
    leftOut() ??
    (existsSync(program) ? undefined : 'go-yaml is missing; `npm test` builds it where Go is installed')
  );
}

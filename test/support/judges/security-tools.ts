import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leftOut } from '../needs.ts';

/** Where test/security/install-tools.ts puts the scanners. */
export const securityTools = fileURLToPath(new URL('../../../build/tools/security', import.meta.url));

/** Why the scanners are missing, for needs(); `undefined` when they are installed. */
export function missingSecurityTools(): string | undefined {
  // Both are written when everything is installed.
  const isInstalled = ['requirements.txt', 'node_modules/.package-lock.json'].every((file) =>
    existsSync(join(securityTools, file)),
  );
  return leftOut() ?? (isInstalled ? undefined : 'the scanners are missing; `npm test` installs them');
}

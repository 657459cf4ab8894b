import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { leftOut } from './needs.ts';

const venv = new URL('../../build/tools/venv/', import.meta.url);

/** Path of a program that test/requirements.txt installs, such as `cfn-lint`, `aws` or `python`. */
export function pythonTool(name: string): string {
  const reason = leftOut();
  if (reason !== undefined) throw new Error(reason);
  return fileURLToPath(new URL(`bin/${name}`, venv));
}

/** Why there are no Python tools, if there are none: the reason for needs(). */
export function missingPythonTools(): string | undefined {
  // The runner writes this copy when everything is installed.
  const isInstalled = existsSync(new URL('requirements.txt', venv));
  return leftOut() ?? (isInstalled ? undefined : 'the Python tools are missing; `npm test` installs them');
}

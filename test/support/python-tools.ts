import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { leftOut } from './needs.ts';

const venv = new URL('../../build/tools/venv/', import.meta.url);

/** The path of a program from test/requirements.txt, such as `cfn-lint` or `aws`, or of its `python`. */
export function pythonTool(name: string): string {
  const reason = leftOut();
  if (reason !== undefined) throw new Error(reason);
  return fileURLToPath(new URL(`bin/${name}`, venv));
}

/** Why the Python tools are missing, for needs(); `undefined` when they are installed. */
export function missingPythonTools(): string | undefined {
  // test/run.mjs writes this file when everything is installed.
  const isInstalled = existsSync(new URL('requirements.txt', venv));
  return leftOut() ?? (isInstalled ? undefined : 'the Python tools are missing; `npm test` installs them');
}

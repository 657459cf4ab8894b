import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project-folder.ts';

/** Where the tests install the Python tools of test/requirements.txt. */
const venv = join(projectFolder, 'build', 'tools', 'venv');

/** The folder with the packages: cfn-lint ships AWS's schemas of all resource types, botocore the models of all APIs. */
export function pythonPackages(): string {
  return join(venv, 'lib', readdirSync(join(venv, 'lib'))[0] ?? '', 'site-packages');
}

/** The installed version of a package, by the name of its folder: `cfn_lint`. */
export function versionOf(name: string): string {
  const known = new RegExp(`^${name}-(.*)\\.dist-info$`);
  const folder = readdirSync(pythonPackages()).find((entry) => known.test(entry)) ?? '';
  const version = known.exec(folder)?.[1];
  if (version === undefined)
    throw new Error(`${name} is not installed: "npm test" installs the Python tools`);
  return version;
}

/** The content of a JSON file of a package. */
export function readPackageData(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(pythonPackages(), ...path), 'utf8'));
}

/** The date of the schemas in the installed cfn-lint. */
export function schemaDate(): string {
  const version = readPackageData('cfnlint', 'data', 'schemas', 'version.json');
  return (version as { readonly schema_date: string }).schema_date.slice(0, 10);
}

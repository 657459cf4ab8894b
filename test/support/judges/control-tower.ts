import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runProcess } from '../terminal/run-process.ts';
import { securityTools } from './security-tools.ts';
import type { FileFinding } from './security.ts';

const guard = join(securityTools, 'node_modules/@cdklabs/cdk-validator-cfnguard');
const rules = join(guard, 'rules/control-tower/cfn-guard');

/** As the package names the systems that it has a cfn-guard for. */
const systems: Readonly<Record<string, string>> = { linux: 'ubuntu', darwin: 'macos' };
const processors: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** The part of cfn-guard's report that every kind of rule has. */
interface Report {
  readonly name: string;
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
}

/** What the rules of AWS Control Tower's proactive controls find in the templates of a folder. */
export async function runControlTower(folder: string): Promise<readonly FileFinding[]> {
  const [system, processor] = [systems[process.platform], processors[process.arch]];
  if (system === undefined || processor === undefined)
    throw new Error(`cfn-guard is missing for ${process.platform} on ${process.arch}`);
  const args = ['validate', '--rules', rules, '--data', folder];
  const format = ['--structured', '--output-format', 'json', '--show-summary', 'none'];
  const program = join(guard, 'bin', system, processor, 'cfn-guard');
  const { code, stdout, stderr } = await runProcess(program, [...args, ...format]);
  // 19: a rule is violated. https://github.com/aws-cloudformation/cloudformation-guard
  if (code !== 0 && code !== 19) throw new Error(`cfn-guard failed (${code}): ${stderr}`);
  const reports = JSON.parse(stdout) as readonly Report[];
  if (reports.length !== (await readdir(folder)).length)
    throw new Error(`cfn-guard has not read every template: ${stderr}`);
  return reports.flatMap(({ name, not_compliant: violated }) =>
    violated.flatMap(({ Rule }) => findingsOf(Rule).map((finding) => ({ file: basename(name), ...finding }))),
  );
}

/** The report has the form of the rule: control and resources are looked for wherever they are. */
function findingsOf(rule: { readonly name: string }): Omit<FileFinding, 'file'>[] {
  const text = JSON.stringify(rule);
  const [, control, title] = /\[(CT\.[^\]]+)\]: (.*?)\\n/.exec(text) ?? [];
  const resources = new Set([...text.matchAll(/"path":"\/Resources\/(\w+)/g)].map(([, id = '']) => id));
  if (control === undefined || title === undefined || resources.size === 0)
    throw new Error(`cfn-guard reports ${rule.name} in another form: ${text}`);
  return [...resources].map((resource) => ({ rule: control, resource, message: title }));
}

import type { Artifact } from '../phases/results.ts';
import { resourceIn, sectionOf, typeOf } from '../template/node.ts';
import type { Entry, TemplateNode } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import { referencesIn } from '../template/references.ts';
import type { StackKind, Template } from '../template/template.ts';
import { exceptions, names } from './exceptions.ts';
import type { Exception } from './exceptions.ts';
import type { Scanner } from './scanner.ts';

/** A rule that a scanner shall not report at a resource of the compiled templates. */
interface Suppression {
  readonly stack: StackKind;
  readonly rule: string;
  readonly resource: string;
  readonly type: string;
  readonly reason: string;
}

interface Form {
  /** Its file, beside the templates. The leading dot keeps it from those who look for templates. */
  readonly name: string;
  readonly rules: RegExp;
  readonly print: (suppressions: readonly Suppression[]) => string;
}

const forms: Readonly<Record<Scanner, Form>> = {
  checkov: { name: '.checkov.baseline', rules: /^CKV/, print: printBaseline },
  'cdk-nag': { name: '.cdk-nag.json', rules: /^(AwsSolutions|NIST|PCI)/, print: printAcknowledgements },
  'cfn-lint': { name: '.cfnlintrc', rules: /^[EWI]\d/, print: printIgnoredChecks },
};

/** The exceptions about what is compiled, in the scanner's own form. Without any, the file says so. */
export function suppress(scanner: Scanner, templates: readonly Template[]): Artifact {
  const { name, rules, print } = forms[scanner];
  const suppressions = templates.flatMap((template) => suppressionsOf(template, rules));
  return { name, text: print(suppressions), executable: false };
}

function suppressionsOf(template: Template, rules: RegExp): readonly Suppression[] {
  return exceptionsAt(template).flatMap(({ exception: { rules: all, ...exception }, ...about }) =>
    all
      .filter((rule) => rules.test(rule))
      .map((rule) => ({ ...about, rule, reason: plainText(`${exception.about}. ${exception.reason}`) })),
  );
}

/** An exception at a resource, or at a parameter, of a template. */
export interface ExceptionAt {
  readonly stack: StackKind;
  readonly resource: string;
  readonly type: string;
  readonly exception: Exception;
}

/** The exceptions that a template needs. */
export function exceptionsAt({ stack, root }: Template): readonly ExceptionAt[] {
  return [...unusedParameters(root), ...sectionOf(root, 'Resources')].flatMap(({ key, value }) =>
    exceptions
      .filter(({ endedBy }) => endedBy === undefined || !resourceIn(root, endedBy))
      .filter((exception) => concerns(exception, key, value))
      .map((exception) => ({ stack, resource: key, type: typeOf(value), exception })),
  );
}

function unusedParameters(root: TemplateNode): readonly Entry[] {
  const used = new Set(referencesIn(toPlain(root)).map(({ name }) => name));
  return sectionOf(root, 'Parameters').filter(({ key }) => !used.has(key));
}

function concerns(exception: Exception, id: string, resource: TemplateNode): boolean {
  const { having, lacking } = exception;
  if (!names(exception, id)) return false;
  if (having === undefined && lacking === undefined) return true;
  const text = JSON.stringify(toPlain(resource)).replaceAll('"', '');
  return (
    (having === undefined || new RegExp(having).test(text)) &&
    (lacking === undefined || !new RegExp(lacking).test(text))
  );
}

/** Without the links of the page that has all exceptions. */
function plainText(reason: string): string {
  return reason.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/**
 * As `checkov --create-baseline` writes it: https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html. Checkov reads
 * no more of it than resources and their check ids.
 */
function printBaseline(suppressions: readonly Suppression[]): string {
  const files = groupBy(suppressions, ({ stack }) => `/${stack}.yaml`);
  const failed = files.map(([file, inFile]) => ({
    file,
    findings: groupBy(inFile, ({ type, resource }) => `${type}.${resource}`).map(
      ([resource, ofResource]) => ({
        resource,
        check_ids: ofResource.map(({ rule }) => rule).sort(),
        reasons: ofResource.map(({ rule, reason }) => `${rule}: ${reason}`).sort(),
      }),
    ),
  }));
  return printJson({ failed_checks: failed });
}

/** For `Validations.of(...).acknowledge(...)`: docs/what-scanners-say.md has the lines that apply it. */
function printAcknowledgements(suppressions: readonly Suppression[]): string {
  return printJson(
    suppressions.map(({ stack, resource, rule, reason }) => ({ stack, resource, id: rule, reason })),
  );
}

/** cfn-lint ignores a rule in all of a template: https://github.com/aws-cloudformation/cfn-lint#config-file */
function printIgnoredChecks(suppressions: readonly Suppression[]): string {
  const lines = suppressions.flatMap(({ stack, resource, rule, reason }) => [
    `  # ${resource} of the ${stack} stack: ${reason}`,
    `  - ${rule}`,
  ]);
  return lines.length === 0 ? 'ignore_checks: []\n' : `ignore_checks:\n${lines.join('\n')}\n`;
}

function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** In the order in which the keys appear. */
function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

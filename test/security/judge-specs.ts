import { readFileSync } from 'node:fs';
import { compile } from '../../compiler/compile.ts';
import { exceptions, names, ruleOf, ruleSets } from '../../compiler/scanners/exceptions.ts';
import type { Exception } from '../../compiler/scanners/exceptions.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { judgeSecurity } from '../support/judges/security.ts';
import type { JudgedSpec, SecurityFinding } from '../support/judges/security.ts';

/**
 * What the score is about: the example specs, what they don't have, and for each runtime a spec with all that archc has for
 * security.
 */
export const judgedSpecs = [
  'specs/todo.yaml',
  'specs/todo-fargate.yaml',
  'test/security/internal.yaml',
  'test/security/all-but-keys.yaml',
  'specs/hardened.yaml',
  'test/security/app-runner.yaml',
] as const;

let judgement: Promise<readonly SecurityFinding[]> | undefined;

/** What the scanners find in the judged specs; `spec` is the spec's file. They run once: it takes seconds. */
export function judgeOnce(): Promise<readonly SecurityFinding[]> {
  judgement ??= judgeSpecs(judgedSpecs);
  return judgement;
}

export function judgeSpecs(files: readonly string[]): Promise<readonly SecurityFinding[]> {
  return judgeSecurity(files.map(compileFile));
}

export function compileFile(file: string): JudgedSpec {
  const outcome = compile({ name: file, bytes: readFileSync(file) }, toolkit);
  if (!outcome.ok)
    throw new Error(`${file} has errors: ${outcome.diagnostics.map(({ message }) => message).join('; ')}`);
  return { name: file, templates: outcome.value.templates };
}

/** The exceptions that explain a finding. */
export function explanationsOf({ rule, resource }: SecurityFinding): readonly Exception[] {
  return exceptions.filter((exception) => exception.rules.includes(rule) && names(exception, resource));
}

/** What is left over: findings that no exception explains, and parts of exceptions that no finding needs. */
export interface Unexplained {
  readonly findings: readonly string[];
  readonly unused: readonly string[];
}

/** Without those for cfn-lint, which test/templates/judges.test.ts runs. */
const judged = exceptions.filter(({ rules }) =>
  rules.some((rule) => ruleSets.some(({ prefix }) => rule.startsWith(prefix))),
);

export function compareWithExceptions(findings: readonly SecurityFinding[]): Unexplained {
  const found = findings.map((finding) => ({ finding, explained: explanationsOf(finding) }));
  return {
    findings: found.filter(({ explained }) => explained.length === 0).map(({ finding }) => show(finding)),
    unused: judged.flatMap((exception) => {
      const own = found.filter(({ explained }) => explained.includes(exception));
      const rules = new Set(own.map(({ finding }) => finding.rule));
      const resources = own.map(({ finding }) => finding.resource);
      return [
        ...exception.rules.filter((rule) => !rules.has(rule)),
        ...exception.resources.filter((name) => !resources.some((id) => names({ resources: [name] }, id))),
      ].map((part) => `"${exception.about}": nothing reports ${part} any more`);
    }),
  };
}

function show({ spec, rule, resource, message }: SecurityFinding): string {
  return `${spec}: ${rule} at ${resource}: ${message}`;
}

/** How many rules of a set a spec violates, each counted once, and at how many resources. */
export interface Figures {
  readonly rules: number;
  readonly findings: number;
}

export function figuresOf(findings: readonly SecurityFinding[], spec: string): ReadonlyMap<string, Figures> {
  return new Map(
    ruleSets.map(({ name, prefix }) => {
      const own = findings.filter((finding) => finding.spec === spec && finding.rule.startsWith(prefix));
      const rules = new Set(own.map(({ rule }) => ruleOf(rule)));
      return [name, { rules: rules.size, findings: own.length }];
    }),
  );
}

import { readFileSync } from 'node:fs';
import { compile } from '../../compiler/compile.ts';
import { exceptions, ruleSets } from '../../compiler/scanners/exceptions.ts';
import type { Exception } from '../../compiler/scanners/exceptions.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { judgeSecurity } from '../support/judges/security.ts';
import type { JudgedSpec, SecurityFinding } from '../support/judges/security.ts';

/** What the score is about: the example specs, and for each runtime one with all that archc has for security. */
export const judgedSpecs = [
  'specs/todo.yaml',
  'specs/todo-fargate.yaml',
  'test/security/fargate.yaml',
  'test/security/app-runner.yaml',
] as const;

export type JudgedFile = (typeof judgedSpecs)[number];

let judgement: Promise<readonly SecurityFinding[]> | undefined;

/** What the scanners find in the judged specs; `spec` is the spec's file. They run once: it takes seconds. */
export function judgeOnce(): Promise<readonly SecurityFinding[]> {
  judgement ??= judgeSecurity(judgedSpecs.map(compileFile));
  return judgement;
}

export function compileFile(file: string): JudgedSpec {
  const outcome = compile({ name: file, bytes: readFileSync(file) }, toolkit);
  if (!outcome.ok)
    throw new Error(`${file} has errors: ${outcome.diagnostics.map(({ message }) => message).join('; ')}`);
  return { name: file, templates: outcome.value.templates };
}

/** The exceptions that explain a finding. */
export function explanationsOf({ rule, resource }: SecurityFinding): readonly Exception[] {
  return exceptions.filter(({ rules, resources }) => rules.includes(rule) && resources.includes(resource));
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
      const needed = new Set(own.flatMap(({ finding: { rule, resource } }) => [rule, resource]));
      return [...exception.rules, ...exception.resources]
        .filter((part) => !needed.has(part))
        .map((part) => `"${exception.about}": nothing reports ${part} any more`);
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

export function figuresOf(
  findings: readonly SecurityFinding[],
  spec: JudgedFile,
): ReadonlyMap<string, Figures> {
  return new Map(
    ruleSets.map(({ name, prefix }) => {
      const own = findings.filter((finding) => finding.spec === spec && finding.rule.startsWith(prefix));
      // In brackets, cdk-nag names one finding of several that the rule has.
      const rules = new Set(own.map(({ rule }) => rule.replace(/\[.*/, '')));
      return [name, { rules: rules.size, findings: own.length }];
    }),
  );
}

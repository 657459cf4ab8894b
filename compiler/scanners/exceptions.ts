import facts from './exceptions.json' with { type: 'json' };

/** Something that scanners object to and archc does not change, or only if a setting asks for it. */
export interface Exception {
  /** What it is, as a heading. */
  readonly about: string;
  /** The scanners' rules, as each writes them. A rule of cdk-nag has its finding in brackets, if it reports several. */
  readonly rules: readonly string[];
  /** Logical ids of the resources, or of a parameter. `DatabaseReader*` is each that begins so. */
  readonly resources: readonly string[];
  /** A pattern of what the resource has, as JSON without quotes: `PubliclyAccessible:true`. Others are not meant. */
  readonly having?: string;
  /** A pattern of what it does not have. */
  readonly lacking?: string;
  /** Another resource of the template, with which scanners are content. */
  readonly endedBy?: string;
  readonly reason: string;
  /** The setting that ends it, in Markdown as the reason. */
  readonly remedy: string;
}

export const exceptions: readonly Exception[] = facts.exceptions;

/** The sets of rules that the score counts, in the order of the page. A rule's name begins with the prefix. */
export const ruleSets = [
  { name: 'Checkov', prefix: 'CKV' },
  { name: 'AWS Control Tower', prefix: 'CT.' },
  { name: 'AwsSolutions', prefix: 'AwsSolutions-' },
  { name: 'NIST 800-53 R5', prefix: 'NIST.800.53.R5-' },
  { name: 'PCI DSS 3.2.1', prefix: 'PCI.DSS.321-' },
] as const;

/** A rule without the brackets in which cdk-nag names one finding of several that the rule has. */
export function ruleOf(rule: string): string {
  return rule.replace(/\[.*/, '');
}

/** Whether the exception names the resource. */
export function names({ resources }: Pick<Exception, 'resources'>, logicalId: string): boolean {
  return resources.some((name) =>
    name.endsWith('*') ? logicalId.startsWith(name.slice(0, -1)) : name === logicalId,
  );
}

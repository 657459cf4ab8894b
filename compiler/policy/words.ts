import type { Right } from '../modules/rights.ts';
import { entryOf, textOf } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Grant } from './documents.ts';

/** archc knows no region of another partition. */
export const partition = 'aws';

/** Values for the patterns of rights, by the names that stand there in braces. */
export interface Words {
  /** The stack's. */
  readonly name: string;
  readonly [placeholder: string]: string;
}

/** Words for a stack's resources. */
export function wordsFor(stackName: string, region: string, account: string): Words {
  const stack = nameStart(stackName);
  return { name: stackName, stack, lower: stack.toLowerCase(), region, account };
}

/**
 * How the names of a stack's resources begin: CloudFormation shortens a stack's name where a resource's name would
 * become too long.
 */
export function nameStart(stack: string): string {
  return stack.length > 24 ? stack.slice(0, 24) : `${stack}-`;
}

/** Values for patterns that stand in the resource's properties. */
export function propertyWords(
  properties: TemplateNode | undefined,
  { name }: Words,
): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const property of ['LogGroupName', 'HostedZoneId', 'BackupVaultName']) {
    const node = entryOf(properties, property);
    // The first item of another function's list is no name: a `!Join` has its delimiter there.
    const text = textOf(node?.kind === 'list' && node.tag === 'Sub' ? node.items[0] : node);
    if (text === undefined) continue;
    words[property] = text.replaceAll('${AWS::StackName}', name).replace(/\$\{[^}]*\}/g, '*');
  }
  const certificate = certificateIn(properties);
  return { ...words, ...(certificate !== undefined && { Certificate: certificate }) };
}

/** The certificate that the spec gives a listener, without `arn:aws:`. */
function certificateIn(properties: TemplateNode | undefined): string | undefined {
  const certificates = entryOf(properties, 'Certificates');
  const first = certificates?.kind === 'list' ? certificates.items[0] : undefined;
  const node = entryOf(first, 'CertificateArn');
  return node?.tag === undefined ? textOf(node)?.replace(/^arn:[^:]+:/, '') : undefined;
}

/** Fills the words into the patterns. A pattern is left out when it needs a word that the resource doesn't have. */
export function grant(
  { actions, on, isApart }: Right,
  all: readonly Words[],
  condition?: Grant['condition'],
): Grant {
  const resources = all.flatMap((words) =>
    on
      .filter((pattern) => (pattern.match(/\{\w+\}/g) ?? []).every((name) => name.slice(1, -1) in words))
      .map((each) => fill(each, words)),
  );
  return { actions, resources, ...(condition && { condition }), ...(isApart && { isApart }) };
}

export function fill(pattern: string, words: Words): string {
  if (pattern === '*') return pattern;
  return `arn:${partition}:${pattern.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name]))}`;
}

export function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { backendStackName } from '../../modules/stack-names.ts';
import type { TemplateNode } from '../../template/node.ts';
import { readTemplate } from '../../template/read.ts';
import type { DeployContext } from './deploy-context.ts';

/** What looking at the stacks that use a shared stack needs. */
export interface Look {
  readonly aws: Aws;
  readonly context: DeployContext;
  /** Takes one line about something that could not be read, or that may matter. */
  readonly note: (line: string) => void;
}

/**
 * The stacks that import an output of the shared stack. An identity that may only plan may lack the right to see those of
 * other specs: then only the spec's own backend.
 */
export async function listImporters(
  shared: string,
  output: string,
  { aws, context, note }: Look,
): Promise<readonly string[]> {
  const own = backendStackName(context.resolved.spec);
  try {
    return await aws.listImports(`${shared}-${output}`);
  } catch (error) {
    if (!isDenied(error)) throw error;
    note(`archc is not allowed to see which other stacks import ${output}`);
    if (!(await aws.describeStack(own))) return [];
    return (await aws.readTemplate(own)).includes(`\${SharedStackName}-${output}`) ? [own] : [];
  }
}

/** The template of another stack; `undefined` without the right to see it, and `unseen` says what that leaves open. */
export async function readIfAllowed(
  stack: string,
  unseen: string,
  { aws, note }: Look,
): Promise<TemplateNode | undefined> {
  try {
    return readTemplate(await aws.readTemplate(stack));
  } catch (error) {
    if (!isDenied(error)) throw error;
    note(`archc is not allowed to see ${unseen}`);
    return undefined;
  }
}

export function isDenied(error: unknown): boolean {
  return error instanceof AwsFailure && error.kind === 'denied';
}

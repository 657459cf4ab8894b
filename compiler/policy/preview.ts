import type { Toolkit } from '../modules/module.ts';
import type { Compiled } from '../phases/results.ts';
import type { PolicyDocument } from './documents.ts';
import { composeDeployPolicy } from './policy.ts';

/** The preview whose rights stand for those of all. */
export const examplePreview = 'pr-0';

interface Scope {
  readonly account: string;
  readonly toolkit: Toolkit;
}

/**
 * What an identity needs to deploy previews and to remove them: what the example needs, with a pattern for its number.
 * CloudFormation may cut off a name behind it, so the pattern goes to the end of the name.
 */
export function composePreviewPolicy(previews: readonly Compiled[], scope: Scope): readonly PolicyDocument[] {
  const documents = composeDeployPolicy(previews, scope);
  const widened = JSON.stringify(documents)
    .replaceAll(/(-pr-)0[\w-]*\*?/g, '$1*')
    .replaceAll(/(?<=["."])pr-0(?=\.)/g, 'pr-*');
  return JSON.parse(widened) as readonly PolicyDocument[];
}

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Resolved } from '../phases/results.ts';
import { repeatedNames } from './repeated-names.ts';
import { sameStacks } from './same-stacks.ts';
import { sharedStackFindings } from './shared-stacks.ts';

/** What is wrong with the environments of one spec beside each other, in their order, each by itself without errors. */
export function judgeTogether(environments: readonly Resolved[]): readonly Diagnostic[] {
  if (environments.length < 2) return [];
  return [
    ...environments.flatMap((each, index) => sameStacks(each, environments.slice(0, index))),
    ...repeatedNames(environments),
    ...sharedStackFindings(environments),
  ];
}

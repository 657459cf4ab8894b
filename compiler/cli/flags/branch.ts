import { text } from './flag.ts';
import { branchName } from './words.ts';
import type { Flag } from './flag.ts';

/** The flag --branch, for commands that write a pipeline when another flag is given. */
export function branchFlag(onlyWith: string): Flag<string | undefined> {
  return text(branchName, 'branch to deploy (default: that of the repository)', { onlyWith });
}

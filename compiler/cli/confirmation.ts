import { specWords } from '../diagnostics/shell-quote.ts';
import type { Resolved } from '../phases/results.ts';
import { text } from './flags/flag.ts';
import { anyText, wrongValue } from './flags/word.ts';
import { isInteractive } from './terminal/ask.ts';
import { UsageError } from './usage-error.ts';

/** The flag --confirm, for commands that change what is deployed. */
export const confirmFlag = text(
  anyText('NAME'),
  'name of the preview, the environment or else the API, to go on without being asked',
);

/**
 * What a person types to confirm a command: the name of the preview, of the environment, or of the API in a spec without
 * environments.
 */
export interface Confirmation {
  readonly name: string;
  /** `preview`, `environment` or `API`. */
  readonly of: string;
}

export function confirmationOf({ spec, tree: { environment, preview } }: Resolved): Confirmation {
  if (preview) return { name: preview.id, of: 'preview' };
  return environment ? { name: environment.name, of: 'environment' } : { name: spec.name, of: 'API' };
}

interface Given {
  /** Whether only the name answers, and not --yes; as the spec says, if it is left out. */
  readonly isProtected?: boolean;
  /** From --confirm. */
  readonly confirm: string | undefined;
  /** Whether --yes was given, and how: `--yes`. */
  readonly yes: string | undefined;
  /** What is asked unless the spec is protected, as it follows "asked", and the flag that answers. */
  readonly usual: { readonly question: string; readonly flag: string };
}

/**
 * Whether flags answer the question of a command, so that nobody is asked. Throws a usage error when they don't and nobody
 * can be asked, for a wrong name, and for --yes where only the name answers.
 */
export function isConfirmed(
  resolved: Resolved,
  { confirm, yes, usual, isProtected = resolved.spec.protected }: Given,
): boolean {
  const { name, of } = confirmationOf(resolved);
  const answer = `--confirm ${name}`;
  if (confirm !== undefined) {
    if (confirm === name) return true;
    throw wrongValue(confirm, 'confirm', { is: `is not the name of the ${of}`, write: answer });
  }
  if (isProtected && yes !== undefined) {
    throw new UsageError(
      `${specWords(resolved.tree)} is protected, which ${yes} does not answer: write ${answer}`,
    );
  }
  if (yes === undefined && !isInteractive()) {
    const [asked, flag] = isProtected ? [`for the name of the ${of}`, answer] : [usual.question, usual.flag];
    throw new UsageError(`without a terminal nobody can be asked ${asked}: write ${flag}`);
  }
  return yes !== undefined;
}

import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import { wantStacks } from '../../deploy/plan/wanted.ts';
import type { WantedStack } from '../../deploy/plan/wanted.ts';
import type { Toolkit } from '../../modules/module.ts';
import { sharedStackName } from '../../modules/stack-names.ts';
import type { Compiled } from '../../phases/results.ts';
import type { StackKind } from '../../template/template.ts';
import { UsageError } from '../usage-error.ts';
import { text } from './flag.ts';
import { oneOf } from './word.ts';

export const stackFlag = text(oneOf<StackKind>('STACK', ['shared', 'backend']), 'only this stack');

/** The spec's own stacks that --stack asks for, in the order in which they are deployed. */
export function chooseKinds(
  spec: ResolvedSpec,
  only: StackKind | undefined,
  action: 'deploy' | 'destroy',
): readonly StackKind[] {
  if (only === 'shared' && !spec.shared) {
    throw new UsageError(
      `stack "${sharedStackName(spec)}" belongs to another spec or environment: ${action} it with that one`,
    );
  }
  const own: readonly StackKind[] = spec.shared ? ['shared', 'backend'] : ['backend'];
  return own.filter((kind) => only === undefined || only === kind);
}

interface StackChoice {
  readonly stack: StackKind | undefined;
  readonly image: string | undefined;
  readonly toolkit: Toolkit;
  /** When a preview that is new is over. */
  readonly expires?: string | undefined;
}

/** The stacks to deploy, according to --stack and --image. */
export function chooseStacks(
  compiled: Compiled,
  { stack, image, toolkit, expires }: StackChoice,
): readonly WantedStack[] {
  const kinds = chooseKinds(compiled.resolved.spec, stack, 'deploy');
  if (image !== undefined && stack === 'shared') {
    throw new UsageError('the shared stack has no image: leave --image or --stack out');
  }
  return wantStacks(compiled, toolkit, image, expires).filter(({ kind }) => kinds.includes(kind));
}

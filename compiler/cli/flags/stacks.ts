import { wantStacks } from '../../deploy/plan/wanted.ts';
import type { WantedStack } from '../../deploy/plan/wanted.ts';
import type { Toolkit } from '../../modules/module.ts';
import { sharedStackName } from '../../modules/stack-names.ts';
import type { Compiled } from '../../phases/results.ts';
import type { Flag, Values } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export const stackFlag: Flag = {
  type: 'string',
  takes: 'STACK',
  values: ['shared', 'backend'],
  help: 'only this one: shared or backend',
};

/** The stacks that --stack and --image ask for. */
export function chooseStacks(compiled: Compiled, toolkit: Toolkit, flags: Values): readonly WantedStack[] {
  const { stack: only, image } = flags;
  if (only !== undefined && only !== 'shared' && only !== 'backend') {
    throw new UsageError(`unknown stack "${String(only)}": write shared or backend`);
  }
  const { spec } = compiled.resolved;
  if (only === 'shared' && !spec.shared) {
    throw new UsageError(`stack "${sharedStackName(spec)}" is another spec's: deploy it with that one`);
  }
  if (image !== undefined && only === 'shared') {
    throw new UsageError('the shared stack has no image: leave --image or --stack out');
  }
  if (typeof image === 'string' && !/^[^\s]+\/[^\s]+[:@][^\s/]+$/.test(image)) {
    throw new UsageError(
      `"${image}" is not an image in a registry with its tag or digest, as build.sh prints it`,
    );
  }
  const stacks = wantStacks(compiled, toolkit, typeof image === 'string' ? image : undefined);
  return stacks.filter(({ kind }) => only === undefined || only === kind);
}

import { completeCommands } from '../../diagnostics/commands.ts';
import type { Resolved } from '../../phases/results.ts';
import type { WantedStack } from './wanted.ts';

/** Puts the stack, the spec and its region into a text about a stack: "delete it with `archc destroy --stack KIND`". */
export function wordWayOut(
  text: string,
  { name, kind }: Pick<WantedStack, 'name' | 'kind'>,
  { spec, tree }: Resolved,
): string {
  const ofStack = text.replaceAll('STACK', name).replaceAll('KIND', kind);
  return completeCommands(ofStack, { spec: tree.name, region: spec.region });
}

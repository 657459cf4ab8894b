import { completeCommands } from '../../diagnostics/commands.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import type { Resolved } from '../../phases/results.ts';
import type { WantedStack } from './wanted.ts';

/** A stack that the spec describes or refers to. */
type Stack = Pick<WantedStack, 'name' | 'kind'>;

/** Puts the stack, the spec and its region into a text: "delete it with `archc destroy --stack KIND`". */
export function wordWayOut(text: string, { name, kind }: Stack, resolved: Resolved): string {
  const { spec, tree } = resolved;
  const ofStack = text.replaceAll('STACK', name).replaceAll('KIND', kind);
  return completeCommands(ofStack, {
    spec: isOwn(kind, resolved) ? specWords(tree) : 'SPEC',
    region: spec.region,
  });
}

/** How a stack is deployed, as the end of a message. */
export function wordDeployment(stack: Stack, resolved: Resolved): string {
  if (!isOwn(stack.kind, resolved)) return 'deploy the spec that describes it';
  return stack.kind === 'shared'
    ? wordLoneDeployment(stack, resolved)
    : wordWayOut('deploy it with "archc deploy"', stack, resolved);
}

/** The same for one of the spec's own stacks, without the other. */
export function wordLoneDeployment(stack: Stack, resolved: Resolved): string {
  return wordWayOut('deploy it with "archc deploy --stack KIND"', stack, resolved);
}

/** Whether the spec itself describes the stack. */
export function isOwn(kind: Stack['kind'], { spec }: Resolved): boolean {
  return kind === 'backend' || spec.shared !== undefined;
}

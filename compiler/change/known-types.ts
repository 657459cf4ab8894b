import type { Effect } from './action.ts';

interface KnownType {
  /** Every change makes a new version, and nobody loses anything by it. */
  readonly isRevised?: true;
  /** Of a custom resource of ours: a change of one of these makes another one, and no other change does. */
  readonly replacedBy?: readonly string[];
}

/** What CloudFormation itself does not know of a type. */
export const knownTypes: Readonly<Record<string, KnownType>> = {
  'AWS::AppRunner::AutoScalingConfiguration': { isRevised: true },
  'AWS::ECS::TaskDefinition': { isRevised: true },
  'Custom::MySqlDatabase': { replacedBy: ['ClusterArn', 'DatabaseName', 'UserName'] },
  'Custom::AppRunnerDomain': { replacedBy: ['ServiceArn', 'DomainName'] },
};

/** A replacement that is the ordinary way to change such a resource is a revision. */
export function revisedOr(type: string, effect: Effect): Effect {
  const isReplaced = effect === 'replace' || effect === 'may-replace';
  return isReplaced && knownTypes[type]?.isRevised === true ? 'revise' : effect;
}

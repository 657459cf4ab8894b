import type { Effect } from './action.ts';

interface KnownType {
  /** Every change creates a new version, which loses nothing. */
  readonly isRevised?: true;
  /** For archc's own custom resources: the only properties whose change replaces the resource. */
  readonly replacedBy?: readonly string[];
}

/** What CloudFormation itself does not report about a type. */
export const knownTypes: Readonly<Record<string, KnownType>> = {
  'AWS::AppRunner::AutoScalingConfiguration': { isRevised: true },
  'AWS::ECS::TaskDefinition': { isRevised: true },
  'Custom::MySqlDatabase': { replacedBy: ['ClusterArn', 'DatabaseName', 'UserName'] },
  'Custom::AppRunnerDomain': { replacedBy: ['ServiceArn', 'DomainName'] },
};

/** Turns a replacement into a revision where that is the normal way to change such a resource. */
export function revisedOr(type: string, effect: Effect): Effect {
  const isReplaced = effect === 'replace' || effect === 'may-replace';
  return isReplaced && knownTypes[type]?.isRevised === true ? 'revise' : effect;
}

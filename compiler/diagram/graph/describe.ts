import { counted, pluralOf } from '../../diagnostics/counted.ts';
import { itemsOf, textAtPath, valueAt } from './read-resources.ts';
import type { Resource, Value } from './read-resources.ts';

/** A few facts of a node, as the templates have them: of all resources that it stands for. */
export function describe(parts: readonly Resource[]): readonly string[] {
  const facts = parts.flatMap(({ type, properties }) => describers[type]?.(properties) ?? []);
  return [...new Set(facts)].filter((fact) => fact !== undefined);
}

const describers: Readonly<Record<string, (properties: Value) => readonly (string | undefined)[]>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': (it) => [range(it, 'MinCapacity', 'MaxCapacity', 'tasks')],
  'AWS::AppRunner::AutoScalingConfiguration': (it) => [range(it, 'MinSize', 'MaxSize', 'instances')],
  'AWS::Backup::BackupPlan': (it) => [count(itemsOf(valueAt(it, 'BackupPlan.BackupPlanRule')), 'rule')],
  'AWS::EC2::VPCEndpoint': (it) => [serviceOf(it)],
  'AWS::Logs::LogGroup': (it) => [logOf(textAtPath(it, 'RetentionInDays'))],
  'AWS::RDS::DBCluster': (it) => [
    range(
      it,
      'ServerlessV2ScalingConfiguration.MinCapacity',
      'ServerlessV2ScalingConfiguration.MaxCapacity',
      'ACU',
    ),
  ],
  'AWS::Route53::RecordSet': (it) => [
    valueAt(it, 'AliasTarget') === undefined ? undefined : textAtPath(it, 'Name'),
  ],
  'AWS::WAFv2::WebACL': (it) => [count(itemsOf(valueAt(it, 'Rules')), 'rule')],
  'Custom::AppRunnerDomain': (it) => [textAtPath(it, 'DomainName')],
  'Custom::MySqlDatabase': (it) => [
    `database ${textAtPath(it, 'DatabaseName') ?? ''}`,
    `user ${textAtPath(it, 'UserName') ?? ''}`,
  ],
};

function range(value: Value, least: string, most: string, unit: string): string | undefined {
  const [min, max] = [textAtPath(value, least), textAtPath(value, most)];
  if (min === undefined || max === undefined) return undefined;
  return min === max ? `${min} ${unit}` : `${min} to ${max} ${unit}`;
}

/** `ecr.api`, of `com.amazonaws.${AWS::Region}.ecr.api`. */
function serviceOf(value: Value): string | undefined {
  return textAtPath(value, 'ServiceName')?.replace(/^.*\}\./, '');
}

function logOf(days: string | undefined): string {
  return days === undefined ? 'log, kept for ever' : `log, ${days} days`;
}

function count({ length }: readonly unknown[], noun: string): string {
  return length === 0 ? `no ${pluralOf(noun)}` : counted(length, noun);
}

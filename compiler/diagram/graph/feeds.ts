import type { Reading } from './fold.ts';
import type { DiagramEdge, EdgeKind } from './model.ts';
import { textAtPath, textsIn, usedIn, valueAt } from './read-resources.ts';
import type { Resource } from './read-resources.ts';

/** What a property that names another resource means. */
interface Feed {
  readonly type: string;
  readonly property: string;
  readonly kind: EdgeKind;
  readonly label: string;
  /** Whether it goes from what is named to who names it. */
  readonly reversed?: true;
}

const feeds: readonly Feed[] = [
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    property: 'LoadBalancerAttributes',
    kind: 'feed',
    label: 'access log',
  },
  {
    type: 'AWS::RDS::DBCluster',
    property: 'MasterUserPassword',
    kind: 'feed',
    label: 'password',
    reversed: true,
  },
  { type: 'AWS::RDS::DBInstance', property: 'DBClusterIdentifier', kind: 'feed', label: '', reversed: true },
  {
    type: 'AWS::AppRunner::Service',
    property: 'NetworkConfiguration.EgressConfiguration',
    kind: 'traffic',
    label: '',
  },
  { type: 'AWS::CloudWatch::Alarm', property: 'AlarmActions', kind: 'feed', label: 'notify' },
  {
    type: 'AWS::Chatbot::SlackChannelConfiguration',
    property: 'SnsTopicArns',
    kind: 'feed',
    label: 'posts',
    reversed: true,
  },
  { type: 'AWS::CloudWatch::Alarm', property: 'Dimensions', kind: 'watch', label: 'watches' },
  { type: 'AWS::CloudWatch::Alarm', property: 'Metrics', kind: 'watch', label: 'watches' },
  { type: 'AWS::CloudWatch::Dashboard', property: 'DashboardBody', kind: 'watch', label: 'shows' },
  {
    type: 'AWS::ECS::Service',
    property: 'DeploymentConfiguration',
    kind: 'watch',
    label: 'ends a deployment',
    reversed: true,
  },
];

/** Edges of what AWS itself carries: logs, alarms, replicas. */
export function readFeeds(reading: Reading): readonly DiagramEdge[] {
  return [...reading.resources.values()].flatMap((resource) => [
    ...feeds.filter(({ type }) => type === resource.type).flatMap((feed) => edgesOf(resource, feed, reading)),
    ...keysOf(resource, reading),
    ...subscribers(resource),
  ]);
}

function edgesOf(
  { key, properties }: Resource,
  feed: Feed,
  { resources, homes }: Reading,
): readonly DiagramEdge[] {
  const { property, kind, label, reversed } = feed;
  const links = usedIn(valueAt(properties, property));
  const known = links.filter((link) => resources.has(link) || link.startsWith('import/'));
  return [...new Set(known)].map((link) => {
    const [own, other] = [homes.get(key) ?? key, homes.get(link) ?? link];
    const [from, to] = reversed ? [other, own] : [own, other];
    return { from, to, kind, labels: label === '' ? [] : [label], isPublic: false };
  });
}

const keyProperties = [
  'KmsKeyId',
  'KmsKeyArn',
  'KmsMasterKeyId',
  'EncryptionKeyArn',
  'EncryptionConfiguration',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsKmsKeyId',
  'MasterUserSecret',
];

function keysOf({ key, properties }: Resource, { resources, homes }: Reading): readonly DiagramEdge[] {
  const links = keyProperties.flatMap((each) => usedIn(valueAt(properties, each)));
  const keys = [...new Set(links)].filter((link) => resources.get(link)?.type === 'AWS::KMS::Key');
  return keys.map((from) => ({
    from,
    to: homes.get(key) ?? key,
    kind: 'encrypt',
    labels: ['encrypts'],
    isPublic: false,
  }));
}

/** Whom a topic sends its messages to. */
function subscribers({ key, type, properties }: Resource): readonly DiagramEdge[] {
  if (type !== 'AWS::SNS::Topic') return [];
  const endpoints = textsIn(valueAt(properties, 'Subscription.Endpoint'));
  const [protocol = 'sends'] = [textAtPath(properties, 'Subscription.Protocol')];
  return endpoints.map((to) => ({
    from: key,
    to: `subscriber/${to}`,
    kind: 'feed',
    labels: [protocol],
    isPublic: false,
  }));
}

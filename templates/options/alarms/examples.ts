import { valueAt } from '../../../compiler/spec/path.ts';

/** A topic in the region of the spec. */
export function examplesFor(spec: unknown): Readonly<Record<string, readonly unknown[]>> {
  const region = valueAt(spec, ['region']);
  const topic = typeof region === 'string' ? [`arn:aws:sns:${region}:123456789012:operations`] : [];
  return {
    'options.alarms.topicArn': topic,
    'options.alarms.notify': [['oncall@example.com']],
    'options.alarms.notify.*': ['oncall@example.com', 'platform@example.com', 'security@example.com'],
  };
}

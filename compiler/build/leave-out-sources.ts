import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import type { TimedOperation, TimeFact } from '../facts/expected-times.ts';
import type { Limit } from '../facts/limits.ts';

type Times = Readonly<Record<string, Readonly<Partial<Record<TimedOperation, TimeFact>>>>>;

/** What is bundled of each file. */
const figures: Readonly<Record<string, (facts: unknown) => object>> = {
  'limits.json': (facts) => {
    const { limits } = facts as { limits: Readonly<Record<string, Limit>> };
    return { limits: mapValues(limits, ({ most }) => ({ most })) };
  },
  'expected-times.json': (facts) => {
    const { times } = facts as { times: Times };
    const figure = ({ minutes, words, isAfterwards }: TimeFact): TimeFact => ({
      ...(minutes && { minutes }),
      ...(words !== undefined && { words }),
      ...(isAfterwards !== undefined && { isAfterwards }),
    });
    return { times: mapValues(times, (operations) => mapValues(operations, figure)) };
  },
};

/** Bundles only the figures of limits and times: where they are from is for pages of docs and the tests. */
export const leaveOutSources: Plugin = {
  name: 'leave-out-sources',
  setup(build) {
    build.onLoad({ filter: /[\\/]facts[\\/](?:limits|expected-times)\.json$/ }, async ({ path }) => {
      const facts: unknown = JSON.parse(await readFile(path, 'utf8'));
      const contents = figures[path.replace(/^.*[\\/]/, '')]?.(facts);
      return { contents: JSON.stringify(contents), loader: 'json' };
    });
  },
};

function mapValues<Key extends string, From, To>(
  values: Readonly<Partial<Record<Key, From>>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(
    Object.entries<From>(values as Record<Key, From>).map(([key, value]) => [key, change(value)]),
  );
}

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import type { Limit } from '../facts/limits.ts';

/** Bundles only the figures of limits.json: where they are from is for docs/limits.md and the tests. */
export const leaveOutSources: Plugin = {
  name: 'leave-out-sources',
  setup(build) {
    build.onLoad({ filter: /[\\/]facts[\\/]limits\.json$/ }, async ({ path }) => {
      const { limits } = JSON.parse(await readFile(path, 'utf8')) as {
        limits: Readonly<Record<string, Limit>>;
      };
      const figures = Object.entries(limits).map(([id, { most }]) => [id, { most }] as const);
      return { contents: JSON.stringify({ limits: Object.fromEntries(figures) }), loader: 'json' };
    });
  },
};

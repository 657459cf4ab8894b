import type { Resolved } from '../phases/results.ts';

/**
 * In what two environments build different images, or images for different processors, in words; none when an image of one
 * is an image of the other. A cache changes no image, and a secret is wherever whoever builds has it.
 */
export function differencesOfBuild(one: Resolved, other: Resolved): readonly string[] {
  const [first, second] = [partsOf(one), partsOf(other)];
  const settings = Object.keys({ ...first, ...second }).sort();
  const different = settings.filter((key) => JSON.stringify(first[key]) !== JSON.stringify(second[key]));
  const platforms = [one, other].map(({ spec }) => spec.backend.build.platform);
  return different.map((key) =>
    key === 'platform'
      ? `the processors of backend.service (${platforms.join(' and ')})`
      : `backend.build.${key}`,
  );
}

function partsOf({ spec }: Resolved): Readonly<Record<string, unknown>> {
  const { cache: _cache, args, secrets, ...build } = spec.backend.build;
  return { ...build, args: Object.entries(args).sort(), secrets: Object.keys(secrets).sort() };
}

import type { Compiled } from '../phases/results.ts';
import { reachEachOther } from '../policy/reach.ts';

/** What a pipeline's roles may do beyond what they are for, and what to do about that; each a line. */
export function bootstrapWarnings(
  specs: readonly Compiled[],
  all: readonly Compiled[],
  previews: readonly Compiled[],
): readonly string[] {
  const others = all.filter((each) => !specs.includes(each));
  const alike = specs.flatMap((spec) => others.flatMap((other) => warnOfNames(spec, other, nameOf(other))));
  const previewed = previews.flatMap((preview) =>
    all.flatMap((other) => warnOfNames(other, preview, `previews of ${withoutNumber(preview)}`)),
  );
  return [...alike, ...previewed, ...previews.flatMap(warnOfRoles)].map((text) => `Warning: ${text}`);
}

function warnOfNames(one: Compiled, other: Compiled, name: string): readonly string[] {
  if (!reachEachOther(one, other)) return [];
  return [
    `the stacks of ${nameOf(one)} and of ${name} are alike in the first 24 characters of their names, and resources keep no more of them: if both are in one account, the role for the one reaches roles, clusters and secrets of the other. Give them shorter names, or an "account" of their own each`,
  ];
}

/** Who can push a branch writes the template that the role for previews deploys. */
function warnOfRoles(preview: Compiled): readonly string[] {
  if (preview.resolved.spec.permissionsBoundary !== undefined) return [];
  return [
    `whoever can push a branch can use the role for previews, and make a role with any rights in the account with it, because ${withoutNumber(preview)} has no permissions boundary. Write "permissionsBoundary: arn:aws:iam::ACCOUNT:policy/NAME" into the spec, or keep previews in an account without anything that matters`,
  ];
}

function nameOf({ resolved }: Compiled): string {
  return resolved.spec.name;
}

/** The name of what a preview is of. */
function withoutNumber(preview: Compiled): string {
  return nameOf(preview).replace(/-pr-0$/, '');
}

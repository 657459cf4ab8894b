import type { Edit, Finding } from '../diagnostics/diagnostic.ts';
import { isCommon } from '../diagnostics/place.ts';
import { inFlow } from '../spec/flow.ts';
import type { SpecTree } from '../spec/model.ts';
import { chosenFor, possibleBelow } from '../spec/possible.ts';
import type { Possible } from '../spec/possible.ts';
import { eitherOf } from '../modules/edits.ts';
import { valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { branchesOf, childSchema, unbranchedAt } from '../spec/schema.ts';
import type { Branches, Schema } from '../spec/schema.ts';
import type { Mistake } from './validate-words.ts';

/** A property that the chosen branch of the schema, such as a runtime, does not have, although another one does. */
export function foreignFinding(
  { path, rule, root, tree }: Pick<Mistake, 'path' | 'rule' | 'root' | 'tree'>,
  key: string,
): Finding | undefined {
  const found = branchesAbove(root, path, tree.data);
  if (!found) return undefined;
  const { property, schemas } = found.branches;
  const owners = [...schemas.keys()].filter((name) => {
    const schema = found.below.reduce((here, step) => childSchema(here, step) ?? {}, schemas.get(name) ?? {});
    return Object.hasOwn(schema.properties ?? {}, key);
  });
  if (owners.length === 0) return undefined;
  const { because, instead } = rule.absentProperties?.[key] ?? {};
  const isFree = instead !== undefined && valueAt(tree.data, [...path, instead]) === undefined;
  const above = path.slice(0, path.length - found.below.length);
  const edits: readonly Edit[] = [
    {
      path: [...path, key],
      value: undefined,
      words: removal(tree, [...path, key], isFree ? instead : undefined),
    },
    ...owners.map((owner) => ({
      path: [...above, property],
      value: owner,
      words: `write "${property}: ${owner}"`,
    })),
  ];
  return {
    code: 'other-runtime',
    path: [...path, key],
    at: 'key',
    message: `"${key}" exists only on the ${property} ${owners.join(', ')}${because === undefined ? '' : `: ${because}`}`,
    ...eitherOf('', edits),
  };
}

/** In an environment, what all environments have is only taken back. */
function removal(tree: SpecTree, path: SpecPath, instead: string | undefined): string {
  if (isCommon(tree, path)) return `In the environment, write "${nullAt(path)}"`;
  return instead === undefined ? 'Remove it' : `Use ${instead} instead`;
}

/** `backend: { service: { subnets: null } }` */
function nullAt(path: SpecPath): string {
  const [first, ...rest] = path;
  const nested = rest.reduceRight<unknown>((below, step) => ({ [step]: below }), null);
  return `${String(first)}: ${inFlow(nested)}`;
}

/** While the choice itself is wrong or missing, a setting that differs between the branches cannot be judged. */
export function isUndecided(root: Schema, path: SpecPath, data: unknown): boolean {
  const found = branchesAbove(root, path, data);
  const [step] = found?.below ?? [];
  if (!found || step === undefined || found.branches.schemas.has(found.chosen)) return false;
  const [first, ...others] = [...found.branches.schemas.values()].map((schema) =>
    JSON.stringify(childSchema(schema, step)),
  );
  return step !== found.branches.property && others.some((other) => other !== first);
}

/** What can hold at a path; what no choice of the spec has excluded. */
export function possibleAt(root: Schema, path: SpecPath, data: unknown): Possible {
  let possible: Possible = { own: [root], foreign: [] };
  for (const [depth, step] of path.entries()) {
    const chosen = chosenFor(root, possible, valueAt(data, path.slice(0, depth)));
    possible = possibleBelow(root, chosen, step);
  }
  return chosenFor(root, possible, valueAt(data, path));
}

interface BranchesAbove {
  readonly branches: Branches;
  /** The chosen branch's constant, such as the runtime's name; empty when the spec has no text there. */
  readonly chosen: string;
  /** The rest of the path, from the mapping that has the branches on. */
  readonly below: SpecPath;
}

function branchesAbove(root: Schema, path: SpecPath, data: unknown): BranchesAbove | undefined {
  for (let depth = 0; depth <= path.length; depth += 1) {
    const above = path.slice(0, depth);
    const branches = branchesOf(root, unbranchedAt(root, above, data));
    if (!branches) continue;
    const chosen = valueAt(data, [...above, branches.property]);
    return { branches, chosen: typeof chosen === 'string' ? chosen : '', below: path.slice(depth) };
  }
  return undefined;
}

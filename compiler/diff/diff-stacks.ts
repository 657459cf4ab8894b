import { gravestFirst } from '../change/action.ts';
import { compare } from '../change/difference.ts';
import { entryOf } from '../template/node.ts';
import { resolveMappings } from '../template/resolve-mappings.ts';
import { diffOutputs, diffParameters } from './diff-interface.ts';
import { diffResources } from './diff-resources.ts';
import type { ResourceTypes } from './effects.ts';
import type { StackDiff, StackVersions } from './model.ts';

/** Explains how the stacks' templates differ, and what CloudFormation would do about it. */
export function diffStacks(stacks: readonly StackVersions[], facts: ResourceTypes): readonly StackDiff[] {
  const resolved = stacks.map((versions): StackVersions => ({
    ...versions,
    before: versions.before && resolveMappings(versions.before),
    after: versions.after && resolveMappings(versions.after),
  }));
  return resolved.map((versions): StackDiff => {
    const { stack, before, after } = versions;
    if (!after) return { stack, change: 'removed', resources: [], outputs: [], parameters: [], sections: [] };
    const { resources, changes } = diffResources(versions, facts);
    const outputs = diffOutputs(versions, changes, resolved);
    const parameters = diffParameters(versions);
    const sections = diffSections(versions);
    const isSame = [resources, outputs, parameters, sections].every(({ length }) => length === 0);
    const change = !before ? 'added' : isSame ? 'identical' : 'changed';
    return { stack, change, resources: [...resources].sort(gravestFirst), outputs, parameters, sections };
  });
}

const shownSections = ['Resources', 'Outputs', 'Parameters'];

/** The names of other sections that differ. Their content is not shown. */
function diffSections({ before, after, parameters }: StackVersions): readonly string[] {
  if (!before || !after) return [];
  const names = [before, after].flatMap(({ entries }) => entries.map(({ key }) => key));
  return [...new Set(names)]
    .filter((name) => !shownSections.includes(name))
    .filter((name) => compare(entryOf(before, name), entryOf(after, name), parameters).length > 0);
}

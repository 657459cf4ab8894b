import { compare } from '../change/difference.ts';
import type { Versions } from '../change/difference.ts';
import { entryOf, sectionOf, visit } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import type { Plain } from '../template/plain.ts';
import { referencesIn } from '../template/references.ts';
import { inputsIn } from './changed-inputs.ts';
import { certaintyOf } from './follow-references.ts';
import type { Changes } from './follow-references.ts';
import type { ItemDiff, StackVersions } from './model.ts';

/** The outputs that change, including those whose text is the same but whose value changes. */
export function diffOutputs(
  versions: StackVersions,
  changes: Changes,
  all: readonly StackVersions[],
): readonly ItemDiff[] {
  return itemsIn('Outputs', versions).flatMap(({ name, before, after }): ItemDiff[] => {
    const differences = compare(before, after, versions.parameters);
    const causes = after ? causesOf(after, changes) : [];
    if (differences.length === 0 && causes.length === 0) return [];
    const exportName = before && exportOf(before);
    const isKept =
      after && exportOf(after) === exportName && !differences.some(({ path }) => path[0] === 'Value');
    const isAtStake = exportName !== undefined && !(isKept && causes.length === 0);
    const causeText = causes.length === 0 ? undefined : `its value comes from ${causes.join(', ')}`;
    return [
      {
        name,
        change: changeOf({ before, after }),
        differences: before && after ? differences : [],
        ...(isAtStake && { exports: exportName, importedBy: importersOf(exportName, all) }),
        ...(causeText !== undefined && { meaning: causeText }),
      },
    ];
  });
}

/** The resources, conditions and mappings through which the output's value changes. */
function causesOf(output: TemplateNode, changes: Changes): readonly string[] {
  const value = entryOf(output, 'Value');
  const references = value ? referencesIn(toPlain(value)) : [];
  const changed = references.filter((reference) => certaintyOf(reference, changes) !== 'no');
  const inputs = value ? inputsIn(toPlain(value)) : [];
  return [
    ...new Set([
      ...changed.map(({ name, attribute }) => (attribute === undefined ? name : `${name}.${attribute}`)),
      ...inputs.map(({ name }) => name).filter((name) => changes.inputs.has(name)),
    ]),
  ];
}

/** `${AWS::StackName}-VpcId` is the export `VpcId` of its stack. */
function exportOf(output: TemplateNode): string | undefined {
  const name = entryOf(entryOf(output, 'Export'), 'Name');
  return name && withoutStack(toPlain(name));
}

function withoutStack(name: Plain): string {
  const text = typeof name === 'object' && 'Fn::Sub' in name ? name['Fn::Sub'] : name;
  return (typeof text === 'string' ? text : JSON.stringify(text)).replace(/^\$\{[\w:]+\}-/, '');
}

/** The names of the stacks whose deployed template imports the export. */
function importersOf(exportName: string, stacks: readonly StackVersions[]): readonly string[] {
  return stacks
    .filter(({ before }) => before !== undefined && importsIn(before).has(exportName))
    .map(({ stack }) => stack);
}

function importsIn(root: MapNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(root, (node, path) => {
    if (path.at(-1) === 'Fn::ImportValue' || node.tag === 'ImportValue') {
      const plain = toPlain(node);
      const name = node.tag === 'ImportValue' && typeof plain === 'object' ? Object.values(plain)[0] : plain;
      if (name !== undefined) names.add(withoutStack(name));
    }
  });
  return names;
}

export function diffParameters(versions: StackVersions): readonly ItemDiff[] {
  return itemsIn('Parameters', versions).flatMap(({ name, before, after }): ItemDiff[] => {
    const differences = compare(before, after, versions.parameters);
    if (differences.length === 0) return [];
    const change = changeOf({ before, after });
    const meaning = parameterMeaning(
      change,
      after,
      differences.some(({ path }) => path[0] === 'Default'),
    );
    return [
      {
        name,
        change,
        differences: change === 'changed' ? differences : [],
        ...(meaning !== undefined && { meaning }),
      },
    ];
  });
}

function parameterMeaning(
  change: ItemDiff['change'],
  after: TemplateNode | undefined,
  isDefault: boolean,
): string | undefined {
  if (change === 'added') {
    return entryOf(after, 'Default')
      ? undefined
      : 'it has no default: the next deployment must give it a value';
  }
  return isDefault ? 'a stack that is there keeps the value it has' : undefined;
}

type Item = Versions<TemplateNode | undefined>;

/** The items of a section in both versions, by name; empty for a stack that has only one version. */
function itemsIn(
  section: string,
  { before, after }: StackVersions,
): readonly (Item & { readonly name: string })[] {
  if (!before || !after) return [];
  const names = new Set([before, after].flatMap((root) => sectionOf(root, section).map(({ key }) => key)));
  const itemOf = (root: MapNode, name: string) => entryOf(entryOf(root, section), name);
  return [...names].map((name) => ({ name, before: itemOf(before, name), after: itemOf(after, name) }));
}

function changeOf({ before, after }: Item): ItemDiff['change'] {
  if (!before) return 'added';
  return after ? 'changed' : 'removed';
}

import { compare } from '../change/difference.ts';
import type { Versions } from '../change/difference.ts';
import { entryOf, sectionOf } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import type { Plain } from '../template/plain.ts';
import { referencesIn } from '../template/references.ts';
import { inputsIn } from './changed-inputs.ts';
import { certaintyOf, targetOf } from './follow-references.ts';
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
    const causes = causesOf(after, changes);
    if (differences.length === 0 && causes.length === 0) return [];
    const exportName = exportOf(before);
    const isOther =
      exportOf(after) !== exportName ||
      causes.length > 0 ||
      differences.some(({ path }) => path[0] === 'Value');
    const isAtStake = exportName !== undefined && isOther;
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
function causesOf(output: TemplateNode | undefined, changes: Changes): readonly string[] {
  const value = entryOf(output, 'Value');
  if (!value) return [];
  const plain = toPlain(value);
  const references = referencesIn(plain).filter((reference) => certaintyOf(reference, changes) !== 'no');
  const inputs = inputsIn(plain).filter(({ name }) => changes.inputs.has(name));
  return [...new Set([...references.map(targetOf), ...inputs.map(({ name }) => name)])];
}

/** `${AWS::StackName}-VpcId` is the export `VpcId` of its stack. */
function exportOf(output: TemplateNode | undefined): string | undefined {
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
    .filter(({ before }) => before && importsIn(toPlain(before)).includes(exportName))
    .map(({ stack }) => stack);
}

function importsIn(value: Plain): readonly string[] {
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'Fn::ImportValue' ? withoutStack(child) : importsIn(child),
  );
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

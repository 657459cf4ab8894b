import type { Action, Cause, ItemDiff, PropertyDiff, ResourceDiff } from '../../diff/model.ts';
import { isRefused } from '../../diff/severity.ts';
import type { Counts } from '../../diff/severity.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { Plain } from '../../template/plain.ts';
import { showValue } from './show-value.ts';

/** Where a part of the spec stands, when there is a spec. */
export type PlaceOf = ((path: SpecPath) => string) | undefined;

const actionWords: Readonly<Record<Action, string>> = {
  add: 'added',
  remove: 'removed',
  rename: 'renamed, so replaced',
  refuse: "can't be deployed",
  replace: 'replaced',
  'may-replace': 'may be replaced',
  interrupt: 'updated with interruption',
  update: 'updated in place',
  follow: 'may follow',
  keep: 'not touched',
};

export function actionOf({ action, isRoutine }: ResourceDiff): string {
  return isRoutine ? 'new revision' : actionWords[action];
}

/** `2 updated in place, 1 replaced, 0 lose data` */
export function summarize(counts: Counts): string {
  const numbers: readonly (readonly [number, string])[] = [
    [counts.updated, 'updated in place'],
    [counts.interrupted, 'updated with interruption'],
    [counts.replaced, 'replaced'],
    [counts.mayBeReplaced, 'may be replaced'],
    [counts.removed, 'removed'],
    [counts.added, 'added'],
    [counts.refused, "can't be deployed"],
  ];
  const told = numbers.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const parts = told.length === 0 ? ['no resource changes'] : told;
  return [...parts, `${counts.losesData} ${counts.losesData === 1 ? 'loses' : 'lose'} data`].join(', ');
}

/** A difference: its path, what it was and is, where it comes from, and what it does. */
export interface PropertyWords {
  readonly path: string;
  /** `undefined` when the lines are told. */
  readonly values?: readonly [before: string, after: string];
  /** Of a text of several lines. */
  readonly lines?: string;
  readonly place?: string;
  readonly effect?: string;
}

export function describeProperty(property: PropertyDiff, placeOf: PlaceOf): PropertyWords {
  const { path, before, after, from } = property;
  const effect = describeEffect(property);
  const lines = path.at(-1) === 'ZipFile' ? 'code changed' : 'text changed';
  const [old, now] = [textOf(before), textOf(after)];
  return {
    path: path.join('.'),
    ...(old !== undefined && now !== undefined
      ? { lines: `${lines}: ${countLines(old, now)}` }
      : { values: [showValue(before), showValue(after)] as const }),
    ...(from && placeOf && { place: placeOf(from) }),
    ...(effect !== undefined && { effect }),
  };
}

function describeEffect({ effect, why }: PropertyDiff): string | undefined {
  const said = why === undefined ? '' : `: ${why}`;
  if (effect === 'replace') return `forces the replacement${said}`;
  if (effect === 'may-replace') return `may force a replacement${said}`;
  if (effect === 'refuse') return `can't be deployed${said}`;
  return why;
}

/** Of several lines. */
function textOf(value: Plain | undefined): string | undefined {
  const text = typeof value === 'object' && 'Fn::Sub' in value ? value['Fn::Sub'] : value;
  return typeof text === 'string' && text.includes('\n') ? text : undefined;
}

/** `3 lines added, 2 removed` */
function countLines(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const missing = (lines: readonly string[], others: readonly string[]) => {
    const rest = [...others];
    return lines.filter((line) => {
      const index = rest.indexOf(line);
      if (index !== -1) rest.splice(index, 1);
      return index === -1;
    }).length;
  };
  const added = missing(now, old);
  return `${added} ${added === 1 ? 'line' : 'lines'} added, ${missing(old, now)} removed`;
}

/** What other changes do to a resource: one line for each. */
export function describeCauses(causes: readonly Cause[]): readonly string[] {
  return causes
    .filter(({ effect }) => effect !== 'follow')
    .map(({ property, target, effect, why }) => {
      const verb = effect === 'may-replace' ? 'may come out different' : 'is another one';
      return `${property} refers to ${target}, which ${verb}${why === undefined ? '' : `: ${why}`}`;
    });
}

/** Resources that come out different only if something that they use does, and what that is. */
export function describeFollowing(resources: readonly ResourceDiff[]): string | undefined {
  if (resources.length === 0) return undefined;
  const causes = resources.flatMap((resource) => resource.causes.map(({ target }) => target));
  const names = resources.map(({ logicalId }) => logicalId);
  return `${names.join(', ')}: if ${[...new Set(causes)].join(', ')} comes out different`;
}

/** What is to be known of an output or parameter: one line for each. */
export function describeItem(item: ItemDiff): readonly string[] {
  const { meaning, exports: exportName, importedBy = [] } = item;
  const refusal =
    exportName === undefined
      ? undefined
      : isRefused(item)
        ? `CloudFormation refuses to change the export ${exportName} while ${importedBy.join(' and ')} imports it`
        : `CloudFormation refuses to change the export ${exportName} while a stack imports it`;
  return [meaning, refusal].filter((line) => line !== undefined);
}

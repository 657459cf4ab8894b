import { actionWords, actions } from '../../change/action.ts';
import type { Effect } from '../../change/action.ts';
import type { Cause } from '../../change/cause.ts';
import type { ChangedResource } from '../../change/changed-resource.ts';
import type { Difference } from '../../change/difference.ts';
import { counted } from '../../diagnostics/counted.ts';
import type { ItemDiff } from '../../diff/model.ts';
import { isRefused } from '../../diff/severity.ts';
import type { Counts } from '../../diff/severity.ts';
import type { Plain } from '../../template/plain.ts';
import { showValue } from './show-value.ts';
import { wordPlace } from './spec-place.ts';
import type { PlaceOf } from './spec-place.ts';

/** A changed resource of a plan, or of a difference, which says what that means. */
export interface ShownResource extends ChangedResource {
  readonly meaning?: string;
}

export const looksLikeRename =
  'Same type and nearly the same properties: looks like a rename; CloudFormation makes a new one and deletes the old';

/** The logical id; `A -> B` when it changes. */
export function wordName({ logicalId, renamedTo }: ShownResource, wrap = (id: string) => id): string {
  return [logicalId, renamedTo]
    .filter((id) => id !== undefined)
    .map(wrap)
    .join(' -> ');
}

export function wordAction({ action, renamedTo }: ShownResource): string {
  const { passive } = actionWords[action];
  return renamedTo === undefined ? passive : `renamed, so ${passive}`;
}

/** `1 replaced, 2 updated in place, 0 lose data` */
export function summarize({ actions: counts, refusedExports, dataLoss }: Counts): string {
  const parts = actions
    .map((action) => [action, counts[action] + (action === 'refuse' ? refusedExports : 0)] as const)
    .filter(([, number]) => number > 0)
    .map(([action, number]) => `${number} ${actionWords[action].passive}`);
  const changes = parts.length === 0 ? ['no resource changes'] : parts;
  return [...changes, `${dataLoss} ${dataLoss === 1 ? 'loses' : 'lose'} data`].join(', ');
}

/** A difference in words: its path, its values, its place in the spec, and its effect. */
export interface PropertyWords {
  readonly path: string;
  /** `undefined` when `lines` is given, or when the values are unknown. */
  readonly values?: readonly [before: string, after: string];
  /** How many lines were added and removed, for a text of several lines. */
  readonly lines?: string;
  readonly place?: string;
  readonly effect?: string;
}

interface ChangedProperty extends Difference {
  readonly effect?: Effect;
  readonly why?: string;
}

export function wordProperty(property: ChangedProperty, placeOf: PlaceOf | undefined): PropertyWords {
  const { path, from } = property;
  const effect = wordEffect(property);
  return {
    path: path.join('.'),
    ...wordValues(property),
    ...(from && placeOf && { place: wordPlace(placeOf(from)) }),
    ...(effect !== undefined && { effect }),
  };
}

function wordValues({ path, before, after }: Difference): Pick<PropertyWords, 'values' | 'lines'> {
  if (before === undefined && after === undefined) return { lines: 'changes' };
  const texts = { before: textOf(before), after: textOf(after) };
  if (texts.before === undefined || texts.after === undefined) {
    return { values: [showValue(before), showValue(after)] };
  }
  const what = path.at(-1) === 'ZipFile' ? 'code changed' : 'text changed';
  return { lines: `${what}: ${wordLines(texts.before, texts.after)}` };
}

function wordEffect({ effect, why }: ChangedProperty): string | undefined {
  const reason = why === undefined ? '' : `: ${why}`;
  if (effect === 'replace') return `forces the replacement${reason}`;
  if (effect === 'may-replace') return `may force a replacement${reason}`;
  if (effect === 'refuse') return `can't be deployed${reason}`;
  return why;
}

/** The value as text, if it has several lines. */
export function textOf(value: Plain | undefined): string | undefined {
  const text = typeof value === 'object' && 'Fn::Sub' in value ? value['Fn::Sub'] : value;
  return typeof text === 'string' && text.includes('\n') ? text : undefined;
}

/** `3 lines added, 2 removed` */
function wordLines(before: string, after: string): string {
  return `${counted(linesOnlyIn(after, before), 'line')} added, ${linesOnlyIn(before, after)} removed`;
}

/** How many lines of a text another lacks. */
export function linesOnlyIn(text: string, other: string): number {
  const rest = other.split('\n');
  return text.split('\n').filter((line) => {
    const index = rest.indexOf(line);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  }).length;
}

/** What other changes do to a resource: one line for each. */
export function wordCauses(causes: readonly Cause[]): readonly string[] {
  return causes
    .filter(({ effect }) => effect !== 'follow')
    .map(({ property, target, effect, why }) => {
      const verb = effect === 'may-replace' ? 'may come out different' : 'is another one';
      return `${property} refers to ${target}, which ${verb}${why === undefined ? '' : `: ${why}`}`;
    });
}

/** The resources that change only if something that they refer to does, and what that is. */
export function wordFollowing(resources: readonly ShownResource[]): string | undefined {
  const following = resources.filter(({ action }) => action === 'follow');
  if (following.length === 0) return undefined;
  const ids = following.map(({ logicalId }) => logicalId);
  const targets = following.flatMap(({ causes }) => causes.map(({ target }) => target));
  const first = targets.filter((target) => !ids.includes(target.split('.')[0] ?? ''));
  return `${ids.join(', ')}: if ${[...new Set(first)].join(', ')} comes out different`;
}

/** What to know about an output or parameter, one line each. */
export function wordItem(item: ItemDiff): readonly string[] {
  const { meaning, exports: exportName, importedBy = [] } = item;
  const refusal =
    exportName === undefined
      ? undefined
      : isRefused(item)
        ? `CloudFormation refuses to change the export ${exportName} while ${importedBy.join(' and ')} imports it`
        : `CloudFormation refuses to change the export ${exportName} while a stack imports it`;
  return [meaning, refusal].filter((line) => line !== undefined);
}

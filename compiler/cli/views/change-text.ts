import { actionWords } from '../../change/action.ts';
import { looksLikeRename, wordCauses } from './change-words.ts';
import type { ShownResource, PropertyWords } from './change-words.ts';
import type { Paint } from './paint.ts';

/** A difference on one line, without its effect. */
export function renderProperty({ path, values, lines, place }: PropertyWords): string {
  const what = values ? values.join(' -> ') : (lines ?? '');
  return `${path}: ${what}${place === undefined ? '' : `  (${place})`}`;
}

/** Lines about a resource other than its properties: causes, meaning and data. */
export function renderRemarks(
  { causes, renamedTo, meaning, dataLoss, remains }: ShownResource,
  paint: Paint,
): readonly string[] {
  return [
    ...wordCauses(causes).map((line) => `      because ${line}`),
    ...(renamedTo === undefined ? [] : [`      ${looksLikeRename}`]),
    ...(meaning === undefined ? [] : [`      It means: ${meaning}`]),
    ...(dataLoss === undefined ? [] : [`      ${paint(`Data is at stake: ${dataLoss}`, 'red')}`]),
    ...(remains === undefined ? [] : [`      Stays behind: ${remains}`]),
  ];
}

/** The resources that may follow, on one line, because most of them will not change. */
export function renderFollowing(following: string | undefined): readonly string[] {
  const { sign, passive } = actionWords.follow;
  return following === undefined ? [] : [`  ${sign} ${passive}  ${following}`];
}

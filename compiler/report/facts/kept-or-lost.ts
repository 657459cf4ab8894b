import { dataAtStake } from '../../change/data-at-stake.ts';
import type { DataAtStake } from '../../change/data-at-stake.ts';
import { resourcesOf, typeOf } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';

/** What happens to a resource when its stack is deleted. */
export interface Fate extends DataAtStake {
  readonly logicalId: string;
  readonly type: string;
}

/** The resources of which something is lost or left when the stack is deleted. All others just go. */
export function keptOrLost({ root }: Template): readonly Fate[] {
  return resourcesOf(root)
    .map(({ key, value }) => {
      const type = typeOf(value);
      const change = { type, action: 'delete', before: value, after: undefined } as const;
      return { logicalId: key, type, ...dataAtStake({ ...change, properties: [], causes: [] }) };
    })
    .filter(({ dataLoss, remains }) => dataLoss !== undefined || remains !== undefined);
}

/** In half a sentence. Of what is held, nothing is lost. */
export function wordFate({ dataLoss, remains, isHeld }: Fate): string {
  const lost = dataLoss === undefined || isHeld ? undefined : `lost: ${dataLoss}`;
  const left = remains === undefined ? undefined : `left: ${remains}`;
  return [lost, left].filter((words) => words !== undefined).join('; ');
}

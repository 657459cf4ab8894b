import { dataAtStake } from '../../change/data-at-stake.ts';
import { resourcesOf, typeOf } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';

/** What happens to a resource when its stack is deleted. */
export interface Fate {
  readonly logicalId: string;
  readonly type: string;
  /** The data that is lost; nothing where AWS refuses to delete the resource. */
  readonly lost: string | undefined;
  /** What is left of the resource. */
  readonly left: string | undefined;
}

/** The resources of which something is lost or left when the stack is deleted. All others just go. */
export function keptOrLost({ root }: Template): readonly Fate[] {
  return resourcesOf(root)
    .map(({ key, value }) => {
      const type = typeOf(value);
      const change = { type, action: 'delete', before: value, after: undefined } as const;
      const { dataLoss, remains, isHeld } = dataAtStake({ ...change, properties: [], causes: [] });
      return { logicalId: key, type, lost: isHeld ? undefined : dataLoss, left: remains };
    })
    .filter(({ lost, left }) => lost !== undefined || left !== undefined);
}

/** In half a sentence: `lost: all images in it`. */
export function wordFate({ lost, left }: Fate): string {
  return [
    ...(lost === undefined ? [] : [`lost: ${lost}`]),
    ...(left === undefined ? [] : [`left: ${left}`]),
  ].join('; ');
}

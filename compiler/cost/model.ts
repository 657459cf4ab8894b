import type { PriceId } from '../facts/prices.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Charged } from '../template/charges.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Meter, Usage } from './usage.ts';

/** What an estimate is made of: a number that scaling moves between two ends. */
export interface Range {
  readonly floor: number;
  readonly ceiling: number;
}

/** Something in a resource that is charged by time, used or not. */
export interface TimeLine {
  readonly price: PriceId;
  /** What is charged: `2 to 16 ACU`. */
  readonly words: string;
  /** In units of the price, in a month. */
  readonly quantity: Range;
  /** The parts of the templates that decide the quantity. */
  readonly decidedBy: readonly (TemplateNode | undefined)[];
}

/** Something in a resource that is charged by its use. */
export interface UseLine {
  readonly price: PriceId;
  readonly words: string;
  /** The parts of the usage that the quantity is computed of. */
  readonly meters: readonly Meter[];
  /** In units of the price, in a month; only called with a usage that has one of the meters. */
  readonly quantity: (usage: Usage) => number;
}

export interface Lines {
  readonly time?: readonly TimeLine[];
  readonly use?: readonly UseLine[];
}

/** A resource that something is charged for, and the part of the spec that decides it. */
export interface BilledResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Missing when the templates come from no spec. */
  readonly path?: SpecPath;
}

export interface Item {
  readonly charged: Charged;
  /** One for what is charged by time. What is charged by use is added up for all resources with that price. */
  readonly resources: readonly [BilledResource, ...BilledResource[]];
  readonly words: string;
  readonly price: PriceId;
  readonly unit: string;
  /** AWS's page that explains the price. */
  readonly page: string;
  /** US dollars for one unit; `undefined` when archc knows no price in that region. */
  readonly unitPrice: number | undefined;
  /** By time: units in a month. By use: only with a usage that says so, and the same at both ends. */
  readonly quantity?: Range;
  /** US dollars in a month. */
  readonly monthly?: Range;
  /** By use: what in a usage gives it a quantity. */
  readonly meters?: readonly Meter[];
  /** By use: what so much of it costs. */
  readonly example?: { readonly usage: Usage; readonly usd: number };
}

/** What AWS charges in a month for the stacks of a spec, or of one of its environments. */
export interface Estimate {
  readonly region: string;
  readonly currency: 'USD';
  /** The day for which the prices hold; `undefined` when there are none for the region. */
  readonly asOf: string | undefined;
  readonly items: readonly Item[];
  /** For what is charged by time; `undefined` without prices. */
  readonly byTime: Range | undefined;
  /** What the usage adds; `undefined` without usage, or without prices. */
  readonly byUse: number | undefined;
  /** By time and by use. */
  readonly total: Range | undefined;
  /** What is missing in the numbers, in words: items without a price in the region. */
  readonly withoutPrice: readonly string[];
  /** What the usage says, though nothing in these stacks is charged by it. */
  readonly unusedMeters: readonly Meter[];
  /** Whether the shared stack belongs to another spec or environment, and is not counted here. */
  readonly sharedElsewhere: boolean;
}

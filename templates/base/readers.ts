import type { Copy } from '../../compiler/modules/module.ts';
import type { Derived } from '../../compiler/spec/derived.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';

const from: SpecPath = ['shared', 'database', 'readers'];

/** The zones of the database's subnets. */
type Zones = readonly [Derived, Derived];

/** The cluster's readers. The first has kept its logical id since there was only one. */
export function readerFragments(readers: number, zones: Zones): readonly (string | Copy)[] {
  return Array.from({ length: readers }, (_, index) =>
    index === 0
      ? 'shared/reader'
      : {
          fragment: 'shared/reader',
          logicalId: `DatabaseReader${index + 1}`,
          values: readerValues(index, zones),
        },
  );
}

/**
 * Readers stand in the second zone, where the writer is not, and in the first by turns. The first reader scales with
 * the writer, so that it can take its place at any time; the others scale by themselves.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html#aurora-serverless-v2.how-it-works.scaling
 */
export function readerValues(index: number, zones: Zones): Readonly<Record<string, Derived>> {
  return {
    'shared.database.reader.zone': { ...zones[index % 2 === 0 ? 1 : 0], from },
    'shared.database.reader.tier': { value: index === 0 ? 1 : 2, from },
  };
}

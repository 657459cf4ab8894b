import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { toolkit } from '../../../compiler/toolkit.ts';
import { examples } from './compile-combinations.ts';
import { combinationsOf } from './option-combinations.ts';

/** The text of the example spec of a runtime with every option, in three environments that differ. */
export function largestSpec(runtime: string): string {
  const example = parse(readFileSync(examples[runtime] ?? '', 'utf8')) as Record<string, unknown>;
  const { all } = combinationsOf(toolkit);
  const environments = Object.fromEntries(
    ['dev', 'staging', 'prod'].map((name, index) => [
      name,
      {
        shared: { database: { capacity: { min: index + 1, max: 8 * (index + 1) } } },
        backend: { service: { environment: { STAGE: name } }, domain: { name: `${name}.example.com` } },
      },
    ]),
  );
  return stringify({ ...example, options: all.options, environments });
}

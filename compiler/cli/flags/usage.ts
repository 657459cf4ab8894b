import type { Usage } from '../../cost/usage.ts';
import { text } from './flag.ts';
import { matching } from './word.ts';
import type { Word } from './word.ts';
import { anyText } from './word.ts';

function amount(name: string): Word<number> {
  const digits = matching(name, /^\d{1,15}(?:\.\d{1,6})?$/, {
    is: 'is not an amount',
    write: 'a number of digits, such as 1000000',
  });
  return { name, parse: (given, flag) => Number(digits.parse(given, flag)) };
}

/** The flags that say what is used in a month. A file can say more, and a flag replaces what the file says. */
export const usageFlags = {
  usage: text(anyText('FILE'), 'YAML with what is used in a month; docs/cost.md lists its keys'),
  requests: text(amount('NUMBER'), 'requests in a month'),
  traffic: text(amount('GB'), 'answers to clients in a month'),
  storage: text(amount('GB'), 'data in the database'),
  statements: text(amount('NUMBER'), 'statements of the database in a month'),
};

type Given = { readonly [Name in 'requests' | 'traffic' | 'storage' | 'statements']: number | undefined };

/** What the flags alone say; `undefined` when none is given. */
export function usageOf({ requests, traffic, storage, statements }: Given): Usage | undefined {
  const given = Object.entries({ requests, traffic, storage, statements }).filter(
    ([, value]) => value !== undefined,
  );
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

import fc from 'fast-check';
import { damaged } from '../random-specs/damage.ts';

/** Each is special in YAML, or could be. */
const pieces = [
  'a b a:␣ b:␣ "a":␣ \'b\':␣ -␣ - : :␣ ? ?␣ , ,␣ ␣ ␣␣ [ ] { } [a,␣b] {␣a:␣b␣}',
  "\" ' \"a␣b\" 'a␣b' \"\" '' '''' \\ \\n \\x41 \\␣ \\/ \\_ \\N \\e \\u00e9 \\U0001f600 \\↵",
  '↵ ↵ ↵␣␣ ↵␣␣ ↵␣␣␣␣ ↵-␣ ↵␣␣-␣ ↵a:␣ ↵␣␣b:␣ \r↵ \t # ␣#␣c #␣c↵ ↵#␣c',
  '| > |-↵␣␣ >-↵␣␣ |+ >2 |1- --- ---↵ ...↵ %YAML␣1.1↵ % @ ` &a␣ *a !a␣ !!str␣ !␣',
  '0 1 01 0x1 1e3 .5 -0 true Yes null ~ << <<:␣ = 2001-01-01 12:30 é 😀 $',
]
  .flatMap((row) => row.split(' '))
  .map((each) => each.replaceAll('␣', ' ').replaceAll('↵', '\n'))
  .concat('\r', '\ufeff', '\u00a0', '\u2028', '\u0085', '\ud800', '\x7f');

const piece = fc.constantFrom(...pieces);
export const smallDamage = fc.record({ at: fc.nat(), removed: fc.nat(2), piece });

const lines = fc.constantFrom(
  'a: b\n',
  'a:\n  b: c\n  d: [e, "f"]\n',
  '- a\n- b: c\n',
  'a: { b: c }\n',
  'a:\n  - b\n',
  '',
);

/** Text that is often YAML. */
export const randomText = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => `a: ${parts.join('')}`),
  fc
    .tuple(
      fc.array(lines, { minLength: 1, maxLength: 2 }),
      fc.array(smallDamage, { minLength: 1, maxLength: 4 }),
    )
    .map(([all, damages]) => damaged(all.join(''), damages)),
);

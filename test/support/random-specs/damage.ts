import fc from 'fast-check';

/** Part of a text is removed and another put in its place. */
interface Damage {
  readonly at: number;
  readonly removed: number;
  readonly piece: string;
}

/** What YAML reads as more than text. */
export const yamlSigns = [
  ...['? ', ': ', '- ', '[', ']', '{', '}', ',', '\n', '  ', '\t', ' #', '"', "'", '|\n', '>-\n'],
  ...['&a ', '*a ', '!x ', '!!binary ', '---\n', '<<: '],
] as const;

/** One to `most` places where a text is damaged, with a piece of any group or with other characters, as often of each. */
export function damages(
  pieces: readonly (readonly string[])[],
  { most, removed }: { readonly most: number; readonly removed: number },
): fc.Arbitrary<readonly Damage[]> {
  const groups = pieces.map((group) => fc.constantFrom(...group));
  const piece = fc.oneof(...groups, fc.string({ unit: 'binary', maxLength: 4 }));
  const damage = fc.record({ at: fc.nat(), removed: fc.nat({ max: removed }), piece });
  return fc.array(damage, { minLength: 1, maxLength: most });
}

export function damaged(text: string, all: readonly Damage[]): string {
  return all.reduce((current, { at, removed, piece }) => {
    const start = at % (current.length + 1);
    return `${current.slice(0, start)}${piece}${current.slice(start + removed)}`;
  }, text);
}

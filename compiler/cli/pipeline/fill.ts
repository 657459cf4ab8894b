/** Lines for each placeholder, such as `<branch>`. */
export type Values = Readonly<Record<string, readonly string[]>>;

/**
 * Puts values in place of placeholders. One that is alone on its line becomes as many lines as it has values, with its
 * indentation.
 */
export function fill(text: string, values: Values): string {
  return Object.entries(values).reduce((filled, [name, lines]) => {
    const alone = new RegExp(`^( *)<${name}>\n`, 'gm');
    return filled
      .replaceAll(alone, (_, indent: string) => lines.map((line) => `${indent}${line}\n`).join(''))
      .replaceAll(`<${name}>`, () => lines.join(' '));
  }, text);
}

/** Leaves out the blocks from `# <if NAME>` to `# <end NAME>` whose name is not among the given ones, also inside of others. */
export function keepBlocks(text: string, names: readonly string[]): string {
  return text.replaceAll(/^# <if (\w+)>\n([\s\S]*?)^# <end \1>\n/gm, (_, name: string, block: string) =>
    names.includes(name) ? keepBlocks(block, names) : '',
  );
}

/** Repeats the block from `# <each NAME>` to `# <end NAME>`: what `each` makes of it stands in its place. */
export function repeatBlock(text: string, name: string, each: (block: string) => readonly string[]): string {
  const pattern = new RegExp(`^# <each ${name}>\n([\\s\\S]*?)^# <end ${name}>\n`, 'm');
  return text.replace(pattern, (_, block: string) => each(block).join(''));
}

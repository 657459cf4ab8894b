/** A value of a JSON text, with the keys that lead to it. */
export interface Member {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * The objects of a JSON text that are wanted by the keys that lead to them, one after the other. The text itself is never
 * held as a whole: AWS's price list of EC2 has hundreds of megabytes for one region.
 */
export async function* readMembers(
  chunks: AsyncIterable<string>,
  isWanted: (path: readonly string[]) => boolean,
): AsyncGenerator<Member> {
  const path: string[] = [];
  /** The key that was read last, or is being read. */
  let key = '';
  let isText = false;
  let isEscaped = false;
  /** The wanted object that is being read, and how deep it is. */
  let wanted: { text: string; readonly depth: number } | undefined;
  for await (const chunk of chunks) {
    /** Where the part of the chunk begins that belongs to what is read. */
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const character = chunk[at];
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (character === '\\') isEscaped = true;
        else if (character === '"') {
          isText = false;
          if (!wanted) key += chunk.slice(from, at);
        }
      } else if (character === '"') {
        isText = true;
        if (!wanted) [key, from] = ['', at + 1];
      } else if (character === '{' || character === '[') {
        path.push(key);
        // The first is the text's own.
        if (!wanted && character === '{' && isWanted(path.slice(1))) {
          [wanted, from] = [{ text: '', depth: path.length }, at];
        }
      } else if (character === '}' || character === ']') {
        if (wanted?.depth === path.length) {
          const text = wanted.text + chunk.slice(from, at + 1);
          yield { path: path.slice(1), value: JSON.parse(text) };
          wanted = undefined;
        }
        path.pop();
      }
    }
    if (wanted) wanted.text += chunk.slice(from);
    else if (isText) key += chunk.slice(from);
  }
}

const longest = 80;

/** A text of the user's in double quotes, cut where it is long. Every message and hint quotes with it. */
export function quote(value: unknown): string {
  return `"${shorten(String(value))}"`;
}

/** A text of the user's that stands without quotes, such as a number; cut where it is long. */
export function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

const longestWord = 200;
const longestMessage = 1000;

/**
 * A message or hint for people, whatever it quotes: each word that is longer than an ARN can sensibly be is cut, and so
 * is the whole when it is longer than anybody reads.
 */
export function inBrief(text: string): string {
  if (text.length <= longestWord) return text;
  const brief = text.replace(/[^\s"]+/g, (word) => (word.length > longestWord ? shorten(word) : word));
  return brief.length > longestMessage ? `${brief.slice(0, longestMessage - 3)}...` : brief;
}

const longest = 80;

/** A text of the user's in double quotes, cut where it is long. Every message and hint quotes with it. */
export function quote(value: unknown): string {
  return `"${shorten(String(value))}"`;
}

/** A text of the user's that stands without quotes, such as a number; cut where it is long. */
export function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

/** The candidate that a person most likely meant, if one is near enough: `prot` for `port`. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  return nearest(word, candidates)[0];
}

/** All candidates that are near enough, and none of the others nearer. */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  if (word.length > 60) return [];
  const lower = word.toLowerCase();
  let best: string[] = [];
  let least = Math.max(1, Math.floor(word.length / 3));
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > least) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance > least) continue;
    best = distance < least ? [candidate] : [...best, candidate];
    least = distance;
  }
  return best;
}

/** Whether one of two names is the other with one slip of the keyboard. Names that differ in a digit are meant to. */
export function isOneSlip(one: string, other: string): boolean {
  const letters = (name: string) => name.replace(/[0-9]/g, '');
  return (
    letters(one) !== letters(other) &&
    Math.abs(one.length - other.length) < 2 &&
    editDistance(one, other) === 1
  );
}

/** Insertions, deletions, replacements and swaps of neighbours that make one word of the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

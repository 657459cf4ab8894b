/** Joins sets that share something: a and b, b and c, and d are a, b, c, and d. */
export function joinSets(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let joined: readonly (readonly string[])[] = [];
  for (const set of sets) {
    const touched = joined.filter((each) => each.some((item) => set.includes(item)));
    const whole = [...new Set([...touched.flat(), ...set])];
    joined = [...joined.filter((each) => !touched.includes(each)), whole];
  }
  return joined;
}

/** `text, json or sarif`. */
export function listOf(values: readonly string[]): string {
  return enumerate(values, 'or');
}

/** `dev, staging and prod`. */
export function allOf(values: readonly string[]): string {
  return enumerate(values, 'and');
}

function enumerate(values: readonly string[], before: 'and' | 'or'): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} ${before} ${last}`;
}

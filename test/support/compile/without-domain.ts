/** The text of a spec without its domain, which only one of several environments could have. */
export function withoutDomain(text: string): string {
  return text.replace(/^ {2}domain:(?: .*| *(?:\n {4}.*)+)\n/m, '');
}

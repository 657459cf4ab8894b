/** Something that a judge objects to in a file. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The judge's own name of the rule, such as E3002. */
  readonly rule: string;
  readonly message: string;
}

/** The finding on one line, so that a failed comparison with an empty list shows what is wrong. */
export function showFinding({ file, line, column, rule, message }: Finding): string {
  return `${file}:${line}:${column} ${rule} ${message}`;
}

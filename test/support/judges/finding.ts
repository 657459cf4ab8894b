/** What a judge has against a file. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The judge's own name of the rule, such as E3002. */
  readonly rule: string;
  readonly message: string;
}

/** One line per finding, so that a failing comparison with an empty list tells what is wrong. */
export function showFinding({ file, line, column, rule, message }: Finding): string {
  return `${file}:${line}:${column} ${rule} ${message}`;
}

import { onOneLine } from '../terminal/clean.ts';

/** A line for each row, with the cells below each other. A row of one cell may be longer than the first column. */
export function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => row.map(onOneLine));
  const widths: number[] = [];
  for (const row of cells.filter(({ length }) => length > 1)) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  }
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

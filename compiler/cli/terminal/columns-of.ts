import { isTerminal } from './is-terminal.ts';

/** How many characters fit on a line of the terminal; `undefined` where there is none, or it does not say. */
export function columnsOf(file: 1 | 2): number | undefined {
  if (!isTerminal(file)) return undefined;
  const { columns } = file === 1 ? process.stdout : process.stderr;
  // Some terminals report no size.
  return columns > 0 ? columns : undefined;
}

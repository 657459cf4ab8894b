/** Where a command reads from and writes to, so that it can be run without a process of its own. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether messages may be coloured. */
  readonly colour: boolean;
}

import { clean, shorten } from './clean.ts';

/**
 * Where a command writes to, so that it can be run without a process of its own. Whatever is written is cleaned here: no
 * text from outside has an effect on a terminal, or on the log of a pipeline.
 */
export interface Terminal {
  /** To write `verbatim` is for commands to GitHub, and for text that a program reads and that can have no others. */
  readonly out: (text: string, how?: 'verbatim') => void;
  readonly err: (text: string) => void;
  /** Whether messages may be coloured. */
  readonly colour: boolean;
}

interface Streams {
  readonly write: (file: 1 | 2, text: string) => void;
  readonly hasColour: () => boolean;
}

/** In characters. Nobody reads a longer line, and a log would be full of it. */
const longestLine = 10_000;

export function openTerminal({ write, hasColour }: Streams): Terminal {
  return {
    out: (text, how) => {
      write(1, clean(text, how));
    },
    err: (text) => {
      write(2, clean(text.split('\n').map(cut).join('\n')));
    },
    get colour() {
      return hasColour();
    },
  };
}

function cut(line: string): string {
  return line.length > longestLine ? shorten(line, longestLine / 2) : line;
}

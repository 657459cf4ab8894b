import type { StackEvent } from '../../aws/model.ts';
import type { Watching } from '../../deploy/deployment.ts';
import { clean, onOneLine } from '../terminal/clean.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { elapsed, renderEvent, renderTree } from './progress.ts';

const redrawMilliseconds = 120;

/** Where a deployment is shown: its stacks, and lines beside them. */
export interface Display {
  /** Shows the operation of a stack until it ends. */
  readonly watch: (stack: string) => Watching;
  /** Writes whole lines; above what is redrawn, and after a question that is being asked. */
  readonly print: (lines: string) => void;
}

/** Shows a tree on a terminal that can redraw it, otherwise lines. */
export function openDisplay(terminal: Terminal): Promise<Display> | Display {
  const { isTTY, columns } = process.stderr;
  // Some terminals report no size.
  return isTTY && columns > 0 && process.env['TERM'] !== 'dumb' ? openTrees(terminal) : openLines(terminal);
}

/** A tree of the resources that is redrawn in place. */
async function openTrees({ colour, err }: Terminal): Promise<Display> {
  const { createLogUpdate } = await import('log-update');
  let print = err;
  const watch: Display['watch'] = (stack) => {
    const draw = createLogUpdate(process.stderr);
    const events: StackEvent[] = [];
    const start = Date.now();
    let trouble: string | undefined;
    let isPaused = false;
    const show = () => {
      if (isPaused) return;
      const { columns, rows } = process.stderr;
      draw(
        clean(
          renderTree(stack, events, {
            now: Date.now(),
            start,
            columns,
            rows,
            colour,
            ...(trouble !== undefined && { trouble }),
          }),
        ),
      );
    };
    const timer = setInterval(show, redrawMilliseconds);
    const held: string[] = [];
    const release = () => {
      for (const lines of held.splice(0)) err(lines);
    };
    print = (lines) => {
      held.push(lines);
      if (isPaused) return;
      draw.clear();
      release();
      show();
    };
    // The display's timer must not keep the process running when the work has ended.
    timer.unref();
    return {
      saw: (news) => {
        events.push(...news);
        show();
      },
      lost: (failure) => {
        trouble = failure && `The connection is lost, trying again: ${failure.message}`;
        show();
      },
      pause: () => {
        show();
        isPaused = true;
        draw.done();
      },
      resume: () => {
        isPaused = false;
        release();
      },
      end: () => {
        clearInterval(timer);
        print = err;
        show();
        draw.done();
        release();
      },
    };
  };
  return {
    watch,
    print: (lines) => {
      print(lines);
    },
  };
}

/** One line for each event, for a log. */
export function openLines({ err }: Terminal): Display {
  const watch: Display['watch'] = (stack) => {
    // AWS's clock: this machine's may be wrong.
    let start: number | undefined;
    let last = 0;
    return {
      saw: (events) => {
        for (const event of events) {
          start ??= event.time;
          last = event.time;
          err(`${renderEvent(stack, event, start)}\n`);
        }
      },
      lost: (failure) => {
        err(
          failure
            ? `The connection is lost, trying again: ${onOneLine(failure.message)}\n`
            : 'The connection is back\n',
        );
      },
      pause: () => undefined,
      resume: () => undefined,
      end: (status) => {
        err(`${stack}: ${status} after ${elapsed(last - (start ?? last))}\n`);
      },
    };
  };
  return { watch, print: err };
}

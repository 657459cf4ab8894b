import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';

type Answer = { readonly value?: unknown } | { readonly error: string };

/**
 * Reads texts with a program that answers each line, a text as JSON, with a line of JSON. One process serves all calls
 * and ends with this one.
 */
export function readerOf(command: () => readonly string[]): (text: string) => Promise<unknown> {
  let ask: ((text: string) => Promise<Answer>) | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return async (text) => {
    ask ??= start(command());
    const answering = last.then(ask.bind(undefined, text));
    last = answering.catch(() => undefined);
    const answer = await answering;
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  };
}

function start([program = '', ...rest]: readonly string[]): (text: string) => Promise<Answer> {
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const output = child.stdout;
  if (!(output instanceof Socket)) throw new Error('A pipe to a child is no longer a socket');
  // An idle child or pipe must not keep this process alive.
  child.unref();
  output.unref();
  return async (text) => {
    output.ref();
    child.stdin.write(`${JSON.stringify(text)}\n`);
    const line = await lines.next();
    output.unref();
    if (line.done) throw new Error(`The process of ${program} has ended`);
    return JSON.parse(line.value) as Answer;
  };
}

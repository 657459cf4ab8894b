import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonTool } from '../python-tools.ts';

type Answer = { readonly value: unknown } | { readonly error: string };

const program = fileURLToPath(new URL('./read_yaml.py', import.meta.url));

let ask: ((text: string) => Promise<Answer>) | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Reads with PyYAML's safe loader. One process serves all calls and ends with this one. */
export async function readWithPyYaml(text: string): Promise<unknown> {
  ask ??= start();
  const answering = last.then(ask.bind(undefined, text));
  last = answering.catch(() => undefined);
  const answer = await answering;
  if ('error' in answer) throw new Error(answer.error);
  return answer.value;
}

function start(): (text: string) => Promise<Answer> {
  const child = spawn(pythonTool('python'), [program], { stdio: ['pipe', 'pipe', 'inherit'] });
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
    if (line.done) throw new Error('The process of PyYAML has ended');
    return JSON.parse(line.value) as Answer;
  };
}

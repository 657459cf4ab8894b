import { spawn } from 'node:child_process';

interface Dialogue {
  readonly env: NodeJS.ProcessEnv;
  readonly question: string;
  readonly answer: string;
  /** What is typed later, each when something has appeared since the answer before. */
  readonly more?: readonly (readonly [appears: RegExp, answer: string])[];
}

/** Runs a program in its own terminal, and types the answer when the output has the question. */
export async function runInTerminal(
  program: string,
  args: readonly string[],
  { env, question, answer, more = [] }: Dialogue,
): Promise<{ code: number; output: string }> {
  const inTerminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
  const child = spawn('python3', ['-c', inTerminal, program, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  let since = 0;
  const left: [(text: string) => boolean, string][] = [
    [(text) => text.includes(question), answer],
    ...more.map(([appears, typed]): [(text: string) => boolean, string] => [
      (text) => appears.test(text),
      typed,
    ]),
  ];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const [next] = left;
    if (!next?.[0](output.slice(since))) return;
    left.shift();
    since = output.length;
    child.stdin.write(next[1]);
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => {
      resolve(exit ?? -1);
    });
  });
  return { code, output };
}

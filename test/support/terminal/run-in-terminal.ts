import { spawn } from 'node:child_process';

/** Runs a program in its own terminal, and types the answer when the output ends with the question. */
export async function runInTerminal(
  program: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly question: string; readonly answer: string },
): Promise<{ code: number; output: string }> {
  const inTerminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
  const child = spawn('python3', ['-c', inTerminal, program, ...args], {
    env: options.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  let isAsked = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (isAsked || !output.includes(options.question)) return;
    isAsked = true;
    child.stdin.write(options.answer);
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => {
      resolve(exit ?? -1);
    });
  });
  return { code, output };
}

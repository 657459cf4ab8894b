/** Whether a person can be asked. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * The line that a person types; empty when the input ends before one, or with Ctrl-C. The question goes to standard
 * error.
 */
export async function ask(question: string, onInterrupt?: () => void): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const input = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal sends no signal while a line is read from it.
  input.once('SIGINT', () => {
    input.close();
    onInterrupt?.();
  });
  const ended = new Promise<string>((resolve) => {
    input.once('close', () => {
      // The cursor still stands behind the question.
      process.stderr.write('\n');
      resolve('');
    });
  });
  const answer = (await Promise.race([input.question(question), ended])).trim();
  input.removeAllListeners('close').close();
  return answer;
}

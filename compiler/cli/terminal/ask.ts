import { clean } from './clean.ts';
import { isTerminal } from './is-terminal.ts';

/** Whether a person can answer questions. */
export function isInteractive(): boolean {
  return isTerminal(0) && isTerminal(2);
}

/**
 * Asks on standard error, and resolves to the line that the person types. It is empty when the input ends first, or
 * after Ctrl-C.
 */
export async function ask(question: string, onInterrupt?: () => void): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const input = createInterface({ input: process.stdin, output: process.stderr });
  // While a line is read, Ctrl-C is an event of the reader, not a signal.
  input.once('SIGINT', () => {
    input.close();
    onInterrupt?.();
  });
  const ended = new Promise<string>((resolve) => {
    input.once('close', () => {
      // The cursor is still on the question's line.
      process.stderr.write('\n');
      resolve('');
    });
  });
  const answer = (await Promise.race([input.question(clean(question)), ended])).trim();
  input.removeAllListeners('close').close();
  return answer;
}

/**
 * How AWS asks for the code of an MFA device; `onCode` is called when a person is asked. Only then it is found out
 * whether somebody can answer, because that takes as long as a call.
 */
export function askingForCode(onCode: () => void = () => undefined): {
  readonly askMfaCode: (device: string) => Promise<string | undefined>;
} {
  return {
    async askMfaCode(device) {
      if (!isInteractive()) return undefined;
      onCode();
      return ask(`Code of the MFA device ${device}: `);
    },
  };
}

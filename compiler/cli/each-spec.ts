import type { Call } from './command.ts';
import { expandSpecs } from './files/expand-specs.ts';
import { UsageError } from './usage-error.ts';

/**
 * Does the work with each spec that the operands mean. One that can't be read is reported, and does not keep the others
 * from it. Resolves to the worst exit code.
 */
export async function eachSpec(
  { command, operands, terminal }: Call,
  work: (spec: string) => number,
): Promise<number> {
  if (operands.length === 0) throw new UsageError(`name a spec: archc ${command} specs/todo.yaml`);
  const { specs, problems } = await expandSpecs(operands);
  const refuse = ({ message }: UsageError) => {
    terminal.err(`archc: ${message}\n`);
    return 2;
  };
  const attempt = (spec: string) => {
    try {
      return work(spec);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return refuse(error);
    }
  };
  return Math.max(0, ...problems.map(refuse), ...specs.map(attempt));
}

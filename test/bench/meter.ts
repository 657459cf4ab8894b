import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder } from '../../compiler/build/project-folder.ts';

export interface Command {
  readonly command: readonly string[];
  /** The project's own when it is left out. */
  readonly folder?: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The exit code of a command that does what it should. */
  readonly code?: number;
}

/** What a whole process took. */
export interface Sample {
  readonly milliseconds: number;
  /** Milliseconds of processor time, on all cores. */
  readonly processor: number;
  /** The most memory at one time. */
  readonly mebibytes: number;
}

export interface Meter {
  readonly run: (command: Command) => Promise<Sample>;
  readonly end: () => void;
}

/** Starts what runs commands one after the other and measures each. */
export function startMeter(scratch: string): Meter {
  const program = join(projectFolder, 'test/bench/measure.py');
  const python = spawn('python3', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface(python.stdout);
  const errors = join(scratch, 'errors.txt');
  return {
    async run({ command, folder = projectFolder, environment, code = 0 }) {
      const answer = once(answers, 'line') as Promise<[string]>;
      python.stdin.write(`${JSON.stringify({ command, folder, environment, errors })}\n`);
      const [line] = await answer;
      const sample = JSON.parse(line) as Sample & { readonly code: number };
      if (sample.code !== code) {
        throw new Error(`${command.join(' ')} ended with ${sample.code}: ${readFileSync(errors, 'utf8')}`);
      }
      return sample;
    },
    end() {
      python.stdin.end();
    },
  };
}

/**
 * Samples of commands that take turns, so that a busy moment hits all of them. Every other round goes the other way: what
 * runs after a certain one, or first, is not always the same.
 */
export async function takeTurns(
  meter: Meter,
  rounds: number,
  commands: readonly Command[],
): Promise<readonly (readonly Sample[])[]> {
  const samples = commands.map((): Sample[] => []);
  const order = commands.map((_, index) => index);
  for (let round = 0; round < rounds; round += 1) {
    for (const index of round % 2 === 0 ? order : [...order].reverse()) {
      const command = commands[index];
      if (command) samples[index]?.push(await meter.run(command));
    }
  }
  return samples;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}

/** The median of the ratios of each round: what slows a whole round down is in both of its figures. */
export function medianRatio(values: readonly number[], floors: readonly number[]): number {
  return median(values.map((value, round) => value / (floors[round] ?? NaN)));
}

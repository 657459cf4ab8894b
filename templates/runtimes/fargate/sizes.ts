import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import type { CheckContext } from '../../../compiler/modules/module.ts';

const service = ['backend', 'service'];

interface Sizes {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Megabytes by CPU units: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const memorySizes: Readonly<Record<number, Sizes>> = {
  512: { from: 1024, to: 4096, step: 1024 },
  1024: { from: 2048, to: 8192, step: 1024 },
  2048: { from: 4096, to: 16384, step: 1024 },
  4096: { from: 8192, to: 30720, step: 1024 },
  8192: { from: 16384, to: 61440, step: 4096 },
  16384: { from: 32768, to: 122880, step: 8192 },
};
const smallest = [512, 1024, 2048];

/** Fargate must offer tasks of that size. */
export function sizeFindings(
  { cpu, memory }: { readonly cpu: number; readonly memory: number },
  { written }: CheckContext,
): Finding[] {
  const sizes = memorySizes[cpu];
  const isPossible = sizes
    ? memory >= sizes.from && memory <= sizes.to && memory % sizes.step === 0
    : smallest.includes(memory);
  if (isPossible) return [];
  const possible = sizes
    ? `a value from ${sizes.from} to ${sizes.to} in steps of ${sizes.step}`
    : `one of ${smallest.join(', ')}`;
  return [
    {
      code: 'size-combination',
      path: written([...service, 'memory'], [...service, 'cpu']),
      message: `${memory} MB of memory is not possible with ${cpu} CPU units`,
      hint: `With cpu ${cpu}, set memory to ${possible}`,
    },
  ];
}

import type { AwsCall } from '../../../compiler/modules/operations.ts';

/** Each call of an operation gets the next of its answers; an answer that is an error is thrown. */
export function answering(answers: Readonly<Record<string, readonly unknown[]>>): AwsCall {
  const left = new Map(Object.entries(answers).map(([operation, all]) => [operation, [...all]]));
  return (_service, operation) => {
    const answer = left.get(operation)?.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
}

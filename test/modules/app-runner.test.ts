import { expect } from 'chai';
import { messagesOf } from '../support/compile/messages-of.ts';

describe('App Runner', () => {
  const memory: Readonly<Record<number, readonly number[]>> = {
    256: [512, 1024],
    512: [1024],
    1024: [2048, 3072, 4096],
    2048: [4096, 6144],
    4096: [8192, 10240, 12288],
  };
  const sizes = [...new Set(Object.values(memory).flat())];
  for (const [cpu, possible] of Object.entries(memory)) {
    it(`has ${possible.join(', ')} MB of memory for ${cpu} CPU units, and no other`, () => {
      const accepted = sizes.filter(
        (size) => messagesOf({ service: { cpu: Number(cpu), memory: size } }).length === 0,
      );
      expect(accepted).to.have.members(possible);
    });
  }
});

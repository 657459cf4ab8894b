import type { Module } from '../../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../../compiler/spec/path.ts';

const setting: SpecPath = ['options', 'requestLimit', 'perMinute'];

/** The project's own types know nothing of it: it is no part of the registry. */
interface WithLimit {
  readonly requestLimit: { readonly perMinute: number };
}

/** An option with all that an option can have. */
export const requestLimit: Module = {
  name: 'requestLimit',

  fragments: () => ['backend/limit'],

  derive: ({ options }) => ({
    'options.requestLimit.perFiveMinutes': {
      value: (options as unknown as WithLimit).requestLimit.perMinute * 5,
      from: setting,
    },
  }),

  checks: [
    {
      reads: [setting],
      find: ({ options }, { runtime }) => {
        const { perMinute } = (options as unknown as WithLimit).requestLimit;
        if (perMinute % 2 === 0) return [];
        const message = `${runtime.name} takes no limit of ${perMinute}`;
        return [{ code: 'out-of-range', path: setting, message, hint: 'Write an even number' }];
      },
    },
  ],
};

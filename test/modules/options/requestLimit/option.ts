import type { ResolvedSpec } from '../../../../build/generated/resolved-spec.ts';
import { checkOf } from '../../../../compiler/modules/check.ts';
import type { Module } from '../../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../../compiler/spec/path.ts';

const setting: SpecPath = ['options', 'requestLimit', 'perMinute'];

/** The project's own types know nothing of it: it is no part of the registry. */
interface Spec extends ResolvedSpec {
  readonly options: ResolvedSpec['options'] & { readonly requestLimit: { readonly perMinute: number } };
}

const check = checkOf<Spec>();

/** An option with all that an option can have. */
export const requestLimit: Module<Spec> = {
  name: 'requestLimit',

  fragments: () => ['backend/limit'],

  derive: ({ options }) => ({
    'options.requestLimit.perFiveMinutes': { value: options.requestLimit.perMinute * 5, from: setting },
  }),

  checks: [
    check(
      { perMinute: 'options.requestLimit.perMinute', runtime: 'backend.service.runtime' },
      ({ perMinute, runtime }) => {
        if (perMinute % 2 === 0) return [];
        const message = `${runtime} takes no limit of ${perMinute}`;
        return [{ code: 'out-of-range', path: setting, message, hint: 'Write an even number' }];
      },
    ),
  ],
};

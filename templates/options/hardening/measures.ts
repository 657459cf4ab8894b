import { check } from '../../../compiler/modules/check.ts';
import type { Check, Measure } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const settings: SpecPath = ['options', 'hardening'];

/** The value of each setting that asks for nothing. */
const without: Readonly<Record<Measure, unknown>> = {
  accessLog: false,
  loadBalancerProtection: false,
  containerInsights: 'off',
  readOnlyRoot: false,
  containerUser: 'image',
};

/** A measure that a runtime lacks is left out; one that the spec itself asks for is refused. */
export const measureChecks: readonly Check[] = [
  check(
    { hardening: 'options.hardening', service: 'backend.service' },
    ({ hardening }, { runtime, isGiven }) =>
      Object.entries(without).flatMap(([measure, off]) => {
        const name = measure as Measure;
        const path = [...settings, name];
        const answer = runtime.measures[name];
        if (answer === true || hardening[name] === off || !isGiven(path)) return [];
        return [
          {
            code: 'conflicting-properties',
            path,
            at: 'key',
            message: `"${name}" is not possible on ${runtime.name}. ${answer}`,
            hint: `Remove "${name}"`,
          },
        ];
      }),
  ),
];

import { check } from '../../../compiler/modules/check.ts';
import { measurePath, measures } from '../../../compiler/modules/measures.ts';
import type { Measure } from '../../../compiler/modules/measures.ts';
import type { Check } from '../../../compiler/modules/module.ts';

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
      measures.flatMap((name) => {
        const path = measurePath(name);
        const answer = runtime.measures[name];
        if (answer === true || hardening[name] === without[name] || !isGiven(path)) return [];
        return [
          {
            code: 'conflicting-properties',
            path,
            at: 'key',
            message: `${runtime.name} has no "${name}": ${answer}`,
            hint: `Remove "${name}"`,
          },
        ];
      }),
  ),
  check(
    { hardening: 'options.hardening', sharedStack: 'sharedStack' },
    ({ hardening, sharedStack }, { isGiven }) =>
      ofSharedStack
        .filter(([name, off]) => hardening[name] !== off && isGiven(measurePath(name)))
        .map(([name]) => ({
          code: 'needs-other-setting',
          path: measurePath(name),
          at: 'key',
          message: `"${name}" is about the shared stack, and this spec uses stack "${sharedStack}"`,
          hint: 'Remove it here, and write it into the spec that describes that stack',
          related: { path: ['sharedStack'], message: '"sharedStack" is here' },
        })),
  ),
];

/** With the value that asks for nothing. A backend could not have them on another spec's stack. */
const ofSharedStack = [
  ['flowLog', 'off'],
  ['closedDefaultGroup', false],
  ['iamAuthentication', false],
] as const;

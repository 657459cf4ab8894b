import { checkOf } from '../../../compiler/modules/check.ts';
import { measurePath } from '../../../compiler/modules/measures.ts';
import type { Check, CheckContext, SpecWith } from '../../../compiler/modules/module.ts';
import { withoutEffect } from '../../../compiler/modules/without-effect.ts';

type Setting = keyof NonNullable<SpecWith<'hardening'>['options']['hardening']>;

interface Dependence {
  readonly setting: Setting;
  readonly on: Setting;
  /** The value with which the setting does nothing. */
  readonly off: string | boolean;
  /** A value with which it acts. */
  readonly acting: string | boolean;
}

const dependences: readonly Dependence[] = [
  { setting: 'rotationDays', on: 'rotation', off: 'off', acting: 'userSecret' },
  { setting: 'writablePaths', on: 'readOnlyRoot', off: false, acting: true },
  { setting: 'writableMiB', on: 'readOnlyRoot', off: false, acting: true },
  { setting: 'outboundPorts', on: 'limitOutbound', off: false, acting: true },
];

export const effectChecks: readonly Check[] = [
  checkOf<SpecWith<'hardening'>>()(
    { hardening: 'options.hardening', runtime: 'backend.service.runtime' },
    ({ hardening }, { runtime, isGiven }) => [
      ...dependences
        .filter(({ setting, on, off }) => hardening[on] === off && isGiven(measurePath(setting)))
        .map(({ setting, on, off, acting }) => {
          const path = measurePath(on);
          const change = { path, value: acting, words: `write "${on}: ${acting}"` };
          return withoutEffect(measurePath(setting), `"${on}" is ${off}`, { others: [change], cause: path });
        }),
      ...(runtime.measures.readOnlyRoot === true ? [] : writableFindings(runtime.name, isGiven)),
    ],
  ),
];

/** On a runtime where the container can write everywhere. */
function writableFindings(runtime: string, isGiven: CheckContext['isGiven']) {
  return (['writablePaths', 'writableMiB'] as const)
    .map(measurePath)
    .filter((path) => isGiven(path) && !isGiven(measurePath('readOnlyRoot')))
    .map((path) => withoutEffect(path, `on ${runtime} a container can write everywhere`));
}

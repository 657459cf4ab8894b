import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkOf } from '../../../compiler/modules/check.ts';
import { eitherOf, toInternet } from '../../../compiler/modules/edits.ts';
import type { Check, SpecWith } from '../../../compiler/modules/module.ts';
import { repeatedItems } from '../../../compiler/modules/repeated-items.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { groups } from './groups.ts';
import type { GroupKey } from './groups.ts';
import { optionPath } from './rules.ts';

const check = checkOf<SpecWith<'managedRules'>>();
const groupsPath: SpecPath = [...optionPath, 'groups'];

/** They know clients by the address that the connection comes from. */
const byAddress: readonly GroupKey[] = ['ipReputation', 'anonymousIps'];

export const checks: readonly Check[] = [
  check({ chosen: 'options.managedRules.groups' }, ({ chosen }) =>
    groups.every(({ key }) => chosen[key] === 'off') ? [nothingOn] : [],
  ),
  check({ chosen: 'options.managedRules.groups' }, ({ chosen }, { isGiven }) =>
    groups
      .filter(({ key }) => chosen[key] === 'off')
      .flatMap(({ key }) => [
        ...['countedRules', 'versions'].map((setting) => ({ key, path: [...optionPath, setting, key] })),
        ...(key === 'botControl' ? [{ key, path: [...optionPath, 'botControlLevel'] }] : []),
      ])
      .filter(({ path }) => isGiven(path))
      .map(({ key, path }) => withoutEffect(key, path)),
  ),
  check({ counted: 'options.managedRules.countedRules' }, ({ counted }) =>
    groups.flatMap(({ key }) =>
      repeatedItems(counted[key] ?? [], [...optionPath, 'countedRules', key], 'rule'),
    ),
  ),
  check(
    { chosen: 'options.managedRules.groups', service: 'backend.service' },
    ({ chosen, service }, { runtime }) =>
      runtime.hidesSourceAddresses(service)
        ? byAddress.filter((key) => chosen[key] !== 'off').map((key) => blind(key, runtime.name))
        : [],
  ),
];

const nothingOn: Finding = {
  code: 'missing-property',
  path: groupsPath,
  at: 'key',
  message: 'Every group of rules is off',
  hint: 'Write "common: block" under options.managedRules.groups, or remove the option managedRules',
};

function withoutEffect(key: GroupKey, path: SpecPath): Finding {
  return {
    code: 'conflicting-properties',
    path,
    at: 'key',
    message: `"${path.slice(optionPath.length).join('.')}" has no effect, because the group "${key}" is off`,
    ...eitherOf('', [
      {
        path: [...groupsPath, key],
        value: 'block',
        words: `Write "${key}: block" under ${groupsPath.join('.')}`,
      },
      { path, value: undefined, words: 'remove it' },
    ]),
    related: { path: groupsPath, message: '"groups" is here' },
  };
}

function blind(key: GroupKey, runtime: string): Finding {
  return {
    code: 'conflicting-properties',
    path: [...groupsPath, key],
    message: `The group "${key}" cannot judge by the addresses of clients: an internal service on ${runtime} hides them`,
    ...eitherOf('', [
      {
        path: [...groupsPath, key],
        value: 'off',
        words: `Write "${key}: off" under ${groupsPath.join('.')}`,
      },
      { ...toInternet, words: `write ${toInternet.words}` },
    ]),
  };
}

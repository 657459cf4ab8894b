import { isMapping } from '../../../compiler/spec/path.ts';
import { groups } from '../../../templates/options/managedRules/groups.ts';
import type { Draft } from './draft.ts';

const managed = 'options.managedRules';
const limits = 'options.rateLimit.limits';

/** Steps that make the firewall's checks content. */
export const firewallSteps: readonly ((draft: Draft) => void)[] = [
  function someGroupIsOn(draft) {
    if (draft.given(managed) === undefined) return;
    if (groups.every(({ key }) => draft.text(`${managed}.groups.${key}`) === 'off'))
      draft.set(`${managed}.groups.common`, 'block');
  },

  function settingsAreOfGroupsThatAreOn(draft) {
    for (const { key } of groups) {
      if (draft.text(`${managed}.groups.${key}`) !== 'off') continue;
      draft.remove(`${managed}.countedRules.${key}`);
      draft.remove(`${managed}.versions.${key}`);
      if (key === 'botControl') draft.remove(`${managed}.botControlLevel`);
    }
  },

  function rulesAreNamedOnce(draft) {
    for (const { key } of groups) {
      const path = `${managed}.countedRules.${key}`;
      if (draft.given(path) !== undefined) draft.set(path, [...new Set(draft.texts(path))]);
    }
  },

  function pathsAreNamedOnce(draft) {
    const given = draft.given(limits);
    if (!Array.isArray(given)) return;
    const repaired = given.map((limit: unknown) =>
      isMapping(limit) && Array.isArray(limit['paths'])
        ? { ...limit, paths: [...new Set(limit['paths'])] }
        : limit,
    );
    draft.set(limits, repaired);
  },

  function rulesHaveRoom(draft) {
    const path = 'backend.firewall.maxCapacity';
    if (draft.given(path) !== undefined) draft.set(path, 5000);
  },
];

import type { Module, SpecWith } from '../../../compiler/modules/module.ts';
import { byCodeUnit } from '../../../compiler/spec/code-unit-order.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import { examplesFor } from './examples.ts';
import { listedStatement } from './listed.ts';
import { rangeChecks, rangesOf, rangesPath } from './ranges.ts';
import { rights } from './rights.ts';
import { setChecks } from './sets.ts';
import { sourceChecks } from './sources.ts';

/** Blocks every request but those from the listed ranges and IP sets. */
export const ipRestriction: Module<SpecWith<'ipRestriction'>> = {
  name: 'ipRestriction',
  rights,

  fragments({ options }) {
    const families = rangesOf(options.ipRestriction.allowedSourceIps ?? []).map(({ family }) => family);
    return [
      'backend/block',
      ...(families.includes('ipv4') ? ['backend/ipv4'] : []),
      ...(families.includes('ipv6') ? ['backend/ipv6'] : []),
    ];
  },

  derive({ options }) {
    const { allowedSourceIps = [] } = options.ipRestriction;
    const ranges = [...rangesOf(allowedSourceIps)].sort((one, other) => byCodeUnit(one.text, other.text));
    const only = (wanted: 'ipv4' | 'ipv6'): Derived => ({
      value: ranges.flatMap(({ family, text, index }) =>
        family === wanted ? [{ value: text, from: [...rangesPath, index] }] : [],
      ),
      from: rangesPath,
    });
    return {
      'options.ipRestriction.ipv4': only('ipv4'),
      'options.ipRestriction.ipv6': only('ipv6'),
      'options.ipRestriction.listed': listedStatement(options.ipRestriction),
    };
  },

  examples: examplesFor,

  checks: [...rangeChecks, ...setChecks, ...sourceChecks],
};

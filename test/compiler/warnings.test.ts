import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileAll } from '../../compiler/compile.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import type { Artifact, Compiled } from '../../compiler/phases/results.ts';
import type { Diagnostic, Outcome } from '../../compiler/diagnostics/diagnostic.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';
import { parse } from '../../compiler/phases/parse.ts';
import { inFlow } from '../../compiler/spec/flow.ts';
import { isMapping } from '../../compiler/spec/path.ts';
import { pathOf } from '../../compiler/template/bind.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { casesIn } from '../support/compile/snapshot.ts';

type Accepted = string | boolean | number | readonly string[];

/** The setting with which a spec accepts what a warning says. Its hint proposes it: `"access: public"`. */
const acceptedBy: Readonly<Record<string, { readonly setting: string; readonly value: Accepted }>> = {
  'little-protection': { setting: 'shared.database.deletionProtection', value: false },
  'open-database': { setting: 'shared.database.access', value: 'public' },
  'placeholder-in-value': { setting: 'backend.plainValues', value: ['IMAGE_TAG'] },
  'secret-in-plain-text': { setting: 'backend.plainValues', value: ['JWT_SECRET'] },
  'plain-http': { setting: 'backend.service.plainHttp', value: true },
  'web-acl-costs-more': { setting: 'backend.firewall.maxCapacity', value: 2000 },
};

/** Warnings about something that is written already, so that no setting accepts them, and why each stays. */
const exceptions: Readonly<Record<string, string>> = {
  'same-stack': 'in one account it is never right, and two accounts are written down in the spec',
  'same-preview-domain': 'it is right until two previews have one name, and written another way it always is',
  'same-database': 'whether two environments may share data is no property of either',
  'shared-stack-later': 'the order of the environments says what is deployed first: it must change',
  'almost-own-shared-stack': 'whether a stack of that name exists is for AWS to say',
  'nothing-to-take-back': 'the line does nothing: it must name what it means, or go',
  'needlessly-open-database': 'it is right for a while only, and easily forgotten (ADR 12)',
  'unknown-engine-version': "whether the version exists is AWS's to say",
  'withdrawn-engine-version': 'a cluster that has the version should get a newer one',
  'without-effect': 'the setting does nothing: it must act, or go',
  'unreachable-range': 'the range does nothing: it must match, or go',
};

const warnings = Object.entries(catalogue).flatMap(([code, { severity }]) =>
  severity === 'warning' ? [code] : [],
);

interface Case {
  readonly file: string;
  readonly data: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** Specs about which there is a warning. */
const cases = ['test/errors', 'test/golden'].flatMap((folder) =>
  casesIn(folder).flatMap((name): Case[] => {
    const file = `${folder}/${name}/spec.yaml`;
    const source = { name: file, bytes: readFileSync(file) };
    const parsed = parse(source);
    const { diagnostics } = compileAll(source, toolkit);
    const warns = diagnostics.some(({ severity }) => severity === 'warning');
    return parsed.ok && warns ? [{ file, data: parsed.value.data, diagnostics }] : [];
  }),
);

function compileData(spec: unknown): Outcome<readonly Compiled[]> {
  return compileAll({ name: 'spec', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
}

function codesOf({ diagnostics }: Outcome<readonly Compiled[]>): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

function artifactsOf(outcome: Outcome<readonly Compiled[]>): readonly Artifact[] {
  return outcome.ok ? outcome.value.flatMap(({ artifacts }) => artifacts) : [];
}

function write(spec: unknown, [step, ...rest]: SpecPath, value: unknown): unknown {
  if (step === undefined) return value;
  const mapping = isMapping(spec) ? spec : {};
  return { ...mapping, [step]: write(mapping[step], rest, value) };
}

describe('a warning', () => {
  it('can be accepted by a setting, or there is a reason why not', () => {
    const known = [...Object.keys(acceptedBy), ...Object.keys(exceptions)];
    const toAdd =
      'add to acceptedBy the setting that its hint proposes, or to exceptions why there is none (ADR 12)';
    const missing = warnings.filter((code) => !known.includes(code)).map((code) => `${code}: ${toAdd}`);
    const superfluous = known
      .filter((code, index) => !warnings.includes(code) || known.indexOf(code) !== index)
      .map((code) => `${code}: remove it, for it is no warning or has two entries`);
    expect([...missing, ...superfluous]).to.deep.equal([]);
  });

  it('of every kind is tried here', () => {
    const tried = cases.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code as string));
    expect(warnings.filter((code) => !tried.includes(code))).to.deep.equal([]);
  });

  // What is right for one environment can be a warning in another one.
  const single = cases.filter(({ data }) => !isMapping(data) || !Object.hasOwn(data, 'environments'));
  for (const { file, data, diagnostics } of single) {
    const acceptable = diagnostics.flatMap(({ code, hint = '' }) => {
      const accepted = acceptedBy[code];
      return accepted ? [{ code, hint, ...accepted }] : [];
    });
    const before = compileData(data);

    for (const { code, hint, setting, value } of acceptable) {
      it(`${code} is accepted by ${setting}: ${String(value)}, as its hint says: ${file}`, () => {
        expect(hint).to.include(`"${setting.replace(/.*\./, '')}: ${inFlow(value)}"`);
        const after = compileData(write(data, pathOf(setting), value));
        expect(codesOf(after)).to.deep.equal(codesOf(before).filter((each) => each !== code));
      });
    }

    if (acceptable.length === 0) continue;
    it(`that is accepted changes no file, and only exceptions are left: ${file}`, () => {
      const settled = acceptable.reduce(
        (spec, { setting, value }) => write(spec, pathOf(setting), value),
        data,
      );
      const after = compileData(settled);
      const left = codesOf(after).filter((code) => warnings.includes(code) && !(code in exceptions));
      expect(left).to.deep.equal([]);
      const texts = new Map(artifactsOf(before).map(({ name, text }) => [name, text]));
      const changed = artifactsOf(after).filter(({ name, text }) => texts.get(name) !== text);
      expect(changed.map(({ name }) => name)).to.deep.equal([]);
    });
  }
});

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { findMovedPassword } from '../../../compiler/deploy/plan/master-password.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { plansOf } from './plans-of.ts';

const managed = readFileSync('test/golden/fargate-hardening/spec.yaml', 'utf8');
const own = managed.replace('hardening: {}', 'hardening: { rotation: userSecret }');
const without = managed.replace(/options:\n {2}hardening: .*\n/, '');

describe("the master user's password of a deployed cluster", () => {
  function moved(before: string, after: string): readonly string[] {
    const { plans, resolved } = plansOf(before, after);
    return findMovedPassword(plans, { resolved, templates: [], toolkit }).map(
      ({ path, message, hint = '' }) => `${path.join('.')}: ${message} / ${hint}`,
    );
  }

  it('stays where it is, whatever else changes', () => {
    for (const spec of [managed, own, without]) {
      expect(moved(spec, spec)).to.deep.equal([]);
      expect(moved(spec, spec.replace('nat: perZone', 'nat: one'))).to.deep.equal([]);
    }
    expect(moved(own, without)).to.deep.equal([]);
    expect(moved(without, own)).to.deep.equal([]);
  });

  it('is not given to RDS later', () => {
    for (const before of [own, without]) {
      expect(moved(before, managed)).to.deep.equal([
        'options.hardening: RDS would keep the master user\'s password of stack "ledger-shared" in another secret than the one that backends import / Write "rotation: userSecret" under options.hardening. Only a new shared stack can have the other (docs/rotation.md)',
      ]);
    }
  });

  it('is not taken from RDS', () => {
    const hint =
      'Write "rotation: all" under options.hardening. Only a new shared stack can have the other (docs/rotation.md)';
    const message =
      'RDS keeps the master user\'s password of stack "ledger-shared" in the secret that backends import, and would give it up';
    expect(moved(managed, own)).to.deep.equal([`options.hardening.rotation: ${message} / ${hint}`]);
    expect(moved(managed, without)).to.deep.equal([`shared: ${message} / ${hint}`]);
  });
});

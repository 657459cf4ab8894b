import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileText } from '../diff/diff-of.ts';
import { entryOf, resourceIn } from '../../compiler/template/node.ts';
import { toPlain } from '../../compiler/template/plain.ts';

const goldens = ['hardening', 'fargate-hardening'] as const;

/** A resource of a golden spec with another `rotation`, as plain data. */
function resourceOf(golden: (typeof goldens)[number], rotation: string, stack: string, id: string): unknown {
  const text = readFileSync(`test/golden/${golden}/spec.yaml`, 'utf8');
  const { templates } = compileText(text.replace('hardening: {}', `hardening: { rotation: "${rotation}" }`));
  const root = templates.find((template) => template.stack === stack)?.root;
  const found = root?.kind === 'map' ? resourceIn(root, id) : undefined;
  return found && toPlain(entryOf(found, 'Properties') ?? found);
}

describe('the rotation of passwords', () => {
  for (const golden of goldens) {
    it(`is chosen for the user, and for the master user, by a setting: ${golden}`, () => {
      for (const [rotation, user, master] of [
        ['off', false, false],
        ['userSecret', true, false],
        ['all', true, true],
      ] as const) {
        const find = (stack: string, id: string) => resourceOf(golden, rotation, stack, id);
        expect(find('backend', 'UserSecretRotation') !== undefined, rotation).to.equal(user);
        expect(find('backend', 'RestartContainers') !== undefined, rotation).to.equal(user);
        expect(find('shared', 'DatabaseMasterSecret') === undefined, rotation).to.equal(master);
        const cluster = find('shared', 'DatabaseCluster') as Readonly<Record<string, unknown>>;
        expect('ManageMasterUserPassword' in cluster, rotation).to.equal(master);
        expect('MasterUserPassword' in cluster, rotation).to.equal(!master);
      }
    });

    it(`begins with the schedule, and only the user's secret may call it: ${golden}`, () => {
      expect(resourceOf(golden, 'userSecret', 'backend', 'UserSecretRotation')).to.deep.include({
        RotateImmediatelyOnUpdate: false,
        RotationRules: { AutomaticallyAfterDays: 30 },
      });
      expect(resourceOf(golden, 'userSecret', 'backend', 'RotationPermission')).to.deep.include({
        Principal: 'secretsmanager.amazonaws.com',
        SourceArn: { Ref: 'DatabaseUserSecret' },
      });
    });
  }
});

import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { refuseDataLoss } from '../../compiler/deploy/plan/guard.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { plansOf } from '../deploy/plan/plans-of.ts';

type Settings = Readonly<Record<string, unknown>>;

const service = { runtime: 'fargate', port: 8080, plainHttp: true };
const database = { name: 'todo', user: 'todo_app' };
const zones = { availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c'] };
const kept = { ...zones, database: { deletionProtection: false } };

function textOf(backend: Settings, stack: Settings): string {
  return JSON.stringify({ archc: 1, name: 'todo', region: 'ap-northeast-1', backend, ...stack });
}

function compiled(backend: Settings, stack: Settings = { shared: kept }): Compiled {
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(textOf(backend, stack)) }, toolkit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join());
  expect(outcome.diagnostics.map(({ code }) => code)).to.deep.equal([]);
  return outcome.value;
}

function backendOf({ templates, artifacts }: Compiled) {
  const root = templates.find(({ stack }) => stack === 'backend')?.root;
  const text = artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? '';
  const types = root ? resourcesOf(root).map(({ value }) => typeOf(value)) : [];
  return { types, text };
}

describe('a service without a database', () => {
  for (const runtime of ['fargate', 'appRunner']) {
    const own = { ...service, runtime, ...(runtime === 'appRunner' && { plainHttp: undefined }) };

    it(`has nothing of one in its template, on ${runtime}`, () => {
      const { types, text } = backendOf(compiled({ service: own }));
      for (const type of ['Custom::MySqlDatabase', 'AWS::Lambda::Function', 'AWS::SecretsManager::Secret'])
        expect(types).to.not.include(type);
      expect(text).to.not.match(/[Dd]atabase|DB_|MySQL|Cluster(Arn|Endpoint)|secretsmanager/);
    });

    it(`reads its own secrets alone, on ${runtime}`, () => {
      const { text } = backendOf(compiled({ service: { ...own, secrets: { SMTP: 'secret:shop/smtp' } } }));
      const [, policy = ''] = text.split('PolicyName: ReadSecrets');
      expect(policy.split('Resource:\n')[1]).to.match(/^ +- !Sub "arn:.*:secret:shop\/smtp-\?{6}"\n\n/);
    });

    it(`leaves the database of the shared stack closed, and nothing to warn of, on ${runtime}`, () => {
      const open = { shared: { ...kept, database: { ...kept.database, access: 'public' } } };
      const usual = compiled({ service: own }).resolved.spec.shared?.database;
      expect(usual?.access).to.equal('vpc');
      if (runtime === 'appRunner')
        expect(compiled({ service: own }, open).resolved.spec.shared?.database?.access).to.equal('public');
    });
  }

  it('gets its role without policies, where it may do nothing', () => {
    const { text } = backendOf(compiled({ service: { runtime: 'appRunner', port: 8080 } }));
    expect(text).to.include('tasks.apprunner.amazonaws.com').and.include('      Policies: []\n');
  });

  it('that has had one loses its password, which the plan refuses; its data stays', () => {
    const { plans } = plansOf(
      textOf({ service, database }, { shared: kept }),
      textOf({ service }, { shared: kept }),
    );
    const changes = plans.flatMap((plan) => plan.changes);
    const gone = changes.filter(({ action }) => action === 'delete').map(({ logicalId }) => logicalId);
    expect(gone).to.include.members([
      'Database',
      'DatabaseIngress',
      'DatabaseFunction',
      'DatabaseUserSecret',
    ]);
    const refused = refuseDataLoss(plans, []).map(({ change }) => change.logicalId);
    expect(refused).to.deep.equal(['DatabaseUserSecret']);
  });
});

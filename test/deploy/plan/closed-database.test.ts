import { expect } from 'chai';
import type { Aws } from '../../../compiler/aws/aws.ts';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { findClosedDatabase } from '../../../compiler/deploy/plan/closed-database.ts';
import { planCreate } from '../../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';

const templateOf = (golden: string) =>
  compileGolden(golden).artifacts.find(({ name }) => name === 'shared.yaml')?.text ?? '';
const closed = templateOf('app-runner-closed');
const open = templateOf('minimal');

/** What is found about a backend on App Runner whose shared stack is deployed already. */
async function find(readTemplate: () => Promise<string>, settings = '') {
  const compiled = compileGolden('shared-stack', (spec) =>
    settings === '' ? spec : spec.replace('port: 8080', `port: 8080, ${settings}`),
  );
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const plans = wantStacks(compiled, toolkit).map((wanted) => planCreate(wanted, context));
  const aws: Partial<Aws> = { readTemplate };
  const notes: string[] = [];
  const look = { aws: aws as Aws, context, note: (line: string) => void notes.push(line) };
  return { findings: await findClosedDatabase(plans, look), notes };
}

describe('the database of a shared stack that is deployed already', () => {
  it('is not for a service that connects from outside, when it is closed', async () => {
    const { findings } = await find(() => Promise.resolve(closed));
    const [finding, ...others] = findings;
    expect(others).to.deep.equal([]);
    expect(finding).to.include({ code: 'unreachable-database' });
    expect(finding?.path).to.deep.equal(['backend', 'service', 'egress']);
    expect(finding?.message).to.match(/^The database of shared stack "platform-shared" admits only/);
    expect(finding?.hint).to.match(/^Write "egress: vpc" under backend\.service, or "access: public" under/);
  });

  for (const [title, template, settings] of [
    ['is for a service that connects from inside', closed, 'egress: vpc'],
    ['is for each service when it is open', open, ''],
  ] as const) {
    it(title, async () => {
      const { findings } = await find(() => Promise.resolve(template), settings);
      expect(findings).to.deep.equal([]);
    });
  }

  it('is noted when it may not be seen', async () => {
    const { findings, notes } = await find(() =>
      Promise.reject(new AwsFailure('denied', 'AccessDenied', 'no right')),
    );
    expect(findings).to.deep.equal([]);
    expect(notes).to.deep.equal([
      'archc is not allowed to see whether the database of stack "platform-shared" admits the service',
    ]);
  });
});

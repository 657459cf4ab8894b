import { expect } from 'chai';
import { AwsError } from '../support/fake-aws/aws-endpoint.ts';
import type { AwsEndpoint } from '../support/fake-aws/aws-endpoint.ts';
import { stackId, startCustomResource } from '../support/lambda/custom-resource.ts';
import type { Invocation } from '../support/lambda/lambda.ts';
import { until } from '../support/until.ts';
import { first, properties, steps, useRotation } from './use-rotation.ts';
import type { RotationTest, Step } from './use-rotation.ts';
import { useMysql } from './use-mysql.ts';

const second = '22222222-second-version';
const third = '33333333-third-version';

async function expectPasswords(test: RotationTest, wanted: Readonly<Record<string, boolean>>): Promise<void> {
  const found = Object.keys(wanted).map(async (version) => [version, await test.opens(version)] as const);
  expect(Object.fromEntries(await Promise.all(found))).to.deep.equal(wanted);
}

function expectFailed({ ended, log }: Invocation, reason: RegExp): void {
  expect(ended, log).to.equal('rejected');
  expect(log).to.match(reason);
}

describe("a rotation of the user's password", () => {
  const server = useMysql();

  for (const runtime of ['fargate', 'appRunner'] as const) {
    describe(`on ${runtime}`, () => {
      const test = useRotation(runtime, server);

      it('replaces the password and the containers, and the former password stays', async () => {
        await test.run(second, ...steps);
        expect(test.secret.texts.get(second)).to.match(/^[\w]{32}$/);
        expect(test.secret.labels.get('AWSCURRENT')).to.equal(second);
        expect(test.service.restarts).to.equal(1);
        await expectPasswords(test, { [first]: true, [second]: true });
      });

      it('waits for a deployment, and for old containers before the next rotation', async () => {
        test.service.looks = 3;
        await test.run(second, ...steps);
        expect(test.service.restarts).to.equal(1);
        // These did not come up, and the old ones stayed.
        test.service.started = Date.now() / 1000 - 100;
        await test.run(third, 'createSecret', 'setSecret');
        expect(test.service.restarts).to.equal(2);
        await test.run(third, 'testSecret', 'finishSecret');
        expect(test.service.restarts).to.equal(3);
        await expectPasswords(test, { [first]: false, [second]: true, [third]: true });
      });
    });
  }

  describe('survives', () => {
    const test = useRotation('fargate', server);
    const strike = (at: RegExp, what: AwsError | 'hang' | 'disconnect', isLate = true) =>
      test.dataApi.faults.push({ what, at, isLate });
    const current = () => test.secret.labels.get('AWSCURRENT');

    it('every step twice', async () => {
      for (const step of steps) await test.run(second, step, step);
      await expectPasswords(test, { [first]: true, [second]: true });
      expect(test.service.restarts).to.equal(1);
    });

    it('all of its steps again, after each of them', async () => {
      for (const count of [1, 2, 3, 4]) await test.run(second, ...steps.slice(0, count));
      await expectPasswords(test, { [first]: true, [second]: true });
    });

    it('a step too early, which fails and changes nothing', async () => {
      for (const step of steps.slice(1)) {
        expectFailed(await test.step(step, second), /is not pending|does not have the password/);
      }
      await test.run(second, 'createSecret');
      for (const step of ['testSecret', 'finishSecret'] as const) {
        expectFailed(await test.step(step, second), /does not have the password of version 22222222/);
      }
      expect(current()).to.equal(first);
      await expectPasswords(test, { [first]: true, [second]: false });
      await test.run(second, ...steps);
      await expectPasswords(test, { [first]: true, [second]: true });
    });

    it('a statement that is carried out twice', async () => {
      await test.run(second, 'createSecret');
      strike(/RETAIN CURRENT PASSWORD/, 'disconnect');
      await test.run(second, 'setSecret');
      expect(test.dataApi.calls.filter((call) => call.includes('RETAIN'))).to.have.length.above(1);
      await expectPasswords(test, { [first]: true, [second]: true });
    });

    it('a statement that takes longer than the Data API waits', async () => {
      await test.run(second, 'createSecret');
      strike(/RETAIN CURRENT PASSWORD/, new AwsError('StatementTimeoutException', 'Statement timed out'));
      await test.run(second, 'setSecret', 'testSecret');
      await expectPasswords(test, { [first]: true, [second]: true });
    });

    it('a statement that fails', async () => {
      await test.run(second, 'createSecret');
      const password = test.secret.texts.get(second) ?? '';
      strike(/RETAIN/, new AwsError('DatabaseErrorException', `You have an error near '${password}'`), false);
      const failed = await test.step('setSecret', second);
      expectFailed(failed, /You have an error/);
      expect(failed.log).to.not.include(password);
      await expectPasswords(test, { [first]: true, [second]: false });
    });

    it('a process that ends in the middle of setSecret', () => endsIn('setSecret', test.dataApi, /RETAIN/));

    it('a process that ends in the middle of finishSecret', () =>
      endsIn('finishSecret', test.secretsManager, /UpdateSecretVersionStage/));

    async function endsIn(step: Step, api: AwsEndpoint, at: RegExp): Promise<void> {
      await test.run(second, ...steps.slice(0, steps.indexOf(step)));
      api.faults.push({ what: 'hang', at, isLate: true });
      const calls = api.calls.length;
      const sent = until('it is sent', () => api.calls.slice(calls).some((call) => at.test(call)));
      expect((await test.step(step, second, { killed: sent })).ended).to.equal('killed');
      await test.run(second, ...steps);
      expect(current()).to.equal(second);
      expect(test.service.restarts).to.equal(1);
      await expectPasswords(test, { [first]: true, [second]: true });
    }

    it('a change of the stack in the middle', async () => {
      for (const step of steps) {
        await test.run(second, step);
        const { Status, Reason, log } = await test.update();
        expect(Status, Reason).to.equal('SUCCESS');
        for (const text of test.secret.texts.values()) expect(log).to.not.include(text);
        await expectPasswords(test, { [first]: true, ...(step !== 'createSecret' && { [second]: true }) });
      }
    });

    it('a change of the stack that sets the former password', async () => {
      const short = await startCustomResource('database', 'Database', {
        AWS_ENDPOINT_URL_RDS_DATA: test.dataApi.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: test.secretsManager.url,
      });
      try {
        await test.run(second, 'createSecret', 'setSecret', 'testSecret');
        expect((await test.update(short)).Status).to.equal('SUCCESS');
        await expectPasswords(test, { [first]: true, [second]: false });
        expectFailed(await test.step('finishSecret', second), /does not have the password/);
        expect(current()).to.equal(first);
        await test.run(second, ...steps);
        await expectPasswords(test, { [first]: true, [second]: true });
        // The option is removed: the function that does not rotate takes over.
        for (const _ of [1, 2]) expect((await test.update(short)).Status).to.equal('SUCCESS');
        await expectPasswords(test, { [first]: true, [second]: true });
      } finally {
        await short.stop();
      }
    });

    it('a change of the stack that sets the former password after it was checked', async () => {
      await test.run(second, 'createSecret', 'setSecret', 'testSecret');
      test.secretsManager.faults.push({ what: 'hang', at: /UpdateSecretVersionStage/, isLate: true });
      const moved = until('the label has moved', () => current() === second);
      const password = test.secret.texts.get(first) ?? '';
      expect((await test.step('finishSecret', second, { killed: moved })).ended).to.equal('killed');
      await test.query(
        `ALTER USER 'todo_app'@'%' IDENTIFIED BY '${password}' ATTRIBUTE '{"archc": {"version": "${first}"}}'`,
      );
      await expectPasswords(test, { [first]: true, [second]: false });
      await test.run(second, 'finishSecret');
      await expectPasswords(test, { [first]: true, [second]: true });
    });

    it('a rotation before it that was given up', async () => {
      await test.run(second, 'createSecret', 'setSecret');
      test.secret.labels.delete('AWSPENDING');
      await test.run(third, ...steps);
      await expectPasswords(test, { [first]: true, [second]: false, [third]: true });
    });

    it('a password that was changed by hand', async () => {
      await test.query("ALTER USER 'todo_app'@'%' IDENTIFIED BY 'of-a-hand'");
      await test.run(second, ...steps);
      await expectPasswords(test, { [second]: true });
      await (await test.connect('of-a-hand')).end();
    });

    it('connections that stay open', async () => {
      const pooled = await test.connect('first-password');
      await test.run(second, ...steps);
      await test.run(third, ...steps);
      await expectPasswords(test, { [first]: false, [second]: true, [third]: true });
      await pooled.query('SELECT 1');
      await pooled.end();
    });

    it('the test of a new schedule', async () => {
      const copied = test.secret.texts.get(first) ?? '';
      test.secret.texts.set(second, copied);
      test.secret.labels.set('AWSPENDING', second);
      await test.run(second, 'testSecret');
    });

    it('another run that was faster to write the new password', async () => {
      const runs = await Promise.all([1, 2, 3].map(() => test.step('createSecret', second)));
      expect(runs.map(({ ended }) => ended)).to.deep.equal(['resolved', 'resolved', 'resolved']);
      await Promise.all([1, 2, 3].map(() => test.step('setSecret', second)));
      await test.run(second, 'testSecret', 'finishSecret');
      await expectPasswords(test, { [first]: true, [second]: true });
    });

    it('a deployment that does not end, and changes nothing', async () => {
      await test.run(second, 'createSecret', 'setSecret', 'testSecret');
      test.service.looks = 1000;
      expectFailed(
        await test.step('finishSecret', second, { timeout: 3000 }),
        /Not done in \d seconds\. a deployment of the service goes on/,
      );
      expect(current()).to.equal(first);
    });

    it('a user that is gone, or of another stack', async () => {
      await test.run(second, 'createSecret');
      await test.query(`ALTER USER 'todo_app'@'%' ATTRIBUTE '{"archc": {"stack": "${stackId}-2"}}'`);
      expectFailed(await test.step('setSecret', second), /MySQL user "todo_app" belongs to arn:aws:cloudf/);
      const id = 'todo-cluster/todo/todo_app';
      await test.query(`ALTER USER 'todo_app'@'%' ATTRIBUTE '{"archc": {"stack": "${stackId}"}}'`);
      const event = { RequestType: 'Delete', PhysicalResourceId: id, ResourceProperties: properties };
      expect((await test.resource.ask(event)).Status).to.equal('SUCCESS');
      for (const step of ['setSecret', 'testSecret', 'finishSecret'] as readonly Step[]) {
        expectFailed(await test.step(step, second), /was not made by a stack/);
      }
    });

    it('the secret of somebody else, and a step that nobody knows', async () => {
      const other = `${properties.UserSecretArn}-2`;
      expectFailed(await test.step('createSecret', second, {}, { SecretId: other }), /ResourceNotFound/);
      expectFailed(
        await test.step('createSecret', second, {}, { Step: 'dropSecret' }),
        /Unknown step dropSecret/,
      );
      expect(test.secretsManager.calls.filter((call) => call.includes('Put'))).to.deep.equal([]);
    });
  });
});

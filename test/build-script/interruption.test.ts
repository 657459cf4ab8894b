import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { renderScript } from '../support/containers/build-script.ts';
import { makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { until } from '../support/until.ts';

describe('The build script, interrupted', () => {
  let site: BuildSite;
  beforeEach(async () => {
    site = await makeBuildSite(await renderScript());
  });
  afterEach(() => site.remove());

  /** Sends the signal to the script and all that it started, as a terminal does, once the engine is in the step. */
  async function interrupt(
    step: 'build' | 'push',
    signal: NodeJS.Signals,
  ): Promise<[number | null, string, string]> {
    const env = { ...site.env, FAKE_ENGINE_SLEEPS: step };
    const child = spawn('bash', [site.script], { cwd: site.source, env, detached: true });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const ended = once(child, 'close') as Promise<[number | null]>;
    await until(`the engine is in its ${step}`, async () => {
      if (child.exitCode !== null) throw new Error('The script has ended');
      return (await site.engine.readCalls()).at(-1)?.args[0] === step;
    });
    process.kill(-(child.pid ?? 0), signal);
    const [[code], [stdout, stderr]] = await Promise.all([ended, output]);
    return [code, stdout, stderr];
  }

  for (const [step, signal, status, activity] of [
    ['build', 'SIGINT', 130, 'Building '],
    ['push', 'SIGTERM', 143, 'Pushing '],
    ['build', 'SIGTERM', 143, 'Building '],
    ['build', 'SIGHUP', 129, 'Building '],
  ] as const) {
    it(`by ${signal} in its ${step}, ends with ${status}, says where it was and leaves nothing behind`, async () => {
      const [code, stdout, stderr] = await interrupt(step, signal);
      expect([code, stdout]).to.deep.equal([status, '']);
      expect(stderr).to.contain(`build.sh: Interrupted: ${activity}`);
      expect(await site.listLeftovers()).to.deep.equal([]);
    });
  }
});

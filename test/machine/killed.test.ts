import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { changing, isChange, onDisk } from '../support/machine/disk.ts';
import type { Step } from '../support/machine/disk.ts';
import { isLeftover, makeProject } from '../support/machine/project.ts';
import type { Project, Tree } from '../support/machine/project.ts';
import { writers, spec } from '../support/machine/scenarios.ts';
import { runArchc } from '../support/terminal/run-archc.ts';

/** Runs the command, which is killed at the step of that number among those that change something. */
async function kill(project: Project, args: readonly string[], at: number): Promise<Tree> {
  project.reset();
  let number = 0;
  let isKilled = false;
  const disk = (step: Step) => {
    if (isChange(step)) isKilled ||= number++ === at;
    // Nothing that the command still does has an effect.
    return isKilled ? new Error('killed') : undefined;
  };
  await onDisk(disk, () => project.run(...args));
  return project.tree();
}

async function changesOf(project: Project, args: readonly string[]): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const record = (step: Step) => {
    steps.push(step);
    return undefined;
  };
  project.reset();
  const { code, stderr } = await onDisk(record, () => project.run(...args));
  expect(code, stderr).to.equal(0);
  return steps.filter(isChange);
}

describe('A command that is killed, before and in each of its changes', () => {
  for (const { title, args, open } of writers) {
    it(title, async () => {
      const project = await open();
      const before = project.tree();
      const steps = await changesOf(project, args);
      const done = project.tree();
      expect(steps).to.have.length.above(2);
      for (const [at, step] of steps.entries()) {
        const where = JSON.stringify(step);
        const left = await kill(project, args, at);
        for (const [path, text] of Object.entries(left)) {
          if (!isLeftover(path)) expect([before[path], done[path]], `${path} at ${where}`).to.include(text);
        }
        const lost = Object.keys(before).filter((path) => path in done && !(path in left));
        expect(lost, where).to.deep.equal([]);
        if (args[0] === 'compile') {
          const check = await project.run(...args, '--check');
          const isDone = Object.keys({ ...left, ...done }).every(
            (path) => isLeftover(path) || left[path] === done[path],
          );
          expect(check.code, where).to.equal(isDone ? 0 : 1);
        }
        const { code, stderr } = await project.run(...args);
        const isThere = args[0] === 'init' && stderr.includes('exists already');
        expect(code, `${where}: ${stderr}`).to.equal(isThere ? 2 : 0);
        const after = project.tree();
        expect(after, where).to.deep.equal(done);
      }
      project.remove();
    });
  }

  it('compile, killed by the system', async () => {
    const [, scenario] = writers;
    if (!scenario) throw new Error('there is no such scenario');
    const project = await scenario.open();
    const steps = await changesOf(project, scenario.args);
    const preload = join(project.folder, '../kill.cjs');
    for (const [at, step] of steps.entries()) {
      // A preloaded script is no place for the half of a call.
      if (step.isHalf) continue;
      const expected = await kill(project, scenario.args, at);
      project.reset();
      writeFileSync(preload, killingAt(steps.slice(0, at).filter(({ isHalf }) => !isHalf).length));
      const env = { ...process.env, NODE_OPTIONS: `--require ${preload}` };
      const { code } = runArchc(scenario.args, { cwd: project.folder, env });
      expect(code, JSON.stringify(step)).to.equal(null);
      expect(withoutProcess(project.tree())).to.deep.equal(withoutProcess(expected));
    }
    project.remove();
  });

  it('leftovers of processes that were killed, and of one that still runs', async () => {
    const project = makeProject({ 'shop.yaml': spec });
    await project.run('compile', 'shop.yaml');
    const done = project.tree();
    for (const id of [999_999_999, process.pid, process.ppid]) {
      project.write(`dist/shop/.archc-${id}-build.sh`, 'half');
    }
    project.write('dist/shop/.archc-notes', 'mine');
    await project.run('compile', 'shop.yaml');
    const spared = {
      [`dist/shop/.archc-${process.ppid}-build.sh`]: 'half',
      'dist/shop/.archc-notes': 'mine',
    };
    expect(project.tree()).to.deep.equal({ ...done, ...spared });
    project.remove();
  });
});

/** A script that kills the process before a call that changes files, of that number. */
function killingAt(at: number): string {
  return `
const fs = require('node:fs');
let number = 0;
for (const call of ${JSON.stringify(changing)}) {
  const real = fs[call];
  fs[call] = (...args) => {
    if (number++ === ${at}) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
}`;
}

function withoutProcess(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([path, text]) => [path.replace(/\.archc-\d+/, '.archc'), text]),
  );
}

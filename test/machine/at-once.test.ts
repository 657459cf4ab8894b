import { expect } from 'chai';
import { isChange, onDisk } from '../support/machine/disk.ts';
import { makeProject } from '../support/machine/project.ts';
import type { Project, Tree } from '../support/machine/project.ts';
import { backendSpec, changedSpec, initCi, repository, spec } from '../support/machine/scenarios.ts';
import { runArchc } from '../support/terminal/run-archc.ts';
import type { Run } from '../support/terminal/run-archc.ts';

interface Both {
  readonly first: Run;
  readonly second: Run;
  readonly left: Tree;
  readonly where: string;
}

/** Runs the first command once for each of its changes of files, and the second, as a whole, just before that change. */
async function interleave(
  project: Project,
  first: readonly string[],
  second: { readonly args: readonly string[]; readonly prepare?: () => void },
): Promise<readonly Both[]> {
  const results: Both[] = [];
  for (let at = 0; ; at += 1) {
    project.reset();
    let number = 0;
    let other: Omit<Both, 'first' | 'left'> | undefined;
    const run = await onDisk(
      (step) => {
        if (!isChange(step) || step.isHalf) return undefined;
        if (number === at) {
          second.prepare?.();
          other = { second: runArchc(second.args, { cwd: project.folder }), where: JSON.stringify(step) };
        }
        number += 1;
        return undefined;
      },
      () => project.run(...first),
    );
    if (!other) return results;
    results.push({ first: run, ...other, left: project.tree() });
  }
}

describe('Two commands at once, the second before any change of the first', () => {
  const compile = ['compile', 'specs/shop.yaml'];
  let project: Project;
  afterEach(() => {
    project.remove();
  });

  /** What the command makes when nothing disturbs it. */
  async function madeBy(args: readonly string[]): Promise<Tree> {
    const { code, stderr } = await project.run(...args);
    expect(code, stderr).to.equal(0);
    const made = project.tree();
    project.reset();
    return made;
  }

  it('two compile, and somebody changes the spec in between', async () => {
    project = makeProject({ 'specs/shop.yaml': spec });
    await project.run(...compile);
    project.write('specs/shop.yaml', backendSpec);
    project.keep();
    const ofFirst = await madeBy(compile);
    const prepare = () => {
      project.write('specs/shop.yaml', changedSpec);
    };
    prepare();
    const ofSecond = await madeBy(compile);
    const both = await interleave(project, compile, { args: compile, prepare });
    expect(both).to.have.length.above(4);
    for (const { first, second, left, where } of both) {
      expect([first.code, second.code], where).to.deep.equal([0, 0]);
      const wanted = { ...ofFirst, 'specs/shop.yaml': changedSpec };
      expect([wanted, ofSecond], where).to.deep.include(left);
    }
  });

  it('two init, of one file', async () => {
    project = makeProject({ 'notes.txt': 'mine' });
    const init = (region: string) => ['init', 'new/shop.yaml', '--region', region];
    const ofFirst = await madeBy(init('eu-west-1'));
    const ofSecond = await madeBy(init('us-east-1'));
    const both = await interleave(project, init('eu-west-1'), { args: init('us-east-1') });
    expect(both).to.have.length.above(2);
    for (const { first, second, left, where } of both) {
      expect(left, where).to.deep.equal(first.code === 0 ? ofFirst : ofSecond);
      expect([first.code, second.code], where).to.have.members([0, 2]);
      expect(first.stderr + second.stderr, where).to.include('cannot write new/shop.yaml: it exists already');
    }
  });

  it('two init, of the workflows', async () => {
    project = makeProject(repository);
    const made = await madeBy(initCi);
    const both = await interleave(project, initCi, { args: initCi });
    expect(both).to.have.length.above(3);
    for (const { first, second, left, where } of both) {
      expect(left, where).to.deep.equal(made);
      expect([first.code, second.code], where).to.include(0);
      for (const { code, stderr } of [first, second])
        if (code !== 0) expect(stderr, where).to.include('exists already');
    }
  });
});

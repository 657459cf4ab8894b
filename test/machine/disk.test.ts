import { expect } from 'chai';
import { reasons } from '../../compiler/cli/files/reason.ts';
import { readSources } from '../docs/sources.ts';
import { calls, isChange, onDisk } from '../support/machine/disk.ts';
import type { Step } from '../support/machine/disk.ts';
import { codeAt, failingAt, faults, keepsRemoving } from '../support/machine/disk-faults.ts';
import { isLeftover } from '../support/machine/project.ts';
import type { Project, Tree } from '../support/machine/project.ts';
import { readers, writers } from '../support/machine/scenarios.ts';
import type { Run } from '../support/terminal/run-archc.ts';

/** What the command does when nothing fails. */
interface Undisturbed {
  readonly before: Tree;
  readonly done: Tree;
  readonly run: Run;
  readonly steps: readonly Step[];
}

async function undisturbed(project: Project, args: readonly string[]): Promise<Undisturbed> {
  const steps: Step[] = [];
  const before = project.tree();
  const run = await onDisk(
    (step) => {
      steps.push(step);
      return undefined;
    },
    () => project.run(...args),
  );
  return { before, done: project.tree(), run, steps };
}

describe('A disk that fails, at each call to it', () => {
  for (const scenario of [...writers, ...readers]) {
    const { title, args, open } = scenario;
    describe(title, () => {
      let project: Project;
      let usual: Undisturbed;
      before(async () => {
        project = await open();
        usual = await undisturbed(project, args);
      });
      after(() => {
        project.remove();
      });

      // To a command that only reads, one fault is as good as another.
      for (const fault of readers.includes(scenario) ? faults.slice(-1) : faults) {
        it(fault.title, async () => {
          const { before, done } = usual;
          const steps = usual.steps.filter(({ call }) => fault.calls.includes(call));
          // The next run is tried once for everything that a fault leaves.
          const tried = new Set([JSON.stringify(before), JSON.stringify(done)]);
          for (const [at, step] of steps.entries()) {
            // When a look fails, a command ends as if that one call had failed.
            if (fault.lasts && !isChange(step)) continue;
            const where = JSON.stringify(step);
            project.reset();
            const run = await onDisk(failingAt(fault, at), () => project.run(...args));
            const left = project.tree();
            expectWhole(left, usual, where);
            if (run.code === usual.run.code && run.stdout === usual.run.stdout) {
              expect(withoutLeftovers(left), where).to.deep.equal(done);
            } else {
              expectReason(run, codeAt(fault, at), where);
            }

            if (keepsRemoving(fault, step)) {
              const added = Object.keys(left).filter((path) => isLeftover(path) && !(path in before));
              expect(added, where).to.deep.equal([]);
            }
            if (!tried.has(JSON.stringify(left))) {
              tried.add(JSON.stringify(left));
              await project.run(...args);
              expect(project.tree(), where).to.deep.equal(done);
            }
          }
        });
      }
    });
  }
});

describe('The calls that are made to fail', () => {
  it('are all with which archc reads and writes files', () => {
    const texts = Object.values(readSources(['compiler'], /^compiler\/(?!build\/).*\.ts$/));
    const imports = texts.flatMap((text) => /import \{([^}]*)\} from 'node:fs';/.exec(text)?.[1] ?? []);
    const names = new Set(imports.flatMap((list) => list.match(/\w+/g) ?? []));
    // It writes to the terminal.
    names.delete('writeSync');
    // They are numbers.
    names.delete('constants');
    expect([...names].sort()).to.deep.equal([...calls].sort());
  });
});

/** Every file is as it was, or as it is to be. */
function expectWhole(left: Tree, { before, done }: Undisturbed, where: string): void {
  for (const [path, text] of Object.entries(withoutLeftovers(left))) {
    expect([before[path], done[path]], `${path} at ${where}`).to.include(text);
  }
  const lost = Object.keys(before).filter((path) => path in done && !(path in left));
  expect(lost, where).to.deep.equal([]);
}

function expectReason({ code, stderr }: Run, error: string, where: string): void {
  const [reason = ''] = reasons[error] ?? [];
  expect(code, `${where} ${stderr}`).to.equal(2);
  expect(stderr, where)
    .to.match(/^archc: (cannot (read|write)|the system refuses) /m)
    .and.include(reason)
    .and.not.include('bug');
}

function withoutLeftovers(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !isLeftover(path)));
}

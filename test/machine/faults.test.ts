import { expect } from 'chai';
import { reasons } from '../../compiler/cli/files/reason.ts';
import { readSources } from '../docs/sources.ts';
import { calls, isChange, onDisk } from '../support/machine/disk.ts';
import type { Call, Disk, Step } from '../support/machine/disk.ts';
import { isLeftover } from '../support/machine/project.ts';
import type { Project, Tree } from '../support/machine/project.ts';
import { readers, writers } from '../support/machine/scenarios.ts';
import type { Run } from '../support/terminal/run-archc.ts';

interface Fault {
  readonly title: string;
  /** The steps get them in turn. */
  readonly codes: readonly [string, ...string[]];
  /** The calls that fail. */
  readonly calls: readonly Call[];
  /** Whether all of these calls fail from a step on, or one of them alone. */
  readonly lasts: boolean;
}

const needRoom: readonly Call[] = ['mkdirSync', 'writeFileSync', 'linkSync', 'renameSync'];
const change = calls.filter((call) => isChange({ call }));

const faults: readonly Fault[] = [
  { title: 'a disk without room', codes: ['ENOSPC', 'EDQUOT', 'EFBIG'], calls: needRoom, lasts: true },
  {
    title: 'a disk that nobody may write to any more',
    codes: ['EROFS', 'EACCES'],
    calls: change,
    lasts: true,
  },
  { title: 'a disk that breaks', codes: ['EIO', 'ESTALE', 'EACCES'], calls, lasts: true },
  { title: 'a call that fails once', codes: ['EIO', 'EMFILE', 'ENOMEM'], calls, lasts: false },
];

function codeAt({ codes }: Fault, at: number): string {
  return codes[at % codes.length] ?? codes[0];
}

function errorOf(code: string, { call, path }: Step): Error {
  const syscall = call.replace(/Sync$/, '');
  return Object.assign(new Error(`${code}: a fault, ${syscall} '${path}'`), {
    code,
    syscall,
    path,
    errno: -1,
  });
}

/** Fails at the step of that number among those that the fault is about. */
function failingAt(fault: Fault, at: number): Disk {
  let number = 0;
  return (step) => {
    if (!fault.calls.includes(step.call)) return undefined;
    const isNow = fault.lasts ? number >= at : number === at;
    number += 1;
    return isNow ? errorOf(codeAt(fault, at), step) : undefined;
  };
}

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

describe('A disk that fails, at every call to it', () => {
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
        it(`ends in a true message and loses nothing: ${fault.title}`, async () => {
          const { before, done } = usual;
          const steps = usual.steps.filter(({ call }) => fault.calls.includes(call));
          // The next run is tried once for everything that a fault leaves.
          const tried = new Set([JSON.stringify(before), JSON.stringify(done)]);
          for (const [at, step] of steps.entries()) {
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
            const mayRemove = !fault.calls.includes('rmSync') || (!fault.lasts && step.call !== 'rmSync');
            if (mayRemove) {
              expect(Object.keys(left).filter(isLeftover), where).to.deep.equal([]);
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
    // This one writes to the terminal.
    names.delete('writeSync');
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

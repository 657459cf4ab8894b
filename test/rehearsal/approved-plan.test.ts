import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { makeGitTree } from '../support/git-tree.ts';
import type { GitTree } from '../support/git-tree.ts';
import { findContainer, readEnvironment } from '../support/local-aws/find-container.ts';
import { pythonTool } from '../support/python-tools.ts';
import { runArchc } from '../support/terminal/archc.ts';
import { runtimesInLife } from './runtimes.ts';
import { useContainerRehearsal } from './use-container-rehearsal.ts';

/** With a real container engine, a real registry and real repositories in git. */
describe('an approved plan, rehearsed', () => {
  const site = useContainerRehearsal();
  let tree: GitTree;
  let plan = '';

  afterEach(() => tree.remove());

  const archc = (...args: readonly string[]) => {
    const PATH = [path.dirname(pythonTool('aws')), process.env['PATH']].join(path.delimiter);
    const { miniStack } = site.rehearsal;
    const place = { ...site.registry.env, ...site.buildah.env, CONTAINER_ENGINE: 'buildah', PATH };
    const env = { ...miniStack.env, ...place } as Record<string, string>;
    const [command = '', ...flags] = args;
    return runArchc({ ...miniStack, env }, command, tree.at('todo.yaml'), ...flags);
  };
  async function editSpec(edit: (text: string) => string): Promise<void> {
    await tree.write('todo.yaml', edit(await readFile(tree.at('todo.yaml'), 'utf8')));
  }
  async function approve(...flags: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await archc('plan', '--out', plan, ...flags);
    expect(code, stdout + stderr).to.equal(2);
  }
  async function carriesOut(): Promise<string> {
    const { code, stdout, stderr } = await archc('deploy', '--plan', plan);
    expect(code, stdout + stderr).to.equal(0);
    return stderr;
  }
  /** The deployment of the plan fails for each of these, and leaves the stacks as they are. */
  async function refuses(...told: readonly (string | RegExp)[]): Promise<void> {
    const state = () =>
      Promise.all(['todo-shared', 'todo-backend'].map((name) => site.rehearsal.stacks.events(name)));
    const before = await state();
    const { code, stderr } = await archc('deploy', '--plan', plan);
    expect(code, stderr).to.equal(1);
    for (const each of told) {
      if (typeof each === 'string') expect(stderr).to.include(each);
      else expect(stderr).to.match(each);
    }
    expect(stderr).to.include('archc: Nothing was changed. Make a new plan: archc plan ');
    expect(await state()).to.deep.equal(before);
  }
  async function running(): Promise<{ readonly image: string; readonly level: string | undefined }> {
    const container = await findContainer(site.rehearsal.miniStack);
    if (!container) throw new Error('No service runs');
    const { LOG_LEVEL } = await readEnvironment(site.rehearsal.miniStack, container);
    return { image: container.image, level: LOG_LEVEL };
  }

  for (const { name } of runtimesInLife) {
    it(`is carried out once, or refused for each thing that moved, on ${name}`, async () => {
      const text = await readFile(new URL('../../specs/todo.yaml', import.meta.url), 'utf8');
      tree = await makeGitTree({
        'todo.yaml': chooseRuntime(text, name),
        'sample-api/Dockerfile': 'FROM scratch\nCOPY app.txt /\n',
        'sample-api/app.txt': 'v1',
      });
      plan = tree.at('plan.json');

      // Two new stacks, and an image of the commit.
      await approve();
      await carriesOut();
      const first = await running();
      expect(first.image).to.match(/@sha256:[0-9a-f]{64}$/);
      await refuses(
        /what is deployed as stack "todo-shared": nothing in the plan, now arn:\S+ \(CREATE_COMPLETE\)/,
        /what is done with stack "todo-backend": "create" in the plan, now "none"/,
      );

      // Both stacks change, the image too, and the commit that is deployed is a merge of the planned one.
      await tree.git('checkout', '--quiet', '-b', 'work');
      await tree.write('sample-api/app.txt', 'v2');
      await editSpec((spec) =>
        spec.replace('max: 16', 'max: 8').replace('LOG_LEVEL: info', 'LOG_LEVEL: debug'),
      );
      await tree.git('add', 'todo.yaml', 'sample-api');
      await tree.git('commit', '--quiet', '--message', 'work');
      await approve();
      await tree.git('checkout', '--quiet', '-');
      await tree.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'work');
      const said = await carriesOut();
      expect(said).to.include(`built of commit ${await tree.git('rev-parse', 'HEAD')}\n`);
      const second = await running();
      expect(second.level).to.equal('debug');
      expect(second.image).to.not.equal(first.image);
      await refuses(
        'the last change of stack "todo-shared"',
        'the deployed template of stack "todo-backend" (SHA-256)',
        'the deployed parameter ImageUri of stack "todo-backend": ',
      );

      // Each thing that can move, one after the other.
      await editSpec((spec) => spec.replace('LOG_LEVEL: debug', 'LOG_LEVEL: trace'));
      await approve();
      const planned = await readFile(tree.at('todo.yaml'), 'utf8');
      await editSpec((spec) => spec.replace('LOG_LEVEL: trace', 'LOG_LEVEL: warn'));
      await refuses(
        'the spec (SHA-256)',
        'the template of stack "todo-backend" that the spec compiles to (SHA-256)',
        /the change of \w+ in stack "todo-backend", properties\.\S+: .* now "warn"/,
      );
      await tree.write('todo.yaml', planned);
      await tree.write('sample-api/app.txt', 'v3');
      await refuses('it has changes that are not committed: sample-api/app.txt');
      await tree.git('commit', '--quiet', '--all', '--message', 'v3');
      await refuses("the content of the image's build context (its tree in git)");
      await tree.git('reset', '--quiet', '--hard', 'HEAD~1');
      await tree.write('todo.yaml', planned);
      const byHand = await archc('deploy', '--yes', '--image', first.image);
      expect(byHand.code, byHand.stderr).to.equal(0);
      await refuses(
        'the last change of stack "todo-backend"',
        'the deployed parameter ImageUri of stack "todo-backend"',
      );

      // An image by its digest, which the repository has. The next plan changes nothing.
      await editSpec((spec) => spec.replace('LOG_LEVEL: trace', 'LOG_LEVEL: warn'));
      await approve('--image', second.image);
      expect(await carriesOut()).to.include(`The image is ${second.image}\n`);
      expect(await running()).to.deep.equal({ image: second.image, level: 'warn' });
      const same = await archc('plan', '--out', plan, '--image', second.image);
      expect(same.code, same.stderr).to.equal(0);
      expect(await carriesOut()).to.include('No changes: todo-shared and todo-backend as the spec wants');
    });
  }
});

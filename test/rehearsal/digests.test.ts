import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { pythonTool } from '../support/python-tools.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { runtimesInLife } from './runtimes.ts';
import { useContainerRehearsal } from './use-container-rehearsal.ts';

/** With a real container engine and a real registry, so that digests are what they are. */
describe('archc deploys what was built', () => {
  const site = useContainerRehearsal();

  for (const { name } of runtimesInLife) {
    it(`also when git ignores what has changed, and nothing when nothing has, on ${name}`, async () => {
      const tree = await mkdtemp(path.join(site.folder, 'tree-'));
      const context = path.join(tree, 'sample-api');
      const spec = await writeSpec(tree, (text) => chooseRuntime(text, name));
      const write = (file: string, content: string) => writeFile(path.join(context, file), content);
      await mkdir(context);
      await write('.gitignore', 'app.jar\n');
      await write('Dockerfile', 'FROM scratch\nCOPY app.jar /\n');
      await commit(tree);

      const { miniStack } = site.rehearsal;
      const PATH = [path.dirname(pythonTool('aws')), process.env['PATH']].join(path.delimiter);
      const place = { ...site.registry.env, ...site.buildah.env, CONTAINER_ENGINE: 'buildah', PATH };
      const deploy = async (content: string) => {
        await write('app.jar', content);
        const local = { ...miniStack, env: { ...miniStack.env, ...place } as Record<string, string> };
        const { code, stderr } = await runArchc(local, 'deploy', spec, '--yes');
        expect(code, stderr).to.equal(0);
        return { stderr, image: (await findContainer(miniStack))?.image };
      };

      const first = await deploy('v1');
      expect(first.image).to.match(/@sha256:[0-9a-f]{64}$/);
      const same = await deploy('v1');
      expect(same.stderr).to.include('todo-backend: no changes').and.to.not.include('Pushing ');
      expect(same.image).to.equal(first.image);
      const second = await deploy('v2');
      expect(second.image)
        .to.match(/@sha256:[0-9a-f]{64}$/)
        .and.to.not.equal(first.image);
      const back = await deploy('v1');
      expect(back.stderr).to.not.include('Pushing ');
      expect(back.image).to.equal(first.image);
    });
  }
});

async function commit(tree: string): Promise<void> {
  const identity = [
    '-c',
    'user.name=test',
    '-c',
    'user.email=test@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message', 'first'],
  ]) {
    const { code, stderr } = await runProcess('git', ['-C', tree, ...args]);
    expect(code, stderr).to.equal(0);
  }
}

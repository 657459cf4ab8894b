import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { archcCommand } from '../support/built.ts';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { makeNodeBaseImage, missingBaseImageTools, pushArchive } from '../support/containers/base-image.ts';
import { makeBuildah } from '../support/containers/buildah.ts';
import type { Buildah } from '../support/containers/buildah.ts';
import { startContainer } from '../support/containers/container.ts';
import { startRegistry } from '../support/containers/registry.ts';
import type { Registry } from '../support/containers/registry.ts';
import { findFreePort } from '../support/free-port.ts';
import { runAws } from '../support/local-aws/aws-cli.ts';
import { findContainer, readEnvironment } from '../support/local-aws/find-container.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { missingForRehearsal, startRehearsal } from '../support/local-aws/rehearsal.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { needs } from '../support/needs.ts';
import { pythonTool } from '../support/python-tools.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { until } from '../support/until.ts';
import { renewals } from './renewals.ts';
import { rotateUnderLoad } from './rotate-under-load.ts';
import type { Serving } from './rotate-under-load.ts';
import { runtimesInLife } from './runtimes.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** What is to be ended and removed after the story, the newest first. */
type Cleanup = (() => Promise<unknown>)[];

/**
 * The pushed image runs with what the service was told, on this machine's own network: no balancer stands before it,
 * nobody's rights are looked at, and the database's security group lets everything in.
 */
describe('the whole line, from the example spec to an API that answers', () => {
  const cleanup: Cleanup = [];
  let folder: string;
  let registry: Registry;
  let rehearsal: Rehearsal;
  let buildah: Buildah;
  let base: string;

  before(async function () {
    needs(this, (await missingForRehearsal()) ?? (await missingBaseImageTools()));
    folder = await mkdtemp(path.join(tmpdir(), 'archc-story-'));
    cleanup.push(() => rm(folder, { recursive: true, force: true }));
    registry = await startRegistry();
    cleanup.push(() => registry.stop());
    rehearsal = await startRehearsal({ registry });
    cleanup.push(() => rehearsal.stop());
    buildah = await makeBuildah(path.join(folder, 'buildah'));
    cleanup.push(() => buildah.remove());
    const pushed = await pushArchive(await makeNodeBaseImage(), registry, 'node-base:24');
    // The build script logs in to ECR's name only.
    base = pushed.replace(registry.host, registry.ecrName);
  });
  after(async () => {
    for (const end of cleanup.reverse()) await end();
  });

  for (const runtime of runtimesInLife) {
    it(`compiles, deploys, builds, pushes, and serves the pushed image on ${runtime.name}`, async () => {
      const { miniStack, stacks, mysqlPort } = rehearsal;
      // The local server has a port of its own, and no certificate of Amazon's. No base image can be pulled here.
      const port = await findFreePort();
      const compiled = await compileExample(folder, (spec) =>
        chooseRuntime(spec, runtime.name)
          .replace('port: 8080', `port: ${port}`)
          .replace('{ LOG_LEVEL: info }', `{ LOG_LEVEL: info, DB_PORT: "${mysqlPort}", DB_TLS: "off" }`)
          .replace('options:', 'options:\n  hardening: { rotation: userSecret }')
          .replace('context: sample-api', `context: sample-api\n    args: { BASE: "${base}" }`),
      );

      await deploy(miniStack, 'todo-shared', path.join(compiled, 'shared.yaml'));

      const place = { ...registry.env, ...buildah.env };
      const image = await build(miniStack, path.join(compiled, 'build.sh'), place);
      expect(image).to.match(
        /^123456789012\.dkr\.ecr\.ap-northeast-1\.amazonaws\.com\/todo-shared-[^:@]+@sha256:[0-9a-f]{64}$/,
      );

      await deploy(miniStack, 'todo-backend', path.join(compiled, 'backend.yaml'), `ImageUri=${image}`);
      expect((await stacks.find('todo-backend'))?.StackStatus).to.equal('CREATE_COMPLETE');

      const variables = await variablesOfService(miniStack, image);
      expect(variables['DB_PASS']).to.match(/^[A-Za-z0-9]{32}$/);
      const serve = async (ownPort: number, given: Readonly<Record<string, string>>): Promise<Serving> => {
        const container = await startContainer(image, {
          registry,
          buildah,
          variables: { ...given, PORT: String(ownPort) },
          localHosts: [given['DB_HOST'] ?? ''],
        });
        let stopped: ReturnType<typeof container.stop> | undefined;
        const stop = () => (stopped ??= container.stop());
        cleanup.push(stop);
        const url = `http://127.0.0.1:${ownPort}`;
        await until('the container is ready', () => isReady(`${url}/readyz`)).catch(
          async (cause: unknown) => {
            throw new Error(`The container is not ready: ${(await stop()).output}`, { cause });
          },
        );
        return { url, variables: given, stop };
      };
      const { url: api, stop: stopContainer } = await serve(port, variables);
      const healthCheckPath = await runtime.readHealthCheckPath(rehearsal);
      expect((await fetch(`${api}${healthCheckPath}`)).status).to.equal(200);
      const added = await fetch(`${api}/todos`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'Tell the whole story' }),
      });
      expect(added.status).to.equal(201);
      const { items } = (await (await fetch(`${api}/todos`)).json()) as { items: { title: string }[] };
      expect(items.map(({ title }) => title)).to.deep.equal(['Tell the whole story']);

      await stopContainer();
      const renewal = renewals[runtime.name as keyof typeof renewals];
      const service = (await findContainer(miniStack))?.serviceArn ?? '';
      let former = await renewal.read(miniStack, service);
      await rotateUnderLoad({
        miniStack,
        mysqlPort,
        secret: (await findContainer(miniStack))?.secrets['DB_PASS'] ?? '',
        start: async () => serve(await findFreePort(), await variablesOfService(miniStack, image)),
        async awaitRenewal() {
          await until('the containers start anew', async () => {
            const now = await renewal.read(miniStack, service);
            return renewal.isNew(former, now);
          });
          former = await renewal.read(miniStack, service);
        },
      });

      await stacks.remove('todo-backend');
      await stacks.remove('todo-shared');
    });
  }
});

/** The example spec after an edit, compiled by the built command: the folder with its files. */
async function compileExample(folder: string, edit: (spec: string) => string): Promise<string> {
  const spec = path.join(folder, 'todo.yaml');
  await writeFile(spec, edit(await readFile(path.join(project, 'specs/todo.yaml'), 'utf8')));
  const command = [archcCommand, 'compile', spec, '-o', folder];
  const { code, stderr } = await runProcess(process.execPath, command);
  expect(code, stderr).to.equal(0);
  return path.join(folder, 'todo');
}

async function deploy(
  miniStack: MiniStack,
  stack: string,
  template: string,
  ...overrides: string[]
): Promise<void> {
  const given = ['--stack-name', stack, '--template-file', template, '--capabilities', 'CAPABILITY_IAM'];
  const parameters = overrides.length > 0 ? ['--parameter-overrides', ...overrides] : [];
  const { code, stderr } = await runAws(miniStack, 'cloudformation', 'deploy', ...given, ...parameters);
  expect(code, `${stderr}\n${miniStack.log()}`).to.equal(0);
}

/** Runs the compiled script as it is, and gives the image's URI that it prints. */
async function build(miniStack: MiniStack, script: string, place: NodeJS.ProcessEnv): Promise<string> {
  const tools = path.dirname(pythonTool('aws'));
  const env = {
    ...miniStack.env,
    ...place,
    CONTAINER_ENGINE: 'buildah',
    PATH: `${tools}${path.delimiter}${process.env['PATH'] ?? ''}`,
  };
  const { code, stdout, stderr } = await runProcess(script, ['--source', project], { env });
  expect(code, stderr).to.equal(0);
  return stdout.trim();
}

/** What the service gives to the container: the variables, the secrets' values, and PORT. */
async function variablesOfService(miniStack: MiniStack, image: string): Promise<Record<string, string>> {
  const found = await findContainer(miniStack);
  if (!found) throw new Error('No service runs');
  expect(found.image).to.equal(image);
  return readEnvironment(miniStack, found);
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  return answer?.ok === true;
}

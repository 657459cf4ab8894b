import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { makeNodeBaseImage, missingBaseImageTools, pushArchive } from '../support/containers/base-image.ts';
import { renderScript } from '../support/containers/build-script.ts';
import { findProgram, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { makeBuildah } from '../support/containers/buildah.ts';
import type { Buildah } from '../support/containers/buildah.ts';
import { startContainer } from '../support/containers/container.ts';
import { startRegistry } from '../support/containers/registry.ts';
import type { Registry } from '../support/containers/registry.ts';
import { findFreePort } from '../support/free-port.ts';
import { needs } from '../support/needs.ts';
import { untilItWorks } from '../support/until.ts';

const files = {
  Dockerfile: `ARG BASE
FROM \${BASE} AS build
WORKDIR /app
COPY package.json server.js ./
RUN npm install --omit=dev
FROM \${BASE}
WORKDIR /app
COPY --from=build /app ./
USER node
CMD ["node", "server.js"]
`,
  'package.json': '{ "dependencies": { "ms": "2.1.3" } }',
  'server.js': `
    const answer = () => JSON.stringify({ day: require('ms')('1 day'), user: process.getuid(), word: process.env.WORD });
    require('http').createServer((request, response) => response.end(answer())).listen(process.env.PORT, '127.0.0.1');
    process.on('SIGTERM', () => { console.log('stopping'); process.exit(0); });
  `,
};

describe('An image that the build script pushed', () => {
  let registry: Registry;
  let site: BuildSite;
  let buildah: Buildah;

  before(async function () {
    needs(this, await missingBaseImageTools());
    registry = await startRegistry();
    const base = await pushArchive(await makeNodeBaseImage(), registry, 'node-base:24');
    site = await makeBuildSite(await renderScript({ build: { args: { BASE: base } } }), {
      files,
      repositoryUri: `${registry.host}/todo-shared-repository`,
    });
    await site.uninstall('docker');
    await site.install('buildah', await findProgram('buildah'));
    buildah = await makeBuildah(path.join(site.folder, 'buildah'));
  });
  after(async () => {
    await (buildah as Buildah | undefined)?.remove();
    await (site as BuildSite | undefined)?.remove();
    await (registry as Registry | undefined)?.stop();
  });

  it('is the stage that the spec names, built with secrets, and with the layers of an earlier build', async () => {
    const layers = `${registry.host}/layers`;
    const build = {
      context: 'app',
      dockerfile: '../docker/api.Dockerfile',
      args: { BASE: `${registry.host}/node-base:24` },
      target: 'middle',
      secrets: { word: { env: 'SECRET_WORD' }, line: { file: 'secret line' } },
      cache: { from: [layers], to: layers },
    };
    const script = path.join(site.folder, 'settings.sh');
    await writeFile(script, await renderScript({ build }));
    await site.write('secret line', 'of the file');
    await site.write(
      'docker/api.Dockerfile',
      [
        'ARG BASE',
        'FROM ${BASE} AS middle',
        'RUN --mount=type=secret,id=word --mount=type=secret,id=line test "$(cat /run/secrets/word /run/secrets/line)" = "word of the file"',
        'FROM middle AS last',
        'RUN exit 1',
        '',
      ].join('\n'),
    );
    await site.write('app/.keep', '');
    await site.commit();
    const run = async (each: Buildah) => {
      const env = { ...registry.env, ...each.env, FAKE_AWS_REGISTRY: registry.storage, SECRET_WORD: 'word ' };
      return site.run(['--source', site.source, '--tag', 'settings'], { script, env });
    };
    const { code, stdout, stderr } = await run(buildah);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/@sha256:[0-9a-f]{64}\n$/);

    // Another machine finds the layers.
    const other = await makeBuildah(path.join(site.folder, 'other'));
    try {
      const again = await run(other);
      expect(again.code, again.stderr).to.equal(0);
      expect(again.stderr).to.match(/[Cc]ache pulled/);
    } finally {
      await other.remove();
    }
  });

  it('is built in two stages on a base from the registry, and runs as it was pushed', async () => {
    const { code, stdout, stderr } = await site.run([], {
      env: { ...registry.env, ...buildah.env, FAKE_AWS_REGISTRY: registry.storage },
    });
    expect(code, stderr).to.equal(0);

    const port = await findFreePort();
    const variables = { PORT: String(port), WORD: "it's $5" };
    const container = await startContainer(stdout.trim(), { registry, buildah, variables });
    try {
      const ask = async () => (await fetch(`http://127.0.0.1:${port}/`)).json();
      const answer = await untilItWorks('the container answers', ask);
      expect(answer).to.deep.equal({ day: 86_400_000, user: 1000, word: "it's $5" });
    } finally {
      expect(await container.stop()).to.deep.equal({ code: 0, output: 'stopping\n' });
    }
  });
});

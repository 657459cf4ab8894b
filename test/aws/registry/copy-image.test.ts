import { expect } from 'chai';
import { copyImage } from '../../../compiler/aws/registry/copy-image.ts';
import type { ImageCopy } from '../../../compiler/aws/registry/copy-image.ts';
import { openRepository } from '../../../compiler/aws/registry/open-repository.ts';
import { openRequestHandler } from '../../../compiler/aws/request-handler.ts';
import type { RequestHandler } from '../../../compiler/aws/request-handler.ts';
import { missingContainerTools } from '../../support/containers/buildah.ts';
import { startRegistryFront } from '../../support/containers/registry-front.ts';
import type { RegistryFront } from '../../support/containers/registry-front.ts';
import { startRegistry } from '../../support/containers/registry.ts';
import type { Registry } from '../../support/containers/registry.ts';
import { openSeed } from '../../support/containers/seed-image.ts';
import type { Form } from '../../support/containers/seed-image.ts';
import { needs } from '../../support/needs.ts';

/** Between a real registry's repositories, with a front that is to archc what ECR and S3 are. */
describe('an image is copied to another repository', () => {
  let source: Registry;
  let target: Registry;
  let sourceFront: RegistryFront;
  let targetFront: RegistryFront;
  let handlers: readonly RequestHandler[] = [];
  let number = 0;

  before(async function () {
    needs(this, await missingContainerTools());
    [source, target] = [await startRegistry(), await startRegistry()];
    [sourceFront, targetFront] = [await startRegistryFront(source), await startRegistryFront(target)];
    handlers = await Promise.all(
      [sourceFront, targetFront].map(({ shell }) => openRequestHandler(shell, 'registry')),
    );
  });
  afterEach(() => {
    for (const each of [sourceFront, targetFront]) each.forget();
  });
  after(async () => {
    if (handlers.length === 0) return;
    await Promise.all([sourceFront, targetFront].map((each) => each.stop()));
    await Promise.all([source, target].map((each) => each.stop()));
  });

  /** A new pair of repositories, and what copies between them. */
  function pair({ sameRegistry = false } = {}) {
    number += 1;
    const lines: string[] = [];
    const naps: number[] = [];
    const place = (front: 0 | 1, account: string, name: string, registry: Registry) =>
      openRepository(
        { account, region: 'ap-northeast-1', repository: name },
        {
          authorization: `Basic ${Buffer.from(`AWS:${registry.password}`).toString('base64')}`,
          requestHandler: handlers[front] as RequestHandler,
        },
      );
    const [fromName, toName] = [`staging/api-${number}`, `prod/api-${number}`];
    const from = place(0, '111111111111', fromName, source);
    const to = sameRegistry
      ? place(0, '111111111111', toName, source)
      : place(1, '222222222222', toName, target);
    const copy = (digest: string, more: Partial<ImageCopy> = {}) =>
      copyImage({
        from,
        to,
        digest,
        tags: [],
        report: (line) => lines.push(line),
        signal: new AbortController().signal,
        sleep: (milliseconds) => Promise.resolve(naps.push(milliseconds)),
        ...more,
      });
    const askedOf = (front: RegistryFront, name: string) =>
      front.asked
        .filter(({ path }) => path.includes(`/v2/${name}/`))
        .map(({ method, path }) => `${method} ${path}`);
    return {
      seed: openSeed(source, fromName),
      seedTarget: openSeed(target, toName),
      copy,
      lines,
      naps,
      fromName,
      toName,
      writes: () =>
        askedOf(sameRegistry ? sourceFront : targetFront, toName).filter((each) => /^P/.test(each)),
      reads: () => askedOf(sourceFront, fromName).filter((each) => /^GET/.test(each)),
    };
  }

  for (const form of ['docker', 'oci'] as const satisfies readonly Form[]) {
    it(`with the same digest and its tags, in the form of ${form}, and only once`, async () => {
      const { seed, copy, toName, writes, lines } = pair();
      const { digest } = await seed.pushImage(form, ['one', 'two', 'two'], 'todo-1a2b3c');
      expect(await copy(digest, { tags: ['todo-1a2b3c'] })).to.equal(true);
      const image = await target.readImage(toName, 'todo-1a2b3c');
      expect(image.digest).to.equal(digest);
      expect(await target.listTags(toName)).to.deep.equal(['todo-1a2b3c']);
      expect(lines[0]).to.match(/^Copying sha256:[0-9a-f]{12} to 2{12}\.dkr.* 3 of 3 layers, 1 kB$/);
      expect(lines.at(-1)).to.equal('Copied 100% of 1 kB');

      const before = writes().length;
      expect(await copy(digest, { tags: ['todo-1a2b3c'] })).to.equal(false);
      expect(writes(), 'a second run copies nothing').to.have.length(before);
    });
  }

  it('for every platform that an index lists, and layers that several have once', async () => {
    const { seed, copy, toName, reads } = pair();
    const images = [
      await seed.pushImage('oci', ['base', 'for amd64']),
      await seed.pushImage('oci', ['base', 'for arm64']),
      // As docker describes how an image was built.
      await seed.pushImage('oci', ['{"predicate": 1}']),
    ];
    const inner = await seed.pushIndex('oci', images.slice(0, 1));
    const { digest } = await seed.pushIndex('oci', [...images, inner], 'v1');
    await copy(digest, { tags: ['v1'] });
    for (const each of images) {
      expect((await target.readImage(toName, each.digest)).digest).to.equal(each.digest);
    }
    expect(await target.listTags(toName)).to.deep.equal(['v1']);
    const layers = reads().filter((each) => each.includes('/blobs/') && !each.includes('X-Amz'));
    expect(layers).to.have.length(new Set(layers).size);
  });

  it('without a login where the registry redirects to, which would refuse it', async () => {
    const { seed, copy } = pair();
    const { digest } = await seed.pushImage('docker', ['layer']);
    await copy(digest);
    const logins = new Map(sourceFront.asked.map(({ host, authorization }) => [host, authorization]));
    expect(logins.get('layers.s3.amazonaws.com')).to.equal(undefined);
    expect(logins.get('111111111111.dkr.ecr.ap-northeast-1.amazonaws.com')).to.match(/^Basic /);
    expect(sourceFront.asked.some(({ host }) => host === 'layers.s3.amazonaws.com')).to.equal(true);
  });

  it('by the registry itself when it has both repositories, or as ever where it does not', async () => {
    for (const refusal of [undefined, 202, 405, 403]) {
      const { seed, copy, writes, toName, fromName } = pair({ sameRegistry: true });
      const { digest } = await seed.pushImage('docker', ['shared']);
      // Without that setting of the account, ECR begins an upload.
      const how = refusal === 202 ? ({ withoutQuery: true } as const) : { status: refusal ?? 0 };
      for (let each = 0; refusal !== undefined && each < 2; each += 1) {
        sourceFront.interfere(new RegExp(`POST /v2/${toName}/.*mount=`), how);
      }
      await copy(digest);
      expect((await source.readImage(toName, digest)).digest).to.equal(digest);
      expect(writes()[0]).to.match(/^POST .*\?mount=sha256%3A[0-9a-f]{64}&from=/);
      expect(writes()[0]).to.include(encodeURIComponent(fromName));
      expect(writes().some((each) => each.startsWith('PATCH'))).to.equal(refusal !== undefined);
    }
  });

  it('again from the start of a layer that broke off, and after the registry has asked for patience', async () => {
    const { seed, copy, naps, lines, toName } = pair();
    const { digest, layers } = await seed.pushImage('docker', [300_000]);
    sourceFront.interfere(contentOf(layers), { breakAfter: 100_000 });
    sourceFront.interfere(/^GET .*\/manifests\//, { status: 429, body: 'Rate exceeded' });
    targetFront.interfere(/^POST /, { status: 503 });
    targetFront.interfere(/^PUT .*\/manifests\//, { status: 500 });
    await copy(digest);
    expect((await target.readImage(toName, digest)).digest).to.equal(digest);
    expect(naps).to.have.length(4);
    expect(lines.at(-1)).to.equal('Copied 100% of 301 kB');
  });

  it('not when it stays broken: the failure says what, and nothing is kept', async () => {
    const { seed, copy, naps, toName } = pair();
    const { digest, layers } = await seed.pushImage('docker', [300_000]);
    for (const bytes of [100_000, 0, 299_999, 1, 200_000]) {
      sourceFront.interfere(contentOf(layers), { breakAfter: bytes });
    }
    const failure = await copy(digest).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(failure).to.match(/^AwsFailure: (the layer sha256:[0-9a-f]{64} broke off|AWS did not answer)/);
    expect(naps).to.have.length(4);
    expect(await target.listTags(toName)).to.deep.equal([]);
  });

  for (const [what, request] of [
    ['a layer', /^GET .*X-Amz-Signature/],
    ['a manifest', /^GET .*\/manifests\//],
  ] as const) {
    it(`not when the bytes of ${what} are others than its digest says`, async () => {
      const { seed, copy, naps, writes } = pair();
      const { digest } = await seed.pushImage('docker', ['layer']);
      sourceFront.interfere(request, { falsify: true });
      const failure = await copy(digest).then(
        () => '',
        (error: unknown) => String(error),
      );
      expect(failure).to.match(/has the digest sha256:[0-9a-f]{64}$/);
      expect(naps).to.deep.equal([]);
      expect(writes().filter((each) => /manifests/.test(each))).to.deep.equal([]);
    });
  }

  it('but not over a tag that names another image there', async () => {
    const { seed, seedTarget, copy, lines, toName } = pair();
    const { digest } = await seed.pushImage('docker', ['new'], 'v1');
    const other = await seedTarget.pushImage('docker', ['old'], 'v1');
    await copy(digest, { tags: ['v1'] });
    expect((await target.readImage(toName, 'v1')).digest).to.equal(other.digest);
    expect((await target.readImage(toName, digest)).digest).to.equal(digest);
    expect(lines.at(-1)).to.match(
      /^The tag v1 names another image in prod\/api-\d+: the copy does not get it$/,
    );
  });

  it('and counts as copied when another deployment has pushed the tag in the same moment', async () => {
    const { seed, copy, toName } = pair();
    const { digest } = await seed.pushImage('docker', ['same'], 'v1');
    const body = JSON.stringify({ errors: [{ code: 'TAG_INVALID', message: 'The tag already exists' }] });
    targetFront.interfere(/^PUT .*\/manifests\/v1$/, { answered: 400, body });
    expect(await copy(digest, { tags: ['v1'] })).to.equal(true);
    expect((await target.readImage(toName, 'v1')).digest).to.equal(digest);
  });

  it('not without permission, in the words of the registry', async () => {
    const { seed, copy } = pair();
    const { digest } = await seed.pushImage('docker', ['layer']);
    const message =
      'User: arn:aws:iam::222222222222:role/r is not authorized to perform: ecr:InitiateLayerUpload';
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message }] });
    targetFront.interfere(/^POST /, { status: 403, body });
    targetFront.interfere(/^POST /, { status: 403, body });
    const failure = await copy(digest).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(failure).to.include('these AWS credentials are missing a permission').and.to.include(message);
    expect(failure).to.include('POST blobs/uploads/ of 222222222222.dkr');
  });

  it('until it is interrupted', async () => {
    const { seed, copy } = pair();
    const { digest } = await seed.pushImage('docker', ['layer']);
    const stop = new AbortController();
    const reason = new Error('Ctrl-C');
    sourceFront.interfere(/^GET .*X-Amz-Signature/, {
      hold: () => {
        stop.abort(reason);
      },
    });
    const end = await copy(digest, { signal: stop.signal }).catch((error: unknown) => error);
    expect(end).to.equal(reason);
  });

  it('without being in memory', async () => {
    const { seed, copy, toName, lines } = pair();
    const size = 200 * 1_048_576;
    const { digest } = await seed.pushImage('docker', [size]);
    const before = process.resourceUsage().maxRSS;
    await copy(digest);
    const grown = (process.resourceUsage().maxRSS - before) * 1024;
    expect((await target.readImage(toName, digest)).digest).to.equal(digest);
    expect(grown).to.be.below(size / 3);
    expect(lines.slice(1)).to.deep.equal(
      [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((percent) => `Copied ${percent}% of 209.7 MB`),
    );
  });
});

/** The request to S3 for the first of the layers. */
function contentOf([layer = '']: readonly string[]): RegExp {
  return new RegExp(`^GET .*${layer}.*X-Amz-Signature`);
}

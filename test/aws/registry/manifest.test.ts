import { expect } from 'chai';
import { parseManifest } from '../../../compiler/aws/registry/manifest.ts';

const parse = (content: unknown, type?: string) =>
  parseManifest(
    Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
    'sha256:1',
    type,
  );
const oci = 'application/vnd.oci.image.manifest.v1+json';
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: 'sha256:2', size: 1 };

describe('a manifest of a registry', () => {
  it('has the form that the registry says, or else that it says itself', () => {
    expect(parse({}, `${oci}; charset=utf-8`).mediaType).to.equal(oci);
    expect(parse({ mediaType: oci }, 'application/json').mediaType).to.equal(oci);
    expect(parse({ mediaType: oci }).mediaType).to.equal(oci);
  });

  it('consists of the blobs that a registry keeps', () => {
    const foreign = { ...layer, digest: 'sha256:3', urls: ['https://example.com/layer'] };
    const { blobs } = parse({ config: { ...layer, digest: 'sha256:4' }, layers: [layer, foreign] }, oci);
    expect(blobs.map(({ digest }) => digest)).to.deep.equal(['sha256:4', 'sha256:2']);
  });

  it('is refused in a form that nobody could copy unchanged', () => {
    const old = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    expect(() => parse({}, old)).to.throw(`has the form "${old}": build the image again`);
    expect(() => parse({})).to.throw('names no form: build the image again');
    expect(() => parse('<html>', oci)).to.throw('is not JSON');
  });
});

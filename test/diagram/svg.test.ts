import { expect } from 'chai';
import { drawSvg } from '../../compiler/diagram/draw.ts';
import { graphOfSpec, nastyGraph } from './graphs.ts';

describe('a picture as SVG', () => {
  it('names the resources of each box, for pages that link to it', async () => {
    const svg = await drawSvg(graphOfSpec('specs/todo-fargate.yaml'));
    expect(svg).to.match(
      /<g class="node balancer backend" data-stack="backend" data-id="LoadBalancer" data-holds="backend\/LoadBalancer [^"]*backend\/HttpsListener/,
    );
    expect(svg).to.include('<g class="group network shared" data-stack="shared" data-id="Vpc"');
  });

  it('says what it is to those who cannot see it', async () => {
    const svg = await drawSvg(graphOfSpec('specs/todo.yaml'));
    expect(svg).to.match(/^<svg [^>]*role="img" aria-label="What todo deploys"/);
    expect(svg).to.include(
      'The internet reaches Aurora cluster DatabaseCluster (TCP 3306), Web ACL WebAcl (HTTPS 443).',
    );
    expect(svg.match(/<title>/g)?.length).to.be.above(10);
  });

  it('has only text as text, and nothing from elsewhere', async () => {
    const svg = await drawSvg(graphOfSpec('specs/hardened.yaml'));
    expect(svg).to.match(/<text[^>]*>DatabaseCluster<\/text>/);
    expect(svg).not.to.match(/href|url\(|<image|<script|foreignObject/);
    expect(svg.match(/https?:\/\/[^"]*/g)).to.deep.equal(['http://www.w3.org/2000/svg']);
    expect(/[^\n\x20-\x7e]/.test(svg)).to.equal(false);
  });

  it('escapes every value', async () => {
    const svg = await drawSvg(nastyGraph());
    expect(svg).not.to.match(/<script|"'&\]/);
    expect(svg).to.include('&lt;script&gt;alert(1)&lt;/script&gt;');
  }).timeout(60_000);

  it('explains its signs, and no others', async () => {
    const open = await drawSvg(graphOfSpec('specs/todo.yaml'));
    for (const words of ['shared stack todo-shared', 'backend stack todo-backend', 'open to the internet'])
      expect(open).to.include(`>${words}</text>`);
    const internal = await drawSvg(graphOfSpec('test/golden/app-runner-internal/spec.yaml'));
    expect(internal).not.to.include('open to the internet');
    expect(internal).not.to.include('by an option');
  }).timeout(60_000);
});

import { expect } from 'chai';
import fc from 'fast-check';
import { chooseProxy } from '../../compiler/aws/proxy.ts';
import { run } from '../support/terminal/run-archc.ts';

const urllib = `
import json, os, sys
from urllib.parse import urlparse
from urllib.request import getproxies_environment, proxy_bypass_environment
answers = []
for env, url in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(env)
    parsed = urlparse(url)
    bypassed = proxy_bypass_environment(parsed.netloc)
    answers.append(None if bypassed else getproxies_environment().get(parsed.scheme))
print(json.dumps(answers))
`;

describe('the choice of a proxy', () => {
  it("is that of Python's urllib, which the AWS CLI uses", () => {
    const host = fc.constantFrom(
      'a.example',
      'b.a.example',
      'aa.example',
      'A.Example',
      'localhost',
      '10.0.0.1',
    );
    const port = fc.constantFrom('', ':8080');
    const url = fc
      .tuple(fc.constantFrom('http', 'https'), host, port)
      .map(([scheme, ...rest]) => `${scheme}://${rest.join('')}`);
    const proxy = fc.constantFrom('', 'http://p:1', 'http://q:2');
    const entry = fc.constantFrom(
      '*',
      '',
      ' ',
      '.a.example',
      'a.example',
      'A.EXAMPLE',
      'a.example:8080',
      'local',
      'localhost',
      '10.0.0.1',
      '10.0.0.0/8',
      '..a.example',
    );
    const list = fc.array(entry, { maxLength: 3 }).map((all) => all.join(','));
    const name = (kind: string) =>
      fc.constantFrom(`${kind}_proxy`, `${kind.toUpperCase()}_PROXY`, `${kind.toUpperCase()}_proxy`);
    const variable = fc.oneof(
      fc.tuple(fc.constantFrom('http', 'https', 'all').chain(name), proxy),
      fc.tuple(name('no'), list),
    );
    const env = fc
      .array(variable, { maxLength: 4 })
      .map((all) => Object.fromEntries(all) as Record<string, string>);
    const cases = fc.sample(fc.tuple(env, url), { numRuns: 3_000, seed: 13 });
    const { stdout, stderr } = run(['python3', '-c', urllib], { input: JSON.stringify(cases) });
    const answers = JSON.parse(stdout || stderr) as readonly (string | null)[];
    expect(answers.filter((answer) => answer !== null)).to.have.length.above(300);
    cases.forEach(([shell, text], index) => {
      const { protocol, hostname, port: number } = new URL(text);
      // A URL of JavaScript is in lower case, and says no port that is the scheme's own.
      const target = { protocol, hostname, ...(number !== '' && { port: Number(number) }) };
      expect(chooseProxy(target, shell) ?? null, JSON.stringify([shell, text])).to.equal(answers[index]);
    });
  });

  it('takes a proxy without a scheme as one without TLS', () => {
    const target = { protocol: 'https:', hostname: 'a.example' };
    expect(chooseProxy(target, { HTTPS_PROXY: 'p:1' })).to.equal('http://p:1');
    expect(chooseProxy(target, { HTTPS_PROXY: '//p:1' })).to.equal('http://p:1');
    expect(chooseProxy(target, { HTTPS_PROXY: 'https://p:1' })).to.equal('https://p:1');
  });
});

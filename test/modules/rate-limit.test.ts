import { expect } from 'chai';
import { describeReports } from '../support/compile/describe-reports.ts';
import { specOnAppRunner, specWith } from '../support/compile/reports-of.ts';
import { webAclOf } from '../support/compile/web-acl-of.ts';
import { judgeRequest } from '../support/firewall/judge-request.ts';
import type { Request } from '../support/firewall/judge-request.ts';

const optionOf = (settings: object) => ({ options: { rateLimit: settings } });

/** What decides about a request, and what has counted it. */
function verdictOn(request: Partial<Request>, settings: object): string {
  const webAcl = webAclOf(specWith(optionOf(settings)));
  const { action, rule, counted } = judgeRequest(
    webAcl,
    { address: '192.0.2.1', ...request },
    { addressesOf: () => [] },
  );
  return action === 'Block' ? `Block ${rule}` : `Allow ${counted.join()}`.trim();
}

const often = { counts: { '192.0.2.1': 1001 } };
const perAddress = { limits: [{ requests: 1000 }] };
const onLogin = { limits: [{ requests: 1000, paths: ['/Login', '/admin/'] }] };
const forwarded = (malformed?: string) => ({
  ...perAddress,
  forwardedAddress: malformed ? { malformed } : {},
});
const from = (header: string) => ({
  ...often,
  address: '203.0.113.1',
  headers: { 'X-Forwarded-For': header },
});

describe('the option rateLimit', () => {
  for (const [title, request, settings, want] of [
    [
      'lets an address send as many requests as it may',
      { counts: { '192.0.2.1': 1000 } },
      perAddress,
      'Allow',
    ],
    ['blocks one more', often, perAddress, 'Block RateLimit1'],
    ['counts for each address', { ...often, address: '192.0.2.2' }, perAddress, 'Allow'],
    ['may only count', often, { limits: [{ requests: 10, mode: 'count' }] }, 'Allow RateLimit1'],
    [
      'has several limits',
      often,
      { limits: [{ requests: 5000 }, { requests: 500, minutes: 1 }] },
      'Block RateLimit2',
    ],
    ['limits only some paths', { ...often, path: '/todos' }, onLogin, 'Allow'],
    ['limits what begins with a path', { ...often, path: '/login/mfa' }, onLogin, 'Block RateLimit1'],
    ['limits every path that is listed', { ...often, path: '/admin/users' }, onLogin, 'Block RateLimit1'],
    ['knows a path in any spelling', { ...often, path: '/x/..//%6CoGIN' }, onLogin, 'Block RateLimit1'],
    [
      'counts by the first address of a header',
      from('192.0.2.1,198.51.100.1'),
      forwarded(),
      'Block RateLimit1',
    ],
    ['counts by the first address alone', from('198.51.100.1,192.0.2.1'), forwarded(), 'Allow'],
    ['does not limit without the header', often, forwarded(), 'Allow'],
    ['lets a header pass that has no address', from('unknown'), forwarded(), 'Allow'],
    ['blocks a header that has no address', from('unknown'), forwarded('limit'), 'Block RateLimit1'],
  ] as const) {
    it(title, () => {
      expect(verdictOn(request, settings)).to.equal(want);
    });
  }

  it('counts in the time that the spec says', () => {
    const limits = [{ requests: 10 }, ...[1, 2, 5, 10].map((minutes) => ({ requests: 10, minutes }))];
    const text = JSON.stringify(webAclOf(specWith(optionOf({ limits }))));
    const seconds = [...text.matchAll(/"EvaluationWindowSec":(\d+)/g)].map(([, found]) => Number(found));
    expect(seconds).to.deep.equal([300, 60, 120, 300, 600]);
  });

  it('keeps the priority of every limit, whether ten are listed or one', () => {
    const prioritiesOf = (count: number) =>
      webAclOf(
        specWith(optionOf({ limits: Array.from({ length: count }, () => ({ requests: 10 })) })),
      ).Rules.map(({ Priority }) => Priority);
    expect(prioritiesOf(10).slice(0, 1)).to.deep.equal(prioritiesOf(1));
    expect(new Set(prioritiesOf(10))).to.have.property('size', 10);
  });
});

const hidden = {
  backend: { service: { visibility: 'internal' } },
  shared: { network: { nat: 'none' }, database: { access: 'vpc' } },
};
const withPath = (path: string) => specWith(optionOf({ limits: [{ requests: 10, paths: [path] }] }));
const notAPath = (path: string) =>
  `wrong-form at "${path}": "${path}" is not a valid item of "paths" / Write how a path begins, such as "/login", without a query or a pattern`;

describeReports('the limits of rateLimit', [
  ['have paths', withPath('/')],
  ['have paths of several parts', withPath('/api/v1/login')],
  ...['login', '/login?next=/', '/api/*', '//login', '/%6Cogin'].map(
    (path) => [`have paths, and not ${path}`, withPath(path), notAPath(path)] as const,
  ),
  [
    'have each path once',
    specWith(optionOf({ limits: [{ requests: 10, paths: ['/a', '/A'] }] })),
    'duplicate-name at "/A": The path "/a" is listed twice / Remove one of the two',
  ],
  [
    'count by addresses only where they are seen',
    specOnAppRunner(hidden, optionOf(perAddress)),
    'conflicting-properties at "rateLimit": AWS WAF cannot count by the addresses of clients: an internal service on appRunner hides them / Write "forwardedAddress: {}" under options.rateLimit if a proxy writes the address into the header X-Forwarded-For, or write "visibility: internet" under backend.service, or remove "rateLimit"',
  ],
  ['count by a header where addresses are hidden', specOnAppRunner(hidden, optionOf(forwarded()))],
]);

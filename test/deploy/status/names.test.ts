import { expect } from 'chai';
import { openResolver } from '../../../compiler/cli/open-resolver.ts';
import { renderStatusText } from '../../../compiler/cli/views/status.ts';
import { whereItPoints } from '../../../compiler/deploy/status/names.ts';
import { findTroubles } from '../../../compiler/deploy/status/status.ts';
import type { Status } from '../../../compiler/deploy/status/status.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';
import { startFakeDns } from '../../support/dns/fake-dns.ts';
import type { FakeDns, Known } from '../../support/dns/fake-dns.ts';

const name = 'api.example.com';
const target = 'todo-1.eu-west-1.elb.amazonaws.com';
const lb = { a: ['192.0.2.1', '192.0.2.2'] };

describe('a name of the service', () => {
  let dns: FakeDns;

  before(async () => {
    dns = await startFakeDns({});
  });
  after(() => {
    dns.stop();
  });

  for (const [title, known, want] of [
    ['leads here by a CNAME', { [name]: { cname: target }, [target]: lb }, { points: 'here' }],
    [
      'leads here by several CNAMEs, whatever the letters',
      { [name]: { cname: 'x.example.com' }, 'x.example.com': { cname: `dualstack.${target.toUpperCase()}` } },
      { points: 'here' },
    ],
    [
      'leads here by an address of the target',
      { [name]: { a: ['192.0.2.2'] }, [target]: lb },
      { points: 'here' },
    ],
    ['is nowhere', { [target]: lb }, { points: 'nowhere' }],
    [
      'leads elsewhere by an address',
      { [name]: { a: ['198.51.100.7'] }, [target]: lb },
      { points: 'elsewhere', to: ['198.51.100.7'] },
    ],
    [
      'leads elsewhere by a CNAME, which may lead nowhere',
      { [name]: { cname: 'old.example.net' }, [target]: lb },
      { points: 'elsewhere', to: ['old.example.net'] },
    ],
    [
      'may go round in a circle',
      { [name]: { cname: 'b.example.com' }, 'b.example.com': { cname: name }, [target]: lb },
      { points: 'elsewhere', to: [name] },
    ],
  ] as const satisfies readonly (readonly [string, Known, object])[]) {
    it(title, async () => {
      dns.known = known;
      expect(await whereItPoints(name, target, await openResolver(dns.server))).to.deep.equal(want);
    });
  }

  it('is unknown when nobody answers', async () => {
    const silent = await startFakeDns({});
    silent.stop();
    expect(await whereItPoints(name, target, await openResolver(silent.server))).to.have.property(
      'points',
      'unknown',
    );
  });

  it('is asked of a server that has an address', async () => {
    const refusal = await openResolver('dns.example.com').catch(String);
    expect(refusal).to.include('--dns-server "dns.example.com" is no address');
  });
});

describe('the status of a service with names', () => {
  const { resolved } = compileGolden('fargate-dns-elsewhere');
  const status: Status = {
    stacks: [],
    domain: { url: 'https://api.example.com', status: 'issued', isActive: true, target },
    names: [
      { name: 'api.example.com', points: 'here' },
      { name: 'www.example.com', points: 'nowhere' },
      { name: 'api.example.org', points: 'elsewhere', to: ['198.51.100.7'] },
      { name: 'x.example.org', points: 'unknown', because: 'ECONNREFUSED' },
    ],
    dnsRecords: [{ name: 'www.example.com', type: 'CNAME', value: target }],
  };

  it('shows where each leads, and the records to write', () => {
    const report = { name: 'todo', region: 'eu-west-1', spec: 'todo.yaml', troubles: [], ...status };
    expect(renderStatusText(report)).to.include(
      [
        'DNS',
        '  api.example.com  leads to the service',
        '  www.example.com  not found',
        '  api.example.org  leads elsewhere       198.51.100.7',
        '  x.example.org    not looked up         ECONNREFUSED',
        '',
        'Write these records where the DNS of the domain is, if they are not there yet:',
        `  www.example.com  CNAME  ${target}`,
        '',
      ].join('\n'),
    );
  });

  it('has a problem for each that does not lead to the service, with what to do', () => {
    expect(findTroubles(status, resolved)).to.deep.equal([
      'www.example.com is not found in the DNS: write its record where its DNS is',
      'api.example.org leads to 198.51.100.7, and not to the service: its zone must be the one that it is delegated to ("dig NS" shows that)',
    ]);
  });

  it('has a problem for an alias that is not active', () => {
    const alias = { url: 'https://www.example.com', status: 'creating', isActive: false };
    expect(findTroubles({ stacks: [], aliases: [alias] }, resolved)).to.deep.equal([
      'the domain of https://www.example.com is not active (creating)',
    ]);
  });
});

import { expect } from 'chai';
import { aliasesOf } from '../../compiler/modules/domain-names.ts';
import { reportsOf, specWith } from '../support/compile/reports-of.ts';

const domain = (...names: readonly string[]) => ({
  name: 'example.com',
  hostedZoneId: 'Z1',
  aliases: names.map((name) => ({ name })),
});

describe('the aliases of a domain', () => {
  it('have no order', () => {
    const named = (...names: readonly string[]) =>
      aliasesOf(domain(...names)).map(({ name, id }) => [name.value, id]);
    expect(named('b.example.com', 'a.example.com')).to.deep.equal(named('a.example.com', 'b.example.com'));
  });

  it('stand in the zone of the domain, or in their own', () => {
    const aliases = [{ name: 'a.example.com' }, { name: 'b.example.org', hostedZoneId: 'Z2' }];
    const zones = aliasesOf({ ...domain(), aliases }).map(({ zone }) => [zone?.value, zone?.from.join('.')]);
    expect(zones).to.deep.equal([
      ['Z1', 'backend.domain.hostedZoneId'],
      ['Z2', 'backend.domain.aliases.1.hostedZoneId'],
    ]);
  });

  it('have no zone when the DNS is elsewhere', () => {
    expect(aliasesOf({ name: 'x', aliases: [{ name: 'a.example.com' }] })[0]?.zone).to.equal(undefined);
  });

  it('have ids of their own, whatever separates their labels, of at most 72 letters and digits', () => {
    const names = ['a-b.example.com', 'a.b.example.com', 'ab.example.com', `${'a.'.repeat(120)}com`];
    const ids = aliasesOf(domain(...names)).map(({ id }) => id);
    expect(new Set(ids)).to.have.property('size', names.length);
    for (const id of ids) expect(id).to.match(/^[A-Z][A-Za-z0-9]{1,71}$/);
  });

  // docs/domains.md says about 40.
  it('fit into a template beside every default, or are what has to go', () => {
    const withAliases = (count: number) =>
      reportsOf(
        specWith({
          backend: {
            service: { plainHttp: undefined },
            domain: domain(...Array.from({ length: count }, (_, index) => `a${index}.example.com`)),
          },
        }),
      );
    expect(withAliases(40)).to.deep.equal([]);
    const [report = '', ...others] = withAliases(99);
    expect(others).to.deep.equal([]);
    expect(report).to.match(/^template-too-large at "aliases": /);
    expect(report).to.match(/Remove some of backend\.domain\.aliases \([0-9,]+ bytes\): each has records/);
  });
});

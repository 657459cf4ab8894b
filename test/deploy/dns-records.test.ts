import { expect } from 'chai';
import { renderRecords } from '../../compiler/cli/views/dns-records.ts';
import { recordsElsewhere } from '../../compiler/deploy/status/dns-records.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';

const target = 'todo-1.ap-northeast-1.elb.amazonaws.com';

describe('the records of a domain whose DNS is elsewhere', () => {
  const { spec } = compileGolden('fargate-dns-elsewhere').resolved;

  it('point its name to the target, and the aliases that have no zone', () => {
    expect(recordsElsewhere(spec, { DomainTarget: target })).to.deep.equal([
      { name: 'api.example.com', type: 'CNAME', value: target },
      { name: 'www.example.com', type: 'CNAME', value: target },
    ]);
  });

  it('are unknown before the first deployment', () => {
    expect(recordsElsewhere(spec, {})).to.deep.equal([]);
  });

  it('are none without a domain', () => {
    const { spec: plain } = compileGolden('fargate-plain-http').resolved;
    expect(recordsElsewhere(plain, { DomainTarget: target })).to.deep.equal([]);
  });

  it('are those of the certificate too, without final dots', () => {
    const outputs = {
      DomainTarget: 'x.eu-central-1.awsapprunner.com',
      DomainValidations:
        '_a.shop.example.com. CNAME _b.acm-validations.aws., _c.shop.example.com. CNAME _d.acm-validations.aws.',
    };
    const records = recordsElsewhere(compileGolden('dns-elsewhere').resolved.spec, outputs);
    expect(records.map(({ name, value }) => `${name} ${value}`)).to.deep.equal([
      'shop.example.com x.eu-central-1.awsapprunner.com',
      'www.shop.example.com x.eu-central-1.awsapprunner.com',
      '_a.shop.example.com _b.acm-validations.aws',
      '_c.shop.example.com _d.acm-validations.aws',
    ]);
  });

  it('are shown one a line, and not at all when archc makes them', () => {
    expect(renderRecords([{ name: 'a.example.com', type: 'CNAME', value: target }])).to.include(
      `\n  a.example.com  CNAME  ${target}\n`,
    );
    expect(renderRecords([])).to.equal('');
  });
});

import { expect } from 'chai';
import { openDeployLines, openDeployText } from '../../../compiler/cli/views/deploy.ts';
import { renderRecords } from '../../../compiler/cli/views/dns-records.ts';
import { recordsElsewhere } from '../../../compiler/deploy/status/dns-records.ts';
import { compileGolden } from '../../support/compile/compile-golden.ts';

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

describe('a deployment with a domain whose DNS is elsewhere', () => {
  const { resolved } = compileGolden('fargate-dns-elsewhere');
  const result = {
    outcome: 'deployed' as const,
    stacks: [],
    unconfirmed: [],
    outputs: [{ key: 'DomainTarget', value: target }],
  };

  function open() {
    const written = { out: '', err: '' };
    const terminal = {
      out: (text: string) => void (written.out += text),
      err: (text: string) => void (written.err += text),
      colour: false,
    };
    const account = { account: '123456789012', region: 'ap-northeast-1' };
    return { view: { terminal, target: account, resolved }, written };
  }

  it('ends with the records to write, for people', () => {
    const { view, written } = open();
    const display = {
      watch: () => {
        throw new Error('nothing is watched');
      },
      print: () => undefined,
    };
    openDeployText(view, display).finish(result);
    expect(written.out).to.equal(`DomainTarget  ${target}\n`);
    expect(written.err).to.include(`  www.example.com  CNAME  ${target}\n`);
  });

  it('has them in its result, for programs', () => {
    const { view, written } = open();
    openDeployLines(view).finish(result);
    expect(JSON.parse(written.out)).to.have.deep.property('dnsRecords', [
      { name: 'api.example.com', type: 'CNAME', value: target },
      { name: 'www.example.com', type: 'CNAME', value: target },
    ]);
  });
});

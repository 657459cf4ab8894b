import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { composePolicy } from '../../compiler/policy/policy.ts';
import { largestTemplate } from '../../compiler/template/size.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { judgeRequest } from '../support/firewall/judge-request.ts';
import type { WebAcl } from '../support/firewall/judge-request.ts';
import { readWithYaml } from '../support/yaml/read-yaml-yaml.ts';

/** Different addresses, of all lengths. */
const addresses = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `${1 + (index % 223)}.${(index * 7) % 256}.${(index * 13) % 256}.${(index * 29) % 256}/32`,
  );

function compileWith(golden: string, ranges: readonly string[]) {
  const spec = readFileSync(`test/golden/${golden}/spec.yaml`, 'utf8').replace(/\noptions:[^]*$/, '\n');
  const options = `options:\n  ipRestriction:\n    allowedSourceIps: [${ranges.join(', ')}]\n`;
  return compile({ name: 'spec.yaml', bytes: new TextEncoder().encode(`${spec}\n${options}`) }, toolkit);
}

interface ReadTemplate {
  readonly Resources: {
    readonly WebAcl: { readonly Properties: WebAcl };
  } & Readonly<Record<string, { readonly Properties: { readonly Addresses?: readonly string[] } }>>;
}

/** Whether a golden case's web ACL lets an address in. Its sets by ARN have one address each, of a family. */
function letsIn(golden: string, address: string): boolean {
  const text = readFileSync(`test/golden/${golden}/expected/backend.yaml`, 'utf8');
  const { Resources } = readWithYaml(text, '1.1') as ReadTemplate;
  const addressesOf = (reference: unknown) => {
    if (typeof reference === 'string')
      return [reference.includes('v6') ? '2001:db8:7::7/128' : '192.0.2.77/32'];
    const id = (reference as { '!GetAtt': string })['!GetAtt'].split('.')[0] ?? '';
    return Resources[id]?.Properties.Addresses ?? [];
  };
  const verdict = judgeRequest(Resources.WebAcl.Properties, { address }, { addressesOf });
  return verdict.action === 'Allow';
}

function compiledGolden(name: string): Compiled {
  const bytes = readFileSync(`test/golden/${name}/spec.yaml`);
  const outcome = compile({ name: 'spec.yaml', bytes }, toolkit);
  if (!outcome.ok) throw new Error(`the golden case ${name} has errors`);
  return outcome.value;
}

describe('the option ipRestriction', () => {
  // With a domain, which makes the templates largest.
  for (const [golden, count] of [
    ['fargate', 1_000],
    ['domain', 600],
  ] as const) {
    it(`has room for ${count} ranges in the template: ${golden}`, () => {
      const ranges = addresses(count);
      expect(new Set(ranges)).to.have.property('size', count);
      const outcome = compileWith(golden, ranges);
      const text = outcome.ok
        ? (outcome.value.artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? '')
        : '';
      expect(text).to.have.property('length').within(1, largestTemplate);
      const { Resources } = readWithYaml(text, '1.1') as {
        Resources: { AllowedIpv4Set: { Properties: { Addresses: readonly string[] } } };
      };
      expect(Resources.AllowedIpv4Set.Properties.Addresses).to.deep.equal([...ranges].sort());
    });
  }

  for (const [title, golden, address, want] of [
    ['lets a listed address in', 'ip-restriction', '203.0.113.255', true],
    ['blocks another one', 'ip-restriction', '203.0.114.0', false],
    ['blocks IPv6 where only IPv4 is listed', 'ip-restriction', '2001:db8::1', false],
    ['blocks IPv4 where only IPv6 is listed', 'ip-restriction-ipv6-only', '203.0.113.1', false],
    ['lets a listed IPv6 address in', 'ip-restriction-ipv6-only', '2001:db8:1::7', true],
    ['lets in who is listed in one family of two', 'fargate-ip-restriction', '2001:db8:ffff::1', true],
    ['blocks who is listed in none of two', 'fargate-ip-restriction', '2001:db9::1', false],
    ['lets in who is in the only IP set of its own', 'ip-sets', '192.0.2.77', true],
    ['blocks who is not in the only IP set of its own', 'ip-sets', '192.0.2.78', false],
    ['lets in who is in one of several IP sets', 'every-setting', '2001:db8:7::7', true],
    ['blocks who is in none of several IP sets', 'every-setting', '203.0.113.1', false],
  ] as const) {
    it(`${title}: ${golden}`, () => {
      expect(letsIn(golden, address)).to.equal(want);
    });
  }

  it('names the way out where the template has no room for more', () => {
    const { diagnostics } = compileWith('fargate', addresses(1_900));
    const [found] = diagnostics.filter(({ severity }) => severity === 'error');
    expect(found).to.include({ code: 'template-too-large' });
    expect(found?.hint).to.match(
      /^Move ranges of options\.ipRestriction\.allowedSourceIps .* list their ARNs in "ipSetArns"$/,
    );
  });

  it('needs the right to refer to the IP sets of others, and to do nothing else with them', () => {
    const documents = composePolicy(compiledGolden('every-setting'), { account: '123456789012', toolkit });
    const onSets = documents
      .flatMap(({ Statement }) => Statement)
      .filter(({ Resource }) => Resource.some((arn) => arn.includes('/ipset/offices/')));
    expect(onSets.map(({ Action, Resource }) => ({ Action, Resource }))).to.deep.equal([
      {
        Action: ['wafv2:CreateWebACL', 'wafv2:UpdateWebACL'],
        Resource: [
          'arn:aws:wafv2:eu-west-1:123456789012:regional/ipset/offices/a1b2c3d4-5678-90ab-cdef-111122223333',
          'arn:aws:wafv2:eu-west-1:123456789012:regional/ipset/partners-v6/0f9e8d7c-6543-21ba-fedc-333322221111',
        ],
      },
    ]);
    expect(onSets[0]?.Condition).to.have.property('ForAnyValue:StringEquals');
  });
});

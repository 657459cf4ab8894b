import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { composePolicy } from '../../compiler/policy/policy.ts';
import { largestTemplate } from '../../compiler/template/size.ts';
import { toolkit } from '../../compiler/toolkit.ts';
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

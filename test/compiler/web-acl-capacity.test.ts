import { expect } from 'chai';
import groupFacts from '../../compiler/facts/managed-rule-groups.json' with { type: 'json' };
import { InternalError } from '../../compiler/internal-error.ts';
import { readFragment } from '../../compiler/template/read.ts';
import { capacityFindings } from '../../compiler/template/web-acl-capacity.ts';
import { groups } from '../../templates/options/managedRules/groups.ts';
import { describeReports } from '../support/compile/describe-reports.ts';
import { specWith } from '../support/compile/reports-of.ts';

/** How many units a rule with this statement takes. */
function unitsOf(statement: string): number {
  const root = readFragment(
    `{ Resources: { Acl: { Type: AWS::WAFv2::WebACL, Properties: { Rules: [{ Statement: ${statement} }] } } } }`,
    'fragment',
  );
  if (root.kind !== 'map') throw new Error('the fragment is no mapping');
  const findings = capacityFindings({ stack: 'backend', root }, { units: -1, isGiven: true });
  return Number(/take ([\d,]+) /.exec(findings[0]?.message ?? '')?.[1]?.replace(',', ''));
}

const ipSet = '{ IPSetReferenceStatement: { Arn: arn } }';
const path = (...types: readonly string[]) =>
  `{ ByteMatchStatement: { PositionalConstraint: STARTS_WITH, TextTransformations: [${types.map((Type) => `{ Type: ${Type} }`).join()}] } }`;

describe("the capacity of a web ACL's rules", () => {
  for (const [title, statement, want] of [
    ['is one for an IP set', ipSet, 1],
    ['is the sum of what an OrStatement has', `{ OrStatement: { Statements: [${ipSet}, ${ipSet}] } }`, 2],
    ['is nothing for a NotStatement itself', `{ NotStatement: { Statement: ${ipSet} } }`, 1],
    ['grows with each transformation', path('URL_DECODE', 'LOWERCASE'), 22],
    ['is two for a rate limit', '{ RateBasedStatement: { Limit: 10 } }', 2],
    [
      'has that of the paths of a rate limit',
      `{ RateBasedStatement: { Limit: 10, ScopeDownStatement: ${path('LOWERCASE')} } }`,
      14,
    ],
    [
      'is what AWS has fixed for its groups',
      '{ ManagedRuleGroupStatement: { VendorName: AWS, Name: AWSManagedRulesCommonRuleSet } }',
      700,
    ],
  ] as const) {
    it(title, () => {
      expect(unitsOf(statement)).to.equal(want);
    });
  }

  it('is known for every statement of every module', () => {
    expect(() => unitsOf('{ GeoMatchStatement: { CountryCodes: [JP] } }')).to.throw(
      InternalError,
      'the capacity that "GeoMatchStatement" takes of a web ACL is not known',
    );
    expect(() => unitsOf('{ ManagedRuleGroupStatement: { Name: toString } }')).to.throw(InternalError);
  });
});

const all = groups.reduce((sum, { name }) => sum + groupFacts.groups[name].capacity, 0);
const withAll = (...more: readonly object[]) =>
  specWith(
    { options: { managedRules: { groups: Object.fromEntries(groups.map(({ key }) => [key, 'block'])) } } },
    ...more,
  );
const capped = (maxCapacity: number) => ({ backend: { firewall: { maxCapacity } } });
const paths = Array.from({ length: 20 }, (_, index) => `/p${index}`);
const limits = (count: number) => ({
  options: { rateLimit: { limits: Array.from({ length: count }, () => ({ requests: 10, paths })) } },
});
const take = (units: string) => `The firewall's rules take ${units} capacity units`;
const groupsHint = 'leave rules out: options.managedRules.groups.common takes 700 of them';

describeReports('what the rules may take of the web ACL', [
  [
    'is as much as the basic price covers',
    withAll({ options: { managedRules: { groups: { sql: 'off', posix: 'off' } } } }),
  ],
  [
    'is more only knowingly',
    withAll(),
    `web-acl-costs-more at "common": ${take('1,725')}, and AWS WAF's basic price covers 1,500 / Write "maxCapacity: 2000" under backend.firewall to accept the higher price of each request, or ${groupsHint}`,
  ],
  ['is more where the spec accepts it', withAll(capped(2000))],
  ['is exactly what the spec accepts', withAll(capped(all))],
  [
    'is not more than the spec accepts',
    withAll(capped(1700)),
    `web-acl-capacity at 1700: ${take('1,725')}, and "maxCapacity" is 1,700 / Write "maxCapacity: 2000", or ${groupsHint}`,
  ],
  [
    'is that of all options together',
    specWith(
      {
        options: {
          managedRules: { groups: { sql: 'block' } },
          ipRestriction: { allowedSourceIps: ['192.0.2.1'] },
        },
      },
      limits(1),
    ),
    `web-acl-costs-more at "groups": ${take('1,768')}, and AWS WAF's basic price covers 1,500 / Write "maxCapacity: 2000" under backend.firewall to accept the higher price of each request, or ${groupsHint}`,
  ],
]);

describe('what AWS WAF has for a web ACL', () => {
  it('is never exceeded', () => {
    const root = readFragment(
      `{ Resources: { Acl: { Type: AWS::WAFv2::WebACL, Properties: { Rules: [${Array.from(
        { length: 8 },
        () => '{ Statement: { ManagedRuleGroupStatement: { Name: AWSManagedRulesCommonRuleSet } } }',
      ).join()}] } } } }`,
      'fragment',
    );
    if (root.kind !== 'map') throw new Error('the fragment is no mapping');
    for (const isGiven of [true, false]) {
      const [found] = capacityFindings({ stack: 'backend', root }, { units: 5000, isGiven });
      expect(found).to.include({
        code: 'web-acl-capacity',
        message: `${take('5,600')}, and AWS WAF has at most 5,000 for a web ACL`,
      });
      expect(found?.hint).to.match(/^Leave rules out: /);
    }
  });
});

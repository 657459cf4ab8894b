import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import facts from '../../compiler/facts/managed-rule-groups.json' with { type: 'json' };
import { composePolicy } from '../../compiler/policy/policy.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { groups } from '../../templates/options/managedRules/groups.ts';
import { describeReports } from '../support/compile/describe-reports.ts';
import { specOnAppRunner, specWith } from '../support/compile/reports-of.ts';
import { webAclOf } from '../support/compile/web-acl-of.ts';
import { judgeRequest } from '../support/firewall/judge-request.ts';

const optionOf = (settings: object, more: object = {}) => ({
  options: { managedRules: settings, ...more },
});
const withOption = (settings: object, more: object = {}) => specWith(optionOf(settings, more));
const all = Object.fromEntries(groups.map(({ key }) => [key, 'block']));
const none = Object.fromEntries(groups.map(({ key }) => [key, 'off']));

const byName: Readonly<Record<string, { readonly rules: readonly string[] }>> = facts.groups;
const rulesOf = (group: string) => byName[group]?.rules ?? [];

/** What becomes of a request that one of AWS's rules matches: the action, and what decided or counted. */
function verdictOn(exploit: string, settings: object): string {
  const request = { address: '192.0.2.1', exploits: [exploit] };
  const { action, rule, counted } = judgeRequest(webAclOf(withOption(settings)), request, {
    addressesOf: () => [],
    rulesOf,
  });
  return [action, action === 'Block' ? rule : counted.join()].join(' ').trim();
}

describe('the option managedRules', () => {
  it('has the three groups that most services need, if the spec says nothing else', () => {
    expect(webAclOf(withOption({})).Rules.map(({ Name }) => Name)).to.deep.equal([
      'ManagedIpReputation',
      'ManagedCommon',
      'ManagedKnownBadInputs',
    ]);
  });

  it('has every group that the spec names, those that decide by addresses first, and the dear one last', () => {
    const { Rules } = webAclOf(withOption({ groups: all }));
    expect(Rules.map(({ Name }) => Name)).to.deep.equal(groups.map(({ rule }) => rule));
    expect(Rules.at(-1)?.Name).to.equal('ManagedBotControl');
    const priorities = Rules.map(({ Priority }) => Priority);
    expect(priorities).to.deep.equal([...priorities].sort((one, other) => one - other));
    const some = webAclOf(withOption({ groups: { ...none, sql: 'count' } })).Rules;
    expect(some).to.have.length(1);
    expect(some[0]?.Priority).to.equal(Rules.find(({ Name }) => Name === 'ManagedSql')?.Priority);
  });

  for (const [title, exploit, settings, want] of [
    ['blocks what a group blocks', 'Log4JRCE_BODY', {}, 'Block ManagedKnownBadInputs'],
    [
      'counts what a group counts',
      'Log4JRCE_BODY',
      { groups: { knownBadInputs: 'count' } },
      'Allow ManagedKnownBadInputs',
    ],
    ['lets pass what a group that is off would block', 'SQLi_BODY', {}, 'Allow'],
    ['counts large bodies', 'SizeRestrictions_BODY', {}, 'Allow SizeRestrictions_BODY'],
    [
      'blocks large bodies if the spec says so',
      'SizeRestrictions_BODY',
      { countedRules: { common: [] } },
      'Block ManagedCommon',
    ],
    [
      'counts single rules',
      'NoUserAgent_HEADER',
      { countedRules: { common: ['NoUserAgent_HEADER'] } },
      'Allow NoUserAgent_HEADER',
    ],
    [
      'counts clients that are programs',
      'CategoryHttpLibrary',
      { groups: { botControl: 'block' } },
      'Allow CategoryHttpLibrary',
    ],
    ['blocks scrapers', 'CategorySeo', { groups: { botControl: 'block' } }, 'Block ManagedBotControl'],
  ] as const) {
    it(title, () => {
      expect(verdictOn(exploit, settings)).to.equal(want);
    });
  }

  it('judges exactly those that ipRestriction lets in', () => {
    const webAcl = webAclOf(withOption({}, { ipRestriction: { allowedSourceIps: ['192.0.2.0/24'] } }));
    const judge = (address: string, exploits: readonly string[]) =>
      judgeRequest(webAcl, { address, exploits }, { addressesOf: () => ['192.0.2.0/24'], rulesOf }).rule;
    expect(judge('192.0.2.1', ['GenericLFI_BODY'])).to.equal('ManagedCommon');
    expect(judge('198.51.100.1', ['GenericLFI_BODY'])).to.equal('BlockUnlistedAddresses');
    expect(judge('192.0.2.1', [])).to.equal('the default action');
  });

  it('names the version and the level that the spec has', () => {
    const settings = {
      groups: { botControl: 'block' },
      versions: { common: 'Version_1.19' },
      botControlLevel: 'targeted',
    };
    const text = JSON.stringify(webAclOf(withOption(settings)));
    expect(text).to.include('"Name":"AWSManagedRulesCommonRuleSet","Version":"Version_1.19"');
    expect(text).to.include('{"AWSManagedRulesBotControlRuleSet":{"InspectionLevel":"TARGETED"}}');
    expect(text.match(/"Version"/g)).to.have.length(1);
  });

  it('has the rules of each group in its schema, and versions where AWS has some', () => {
    const settings: Readonly<Record<string, Schema>> =
      toolkit.schema.properties?.['options']?.properties?.['managedRules']?.properties ?? {};
    const keysOf = (setting: string) => Object.keys(settings[setting]?.properties ?? {});
    expect(keysOf('groups')).to.have.members(groups.map(({ key }) => key));
    expect(keysOf('countedRules')).to.have.members(groups.map(({ key }) => key));
    expect(Object.keys(facts.groups)).to.have.members(groups.map(({ name }) => name));
    for (const { key, name } of groups) {
      expect(settings['countedRules']?.properties?.[key]?.items?.enum, key).to.deep.equal(rulesOf(name));
      expect(keysOf('versions').includes(key), key).to.equal(facts.groups[name].versions);
    }
  });

  it('needs the right to refer to rule groups of AWS, which no other spec needs', () => {
    const grantsOf = (spec: object) => {
      const outcome = compile({ name: 'spec', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
      if (!outcome.ok) throw new Error('the spec has errors');
      return composePolicy(outcome.value, { account: '123456789012', toolkit })
        .flatMap(({ Statement }) => Statement)
        .filter(({ Resource }) => Resource.some((arn) => arn.includes('managedruleset')))
        .map(({ Action, Resource }) => ({ Action, Resource }));
    };
    expect(grantsOf(withOption({}))).to.deep.equal([
      {
        Action: ['wafv2:CreateWebACL', 'wafv2:UpdateWebACL'],
        Resource: ['arn:aws:wafv2:eu-west-1:123456789012:regional/managedruleset/*'],
      },
    ]);
    expect(grantsOf(specWith())).to.deep.equal([]);
  });
});

const hidden = {
  backend: { service: { visibility: 'internal' } },
  shared: { network: { nat: 'none' }, database: { access: 'vpc' } },
};
const blind = (key: string, place: string, hint: string) =>
  `conflicting-properties at ${place}: The group "${key}" cannot judge by the addresses of clients: an internal service on appRunner hides them / ${hint}`;

describeReports('the groups of managedRules', [
  [
    'are not all off',
    withOption({ groups: none }),
    'missing-property at "groups": Every group of rules is off / Write "common: block" under options.managedRules.groups, or remove the option managedRules',
  ],
  [
    'are on where single rules of theirs count, or a version is fixed',
    withOption({ countedRules: { sql: ['SQLi_BODY'] }, versions: { php: 'Version_2.0' } }),
    'conflicting-properties at "sql": "countedRules.sql" has no effect, because the group "sql" is off / Write "sql: block" under options.managedRules.groups, or remove it',
    'conflicting-properties at "php": "versions.php" has no effect, because the group "php" is off / Write "php: block" under options.managedRules.groups, or remove it',
  ],
  [
    'are on where their level is chosen',
    withOption({ botControlLevel: 'targeted' }),
    'conflicting-properties at "botControlLevel": "botControlLevel" has no effect, because the group "botControl" is off / Write "botControl: block" under options.managedRules.groups, or remove it',
  ],
  ['may be off where a default names rules of theirs', withOption({ groups: { common: 'off' } })],
  [
    'have rules that AWS knows',
    withOption({ countedRules: { common: ['SizeRestriction_BODY'] } }),
    'wrong-value at "SizeRestriction_BODY": "SizeRestriction_BODY" is not a valid item of "common" / Did you mean "SizeRestrictions_BODY"?',
  ],
  [
    'have each rule once',
    withOption({ countedRules: { common: ['GenericLFI_BODY', 'GenericLFI_BODY'] } }),
    'duplicate-name at "GenericLFI_BODY": The rule "GenericLFI_BODY" is listed twice / Remove one of the two',
  ],
  [
    'judge by addresses only where they are seen',
    specOnAppRunner(hidden, optionOf({ groups: { ipReputation: 'block', anonymousIps: 'count' } })),
    blind(
      'ipReputation',
      '"block"',
      'Write "ipReputation: off" under options.managedRules.groups, or write "visibility: internet" under backend.service',
    ),
    blind(
      'anonymousIps',
      '"count"',
      'Write "anonymousIps: off" under options.managedRules.groups, or write "visibility: internet" under backend.service',
    ),
  ],
]);

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { messagesPage } from '../../compiler/build/pages/reference.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import { feedsOf, origins } from '../../compiler/explain/feeds.ts';
import { settingPaths } from '../../compiler/explain/setting.ts';
import { toolkit } from '../../compiler/toolkit.ts';

describe('the reference page', () => {
  const page = readFileSync('docs/reference.md', 'utf8');

  it('has every setting, and once in each section', () => {
    const sections = page.split(/^## /m).map((section) => [...section.matchAll(/^### `(.*)`$/gm)]);
    const headings = sections.map((section) => section.map(([, path]) => path));
    expect([...new Set(headings.flat())]).to.have.members(settingPaths(toolkit.schema));
    for (const each of headings) expect(new Set(each).size).to.equal(each.length);
  });

  it('puts the settings of a runtime and of an option below those of every spec', () => {
    expect(page.indexOf('## Runtime `appRunner`')).to.be.above(page.indexOf('### `backend.build`'));
    expect(page.indexOf('### `backend.service.cpu`')).to.be.above(page.indexOf('## Runtime'));
    expect(page.lastIndexOf('### `backend.service.cpu`')).to.be.above(page.indexOf('## Runtime `fargate`'));
    expect(page.indexOf('### `options.ipRestriction`')).to.be.above(
      page.indexOf('## Option `ipRestriction`'),
    );
  });

  it('shows what a setting may be', () => {
    expect(page).to.include('### `shared.database.backupRetentionDays`\n\nDays to keep');
    expect(page).to.include(
      '- Type: a whole number from 1 to 35\n- Default: `7`\n- Example: `35`\n- Feeds: `DatabaseCluster`\n',
    );
    expect(page).to.include('*Required.* Port');
  });
});

describe('the resources that a setting feeds', () => {
  for (const [setting, resources] of [
    ['backend.service.port', ['Service']],
    ['backend.domain.hostedZoneId', ['DomainAliasRecord']],
    ['shared.availabilityZones', ['Subnet1', 'Subnet2']],
    ['shared.database.logExports', ['DatabaseCluster', 'DatabaseClusterParameterGroup']],
    ['options.ipRestriction.allowedSourceIps', ['AllowedIpv4Set', 'AllowedIpv6Set']],
  ] as const) {
    it(`include those that get a computed value: ${setting}`, () => {
      expect(feedsOf(setting, toolkit)).to.include.members([...resources]);
    });
  }

  it('are none for a setting of the build script', () => {
    expect(feedsOf('backend.build.context', toolkit)).to.deep.equal([]);
  });

  it('are told by settings that exist', () => {
    const known = settingPaths(toolkit.schema);
    const sources = [...origins(toolkit).values()].flatMap((each) => [...each]);
    expect(known).to.include.members(sources);
  });
});

describe('the page of messages', () => {
  it('has every code under its severity', () => {
    const [errors = '', warnings = ''] = messagesPage(catalogue, {}).split('## Warnings');
    for (const [code, { severity }] of Object.entries(catalogue)) {
      expect(severity === 'error' ? errors : warnings, code).to.include(`\n### ${code}\n`);
    }
  });

  it('shows an example below the explanation', () => {
    const page = messagesPage(catalogue, { 'plain-http': { wrong: 'a: 1\n', right: 'a:\n  b: 1\n' } });
    const example = [
      'For example, this gets the warning:\n\n```yaml\na: 1\n```\n',
      'This settles it:\n\n```yaml\na:\n  b: 1\n```\n',
    ];
    expect(page).to.include(`${catalogue['plain-http'].explanation}\n\n${example.join('\n')}`);
    expect(page.match(/```yaml/g)).to.have.length(2);
  });
});

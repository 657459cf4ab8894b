import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { commercialRegions, hasDataApi, zoneLetters } from '../../compiler/facts/regions.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { readPackageData } from '../../compiler/build/python-packages.ts';
import { messagesOf } from '../support/compile/messages-of.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

const inPrivate = { access: 'vpc', deletionProtection: true };
const onFargate = { runtime: 'fargate', plainHttp: true };

/** The messages about a spec for that region, with the runtime that is in most regions. */
function messagesIn(region: string, database: object = {}): readonly string[] {
  return messagesOf({ region, database: { ...inPrivate, ...database }, service: onFargate });
}

describe('the regions', () => {
  it('of every runtime are commercial ones', () => {
    for (const { regions } of runtimes)
      expect(Object.keys(commercialRegions)).to.include.members([...regions]);
  });

  it('all have zones that are known', () => {
    const unknown = Object.keys(commercialRegions).filter((region) => zoneLetters(region).length < 2);
    expect(unknown).to.deep.equal([]);
  });

  it('that lack the RDS Data API for Aurora MySQL are eight', () => {
    expect(Object.keys(commercialRegions).filter((region) => !hasDataApi(region))).to.deep.equal([
      'ap-east-2',
      'ap-south-2',
      'ap-southeast-4',
      'ap-southeast-6',
      'ca-west-1',
      'eu-central-2',
      'il-central-1',
      'mx-central-1',
    ]);
  });

  it('of a type are those for which cfn-lint has its schema', function () {
    needs(this, missingPythonTools());
    const withService = Object.keys(commercialRegions).filter((region) => {
      // For me-south-1 this version of cfn-lint has no schemas at all.
      if (region === 'me-south-1') return false;
      const types = readPackageData('cfnlint', 'data', 'schemas', 'providers', `${region}.json`);
      return 'AWS::AppRunner::Service' in (types as object);
    });
    expect(runtimes.find(({ name }) => name === 'appRunner')?.regions).to.deep.equal(withService);
  });

  for (const region of Object.keys(commercialRegions)) {
    it(`${hasDataApi(region) ? 'can' : "can't"} be chosen, for the Data API: ${region}`, () => {
      const refused =
        `data-api-region: AWS does not offer the RDS Data API in "${region}" (as of 2026-11-28), ` +
        "and without it no backend's database can be created";
      expect(messagesIn(region)).to.deep.equal(hasDataApi(region) ? [] : [refused]);
      expect(messagesIn(region, { assumeDataApi: true })).to.deep.equal([]);
    });
  }

  for (const [region, partition] of [
    ['cn-north-1', 'AWS in China (aws-cn)'],
    ['us-gov-west-1', 'AWS GovCloud (US) (aws-us-gov)'],
    ['eusc-de-east-1', 'the AWS European Sovereign Cloud (aws-eusc)'],
    ['us-iso-east-1', 'an isolated partition of AWS (aws-iso)'],
    ['us-isof-south-1', 'an isolated partition of AWS (aws-iso-f)'],
  ] as const) {
    it(`of other partitions are named for what they are: ${region}`, () => {
      expect(messagesIn(region)).to.deep.equal([
        `region-not-supported: "${region}" belongs to ${partition}, for which archc does not compile`,
      ]);
    });
  }

  it('are counted right in the documents', () => {
    const all = Object.keys(commercialRegions).length;
    const [appRunner, fargate] = ['appRunner', 'fargate'].map(
      (wanted) => runtimes.find(({ name }) => name === wanted)?.regions.filter(hasDataApi).length,
    );
    const counts = `\`fargate\` works in ${String(fargate)} of AWS's ${all} commercial regions, \`appRunner\` in ${String(appRunner)}`;
    expect(readFileSync('README.md', 'utf8')).to.include(counts);
    expect(readFileSync('docs/spec.md', 'utf8')).to.include(`[${String(fargate)} regions](regions.md)`);
    const page = readFileSync('templates/runtimes/fargate/README.md', 'utf8');
    expect(page).to.include(`(${String(fargate)} of ${all}, docs/regions.md)`);
  });

  it('that do not exist are reported', () => {
    expect(messagesIn('eu-north-9')).to.deep.equal([
      'region-not-supported: "eu-north-9" is not a commercial region of AWS',
    ]);
  });
});

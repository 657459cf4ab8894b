import { expect } from 'chai';
import type { Module, Runtime } from '../../compiler/modules/module.ts';
import { modulesOf } from '../../compiler/modules/choose.ts';
import type { Derived, DerivedValue } from '../../compiler/spec/derived.ts';
import { schemaAt } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';

const whole = ['every-setting', 'fargate-every-setting'];

/** Where a value and everything in it come from. */
function sourcesOf({ value, from }: Derived): readonly Derived['from'][] {
  return [from, ...partsOf(value).flatMap(sourcesOf)];
}

function partsOf(value: DerivedValue): readonly Derived[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((each): each is Derived => typeof each === 'object' && 'from' in each);
}

describe('a value that a module derives', () => {
  for (const name of whole) {
    it(`says from which setting it comes, and so does all that is in it: ${name}`, () => {
      const { spec, derived } = compileGolden(name).resolved;
      expect(derived).to.have.property('size').above(20);
      for (const [dotted, value] of derived) {
        for (const from of sourcesOf(value)) {
          expect(from, dotted).to.have.length.above(0);
          const keywords = Object.keys(schemaAt(toolkit.schema, from, spec));
          expect(keywords, `${dotted}: ${from.join('.')}`).to.have.length.above(0);
        }
      }
    });
  }

  it('has no order where AWS has none', () => {
    const codes = (successCodes: string) =>
      compileGolden('fargate', (spec) =>
        spec.replace(/^( +)port:/m, `$1healthCheck: { successCodes: "${successCodes}" }\n$1port:`),
      ).resolved.derived.get(`${service}.healthCheck.successCodes`)?.value;
    expect([codes('204,200'), codes('200,204')]).to.deep.equal(['200,204', '200,204']);
  });

  it('comes from the setting that changes it', () => {
    const from = (name: string, dotted: string) =>
      compileGolden(name).resolved.derived.get(dotted)?.from.join('.');
    for (const name of whole) {
      const { runtime } = compileGolden(name).resolved.spec.backend.service;
      for (const [dotted, wanted] of [...ofService, ...(runtime === 'fargate' ? onFargate : onAppRunner)])
        expect(from(name, dotted), `${name}: ${dotted}`).to.equal(wanted);
    }
  });
});

const service = 'backend.service';
const database = 'shared.database';
const ofService: readonly (readonly [string, string])[] = [
  ['rolePath', 'rolePath'],
  ['permissionsBoundary', 'permissionsBoundary'],
  ['sharedStackName', 'stackNames.shared'],
  ['backend.firewall.retention', 'backend.firewall.logRetentionDays'],
  ['backend.firewall.redactedFields', 'backend.firewall.redactedHeaders'],
  [`${service}.portText`, `${service}.port`],
  [`${service}.policyArns`, `${service}.policyArns`],
  [`${service}.secretKeyArns`, `${service}.secretKeyArns`],
  ['backend.domain.url', 'backend.domain.name'],
  ['shared.zoneLetters.1', 'shared.availabilityZones.1'],
  [`${database}.family`, `${database}.engineVersion`],
  [`${database}.auditLog`, `${database}.auditEvents`],
  [`${database}.auditedEvents`, `${database}.auditEvents`],
  [`${database}.generalLog`, `${database}.logExports`],
  [`${database}.exportedLogs`, `${database}.logExports`],
  [`${database}.publiclyAccessible`, `${database}.access`],
  [`${database}.reader.tier`, `${database}.readers`],
  [`${database}.reader.zone`, `${database}.readers`],
  [`${database}.capacity.autoPauseSeconds`, `${database}.capacity.autoPauseSeconds`],
  [`${database}.clusterInsights.enabled`, `${database}.databaseInsights`],
  [`${database}.clusterInsights.retentionDays`, `${database}.performanceInsightsRetentionDays`],
  [`${service}.cpuText`, `${service}.cpu`],
  [`${service}.memoryText`, `${service}.memory`],
  [`${service}.addressFamily`, `${service}.ipAddressType`],
];
const onAppRunner = [
  [`${service}.healthCheck.protocolName`, `${service}.healthCheck.protocol`],
  [`${service}.healthCheck.path`, `${service}.healthCheck.path`],
  ['backend.domain.aliasZoneId', 'region'],
] as const;
const onFargate = [
  [`${service}.dropInvalidHeadersText`, `${service}.dropInvalidHeaders`],
  [`${service}.architectureName`, `${service}.architecture`],
  [`${service}.logRetention`, `${service}.logRetentionDays`],
  [`${service}.healthCheck.successCodes`, `${service}.healthCheck.successCodes`],
] as const;

describe('a module', () => {
  it('has examples that are specs of its runtime', () => {
    for (const runtime of toolkit.runtimes) {
      const { name } = runtime;
      const known = runtime.examples?.({})['backend.service'] ?? [];
      expect(known[0]).to.deep.equal({ runtime: name, port: 8080 });
      for (const each of known) expect(each).to.include({ runtime: name, port: 8080 });
      if (name === 'fargate') expect(known[1]).to.include({ architecture: 'arm64' });
    }
  });

  it('is asked in the order of the registries', () => {
    const names = (runtime: string) =>
      modulesOf({ runtime, options: ['ipRestriction'] }, toolkit).map(({ name }: Module) => name);
    expect(names('fargate')).to.deep.equal(['base', 'fargate', 'ipRestriction']);
    expect(names('appRunner')).to.deep.equal(['base', 'appRunner', 'ipRestriction']);
  });
});

describe('a runtime', () => {
  type Service = Parameters<Runtime['addressFamilies']>[0];

  for (const runtime of toolkit.runtimes) {
    const { name } = runtime;
    it(`has the addresses that the spec wants: ${name}`, () => {
      const familiesWith = (ipAddressType: string) => runtime.addressFamilies({ ipAddressType } as Service);
      expect(familiesWith('ipv4')).to.deep.equal(['ipv4']);
      expect(familiesWith('dualStack')).to.deep.equal(['ipv4', 'ipv6']);
    });

    it(`runs images for the processor that the spec wants, if it has a choice: ${name}`, () => {
      const platformWith = (architecture: string) => runtime.imagePlatform({ architecture } as Service);
      expect(platformWith('x86_64')).to.equal('linux/amd64');
      expect(platformWith('arm64')).to.equal(name === 'fargate' ? 'linux/arm64' : 'linux/amd64');
    });
  }
});

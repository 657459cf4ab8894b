import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  readResourceTypes,
  resourceTypesFile,
  resourceTypesText,
  typesIn,
} from '../../compiler/build/resource-types.ts';
import { knownTypes } from '../../compiler/change/known-types.ts';
import { documented } from '../../compiler/diff/documented.ts';
import { effectOf } from '../../compiler/diff/effects.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

const facts = readResourceTypes();

describe('what is known of resource types', () => {
  it('covers every type that a fragment has', () => {
    const types = typesIn(Object.values(toolkit.fragments));
    expect(types).to.have.length.above(20);
    const missing = types.filter((type) => !(type in facts.types));
    expect(missing, 'run "npm run update-resources"').to.deep.equal([]);
  });

  it('is what the schemas say that cfn-lint ships', function () {
    needs(this, missingPythonTools());
    const stale = 'compiler/diff/resource-types.json is stale: run "npm run update-resources"';
    expect(resourceTypesText(Object.keys(facts.types)), stale).to.equal(
      readFileSync(resourceTypesFile, 'utf8'),
    );
  });

  it('has its date and its source', () => {
    expect(facts.asOf).to.match(/^20\d\d-\d\d-\d\d$/);
    expect(facts.source).to.match(/cfn-lint \d/);
  });

  it('finds the types of a template, and no properties that are called Type', () => {
    const template = readTemplate(
      'Resources:\n  A:\n    Type: AWS::A::A\n    Properties:\n      Type: AWS::B::B\n  C:\n    Type: Custom::C\n',
    );
    expect(typesIn([template])).to.deep.equal(['AWS::A::A']);
  });

  it('is not contradicted by hand, but for properties that AWS documents otherwise', () => {
    const contradictions = Object.entries(documented).flatMap(([type, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([property, { effect }]) => {
          const { createOnly = [], conditional = [] } = facts.types[type] ?? {};
          const said = createOnly.includes(property)
            ? 'replace'
            : conditional.includes(property)
              ? 'may-replace'
              : 'update';
          return (
            type.startsWith('AWS::') && said !== effect && !(said === 'update' && effect === 'interrupt')
          );
        })
        .map(([property]) => `${type} ${property}`),
    );
    expect(contradictions).to.deep.equal([
      'AWS::RDS::DBInstance AvailabilityZone',
      'AWS::RDS::DBInstance AutoMinorVersionUpgrade',
      'AWS::RDS::DBInstance PreferredMaintenanceWindow',
      'AWS::Route53::RecordSet Name',
      'AWS::CertificateManager::Certificate ValidationMethod',
    ]);
  });

  it('says of our own custom resources what plans go by', () => {
    const replacing = Object.entries(documented).flatMap(([type, { properties = {} }]) => {
      if (!type.startsWith('Custom::')) return [];
      const found = Object.entries(properties).filter(([, { effect }]) => effect === 'replace');
      return [[type, found.map(([property]) => property).sort()] as const];
    });
    const known = Object.entries(knownTypes).flatMap(([type, { replacedBy }]) =>
      replacedBy ? [[type, [...replacedBy].sort()] as const] : [],
    );
    expect(known).to.deep.equal(replacing);
  });

  it('is documented for types that are known', () => {
    const unknown = Object.keys(documented).filter(
      (type) => type.startsWith('AWS::') && !(type in facts.types),
    );
    expect(unknown).to.deep.equal([]);
    expect(existsSync(resourceTypesFile)).to.equal(true);
  });
});

describe('the effect of a property', () => {
  const type = 'AWS::Test::Thing';
  const thing = {
    source: '',
    asOf: '',
    types: { [type]: { createOnly: ['Name', 'Key.Id', 'Items.*.Kind'], conditional: ['Mode'] } },
  };

  for (const [title, path, before, after, effect] of [
    ['of a property that is set at the beginning', ['Name'], 'a', 'b', 'replace'],
    ['inside such a property', ['Name', 'Part'], 'a', 'b', 'replace'],
    ['around such a property, if it differs', ['Key'], { Id: 'a' }, { Id: 'b' }, 'replace'],
    [
      'around such a property, if it is the same',
      ['Key'],
      { Id: 'a', Use: 'x' },
      { Id: 'a', Use: 'y' },
      'update',
    ],
    ['beside such a property', ['Key', 'Use'], 'a', 'b', 'update'],
    ['of one that is added with the rest', ['Key'], undefined, { Id: 'a' }, 'replace'],
    ['of an item', ['Items', 'First', 'Kind'], 'a', 'b', 'replace'],
    ['of a property with a longer name', ['NameOf'], 'a', 'b', 'update'],
    ['of a property under conditions', ['Mode'], 'a', 'b', 'may-replace'],
    ['of any other property', ['Size'], 1, 2, 'update'],
  ] as const) {
    it(`is "${effect}" ${title}`, () => {
      expect(effectOf(type, { path, before, after }, thing).effect).to.equal(effect);
    });
  }
});

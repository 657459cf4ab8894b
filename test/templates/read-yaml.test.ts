import { expect } from 'chai';
import { needs } from '../support/needs.ts';
import { missingReader, readYamlWith, yamlReaders } from '../support/yaml/read-yaml.ts';

const template = `
Resources:
  Service:
    Type: "AWS::AppRunner::Service"
    DependsOn: [Database]
    Properties:
      Url: !Sub "https://\${Host}"
      Zones: !Split [",", !ImportValue zones]
      Default: !Override { Block: {} }
      Code: |
        exports.handler = 1;
      Count: 2
      Enabled: true
      Nothing: null
`;

const value = {
  Resources: {
    Service: {
      Type: 'AWS::AppRunner::Service',
      DependsOn: ['Database'],
      Properties: {
        Url: { '!Sub': 'https://${Host}' },
        Zones: { '!Split': [',', { '!ImportValue': 'zones' }] },
        Default: { '!Override': { Block: {} } },
        Code: 'exports.handler = 1;\n',
        Count: 2,
        Enabled: true,
        Nothing: null,
      },
    },
  },
};

describe('the YAML readers of the tests', () => {
  before(function () {
    needs(this, missingReader());
  });

  for (const reader of yamlReaders) {
    it(`${reader} reads a template with its tags`, async () => {
      expect(await readYamlWith(reader, template)).to.deep.equal(value);
    });

    it(`${reader} refuses what is not YAML, and reads on`, async () => {
      const refusal = await readYamlWith(reader, 'a: [').catch((error: unknown) => error);
      expect(refusal).to.be.an.instanceOf(Error);
      expect(await readYamlWith(reader, 'a')).to.equal('a');
    });
  }

  // A comparison of readings could find nothing if all readers were of one mind.
  const ambiguous = [
    { text: 'on', readings: [true, 'on', 'on', true, 'on'] },
    { text: '0b101', readings: [5, '0b101', '0b101', 5, 5] },
    { text: '12:30', readings: [750, '12:30', '12:30', 750, '12:30'] },
    { text: '0o7', readings: ['0o7', 7, 7, '0o7', 7] },
  ];
  for (const { text, readings } of ambiguous) {
    it(`shows that readers differ over a plain ${text}`, async () => {
      const given = await Promise.all(yamlReaders.map((reader) => readYamlWith(reader, text)));
      expect(given).to.deep.equal(readings);
    });
  }

  it('shows a plain date as what a YAML 1.1 reader takes it for', async () => {
    expect(await readYamlWith('yaml 1.1', '2012-10-17')).to.have.property('!!timestamp');
    expect(await readYamlWith('PyYAML', '2012-10-17')).to.deep.equal({ '!!timestamp': '2012-10-17' });
  });

  it('shows a key that is no string', async () => {
    for (const reader of ['yaml 1.1', 'PyYAML'] as const) {
      const read = (await readYamlWith(reader, 'on: 1')) as object;
      expect(Object.keys(read)[0]).to.match(/^!!key true$/i);
    }
  });
});

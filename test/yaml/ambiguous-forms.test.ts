import { expect } from 'chai';
import { readAmbiguous, readAmbiguousKey } from '../../compiler/phases/ambiguous-scalar.ts';

type Row = readonly [written: string, ...meanings: string[]];

/** With what each can mean, the likeliest first. */
const numbers: readonly Row[] = [
  ['0x1F', '31'],
  ['-0X1f', '-31'],
  ['+0xA', '10'],
  ['0x1_F', '31'],
  ['0o17', '15'],
  ['-0O17', '-15'],
  ['0b101', '5'],
  ['-0B11', '-3'],
  ['0_1', '1'],
  ['08', '8'],
  ['-09', '-9'],
  ['00', '0'],
  ['07', '7'],
  ['010', '10', '8'],
  ['0123', '123', '83'],
  ['-017', '-17', '-15'],
  ['+017', '17', '15'],
  ['0189', '189'],
  ['1_000', '1000'],
  ['1__0_', '10'],
  ['+5', '5'],
  ['+0.5', '0.5'],
  ['.5', '0.5'],
  ['-.5', '-0.5'],
  ['5.', '5'],
  ['1e3', '1000'],
  ['1E+3', '1000'],
  ['25e-1', '2.5'],
  ['8.08e3', '8080'],
  ['-0', '0'],
  ['-0.0', '0'],
  ['1:30', '90'],
  ['-1:30', '-90'],
  ['1:30:00', '5400'],
  ['12:30.5', '750.5'],
  ['1:5', '65'],
  ['.inf'],
  ['-.Inf'],
  ['+.INF'],
  ['.nan'],
  ['.NaN'],
  ['.NAN'],
  // A program would lose digits of these.
  ['1_234_567_890_123', '1234567890123'],
  ['1_234_567_890_123_456'],
  ['0x1FFFFFFFFFFFFFF'],
  ['1e300'],
];

const booleans: readonly Row[] = [
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word): Row => [word, 'true']),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word): Row => [word, 'false']),
];

const dates = [
  '2012-10-17',
  '2012-1-7',
  '2012-10-17T10:00:00Z',
  '2012-10-17t1:00:00.5 -5',
  '2012-10-17 10:00:00',
  '2012-10-17  10:00:00 +05:30',
  '2012-10-17T10:00:00,25+0530',
];

/** Every reader understands these alike; most are text. */
const plain = [
  ...['0', '7', '10', '-1', '-12.75', '1.10', '0.5', '-0.5', '123456789012345678'],
  ...['true', 'True', 'FALSE', 'null', '~', ''],
  ...['yEs', 'oN', 'nope', 'yes please', 'only', 'say yes', 'turn on', 'office'],
  ...[
    'x0x1F',
    '0x',
    '0xG',
    '0o8',
    '0b2',
    '0b',
    '1e',
    'e1',
    '1e3x',
    'a1_000',
    '_1',
    '0x1F.',
    '1.2.3',
    '1,000',
  ],
  ...['1:60', '1:', ':30', '1:30x', 'a1:30', '1:300', '.infinity', 'x.inf', '.nano', '+.nan', '.', '..'],
  ...[
    '12-10-17',
    '2012-10-17x',
    'x2012-10-17',
    '2012-100-17',
    '2012-10-170',
    '2012-10-17T10:00',
    '20123-1-7',
  ],
  ...['2012-10-17T10:00:00Zulu', '2012-10-17T10:00:00 +5:3', '==', '<<<', '=>', '< <'],
];

describe('a value without quotes, of which readers of YAML think differently', () => {
  for (const [written, ...meanings] of numbers) {
    it(`may be a number: ${written}${meanings.length === 0 ? '' : `, which means ${meanings.join(' or ')}`}`, () => {
      expect(readAmbiguous(written)).to.deep.equal({ kind: 'a number', meanings });
    });
  }

  it('may be true or false', () => {
    for (const [written, ...meanings] of booleans) {
      expect(readAmbiguous(written), written).to.deep.equal({ kind: 'true or false', meanings });
    }
  });

  it('may be a date', () => {
    for (const written of dates) {
      expect(readAmbiguous(written), written).to.deep.equal({ kind: 'a date', meanings: [] });
    }
  });

  it('may be a type of YAML 1.1 that has one value', () => {
    for (const written of ['=', '<<']) {
      const something = { kind: 'something else than text', meanings: [] };
      expect(readAmbiguous(written), written).to.deep.equal(something);
    }
  });

  it('is none of these where it only looks a little like one', () => {
    for (const written of plain) expect(readAmbiguous(written), written).to.equal(undefined);
  });
});

describe('a key without quotes', () => {
  it('may be anything that a value may be', () => {
    expect(readAmbiguousKey('0x1F')).to.deep.equal({ kind: 'a number', meanings: ['31'] });
    expect(readAmbiguousKey('no')).to.deep.equal({ kind: 'true or false', meanings: ['false'] });
    expect(readAmbiguousKey('2012-10-17')).to.deep.equal({ kind: 'a date', meanings: [] });
  });

  it('is no text either if it is a plain number, true, false or null', () => {
    for (const written of ['0', '8080', '-1.5'])
      expect(readAmbiguousKey(written)).to.deep.equal({ kind: 'a number', meanings: [written] });
    for (const written of ['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])
      expect(readAmbiguousKey(written)).to.deep.equal({ kind: 'true or false', meanings: [] });
    for (const written of ['~', 'null', 'Null', 'NULL'])
      expect(readAmbiguousKey(written)).to.deep.equal({ kind: 'something else than text', meanings: [] });
  });

  it('is text if it only begins or ends like one of them', () => {
    for (const written of [
      'LOG_LEVEL',
      'nullable',
      'notnull',
      'trueish',
      'untrue',
      '~x',
      'x~',
      '1x',
      'x1',
      'nUll',
    ])
      expect(readAmbiguousKey(written), written).to.equal(undefined);
  });
});

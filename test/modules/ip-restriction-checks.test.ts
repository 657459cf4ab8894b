import { expect } from 'chai';
import { ipRestriction } from '../../templates/options/ipRestriction/option.ts';
import { describeReports } from '../support/compile/describe-reports.ts';
import type { Row } from '../support/compile/describe-reports.ts';
import { specWith } from '../support/compile/reports-of.ts';

const withOption = (settings: object, more: object = {}) =>
  specWith({ options: { ipRestriction: settings }, ...more });
const setIn = (region: string, name = 'offices', account = '123456789012') =>
  `arn:aws:wafv2:${region}:${account}:regional/ipset/${name}/a1b2c3d4-5678-90ab-cdef-111122223333`;
const pairIn = (region: string) => [setIn(region, 'offices'), setIn(region, 'partners')];

const withRanges = (...allowedSourceIps: readonly string[]) => withOption({ allowedSourceIps });
const dualStack = { backend: { service: { ipAddressType: 'dualStack' } } };

describeReports('the ranges of ipRestriction', [
  [
    'are not missing without IP sets',
    withOption({}),
    'missing-property at "ipRestriction": "ipRestriction" lists nobody who may send requests / Add "allowedSourceIps:" with ranges, or "ipSetArns:" with the ARNs of IP sets',
  ],
  [
    'mean either a range or one address',
    withRanges('10.0.0.1/8'),
    'bad-range at "10.0.0.1/8": "10.0.0.1/8" could mean one address or a whole range / Write "10.0.0.0/8" for the whole range, or "10.0.0.1/32" for the one address',
  ],
  [
    'mean only what is not listed already',
    withRanges('10.0.0.0/8', '10.0.0.1/8'),
    'bad-range at "10.0.0.1/8": "10.0.0.1/8" could mean one address or a whole range / Write "10.0.0.1/32" for the one address',
  ],
  [
    'have a prefix length that exists',
    withRanges('10.0.0.0/33'),
    'bad-range at "10.0.0.0/33": "10.0.0.0/33" has no valid IPv4 prefix length / Write a prefix length from 1 to 32, such as 10.0.0.0/32',
  ],
  [
    'are addresses',
    withRanges('office'),
    'bad-range at "office": "office" is not an IP address or range / Write an IPv4 or IPv6 range, such as 203.0.113.0/24',
  ],
  [
    'are proposed only once',
    withRanges('203.0.113.0/24', 'office'),
    'bad-range at "office": "office" is not an IP address or range / Write an IPv4 or IPv6 range, such as 198.51.100.0/24',
  ],
  [
    'are not everybody',
    withRanges('0.0.0.0/0'),
    'bad-range at "0.0.0.0/0": "0.0.0.0/0" is every address, and AWS WAF refuses a prefix length of 0 / Write smaller ranges, or remove the option ipRestriction to let everyone in',
  ],
  [
    'are not everybody on IPv6, which is reported once',
    withRanges('::/0'),
    'bad-range at "::/0": "::/0" is every address, and AWS WAF refuses a prefix length of 0 / Write smaller ranges, or remove the option ipRestriction to let everyone in',
  ],
  [
    'are listed once, as they are written and in any form',
    withRanges('192.0.2.1', '192.0.2.1/32', '192.0.2.1'),
    'range-overlap at "192.0.2.1/32": "192.0.2.1/32" is listed twice / Remove one of the two',
    'range-overlap at "192.0.2.1": "192.0.2.1" is listed twice / Remove one of the two',
  ],
  ['may be all that half of the addresses are', withRanges('0.0.0.0/1', '128.0.0.0/1')],
  [
    'can reach the service',
    withRanges('192.0.2.0/24', '2001:db8::/32'),
    'unreachable-range at "2001:db8::/32": "2001:db8::/32" never matches, because the service has only IPv4 addresses / Write "ipAddressType: dualStack" under backend.service, or remove the range',
  ],
  ['may be IPv6 with a dual-stack service', withOption({ allowedSourceIps: ['2001:db8::/32'] }, dualStack)],
]);

const elsewhere = (region: string, name: string, here: string) =>
  `wrong-form at "arn:aws:wafv2:${region.slice(0, 5)}...: The IP set "${setIn(region, name)}" is in ${region}, and the web ACL in ${here} / Write the ARN of an IP set in ${here}, such as "${setIn(here, name)}"`;
const wrongRegion = (hint: string) =>
  `zone-mismatch at ["eu-west-1a","eu-west-1b"]: The availability zones are in eu-west-1, and the region is us-east-1 / ${hint}`;

describeReports('the IP sets of ipRestriction', [
  ['are in the region', withOption({ ipSetArns: pairIn('eu-west-1') })],
  [
    'are each reported in another region',
    withOption({ ipSetArns: [setIn('us-east-1', 'a')] }),
    elsewhere('us-east-1', 'a', 'eu-west-1'),
  ],
  [
    'are reported together in another region',
    withOption({ ipSetArns: pairIn('us-east-1') }),
    'wrong-form at ["arn:aws:wafv2:us-e...: The IP sets are in us-east-1, and the web ACL in eu-west-1 / Write the ARNs of IP sets in eu-west-1, or "region: us-east-1"',
  ],
  [
    'are reported one by one in two other regions',
    withOption({ ipSetArns: [setIn('us-east-1', 'a'), setIn('us-east-2', 'b')] }),
    elsewhere('us-east-1', 'a', 'eu-west-1'),
    elsewhere('us-east-2', 'b', 'eu-west-1'),
  ],
  [
    'are reported alone beside one that is right',
    withOption({ ipSetArns: [setIn('us-east-1', 'a'), setIn('eu-west-1', 'b')] }),
    elsewhere('us-east-1', 'a', 'eu-west-1'),
  ],
  [
    'are not reported where they are in the region of the zones',
    withOption({ ipSetArns: [setIn('eu-west-1')] }, { region: 'us-east-1' }),
    wrongRegion('Write "region: eu-west-1"'),
  ],
  [
    'are not reported together there either',
    withOption({ ipSetArns: pairIn('eu-west-1') }, { region: 'us-east-1' }),
    wrongRegion('Write "region: eu-west-1"'),
  ],
  [
    'are reported where one is in neither',
    withOption({ ipSetArns: [setIn('eu-west-1', 'a'), setIn('us-east-2', 'b')] }, { region: 'us-east-1' }),
    wrongRegion('Write zones of us-east-1, such as [us-east-1a, us-east-1c], or "region: eu-west-1"'),
    elsewhere('us-east-2', 'b', 'us-east-1'),
  ],
  [
    'are not reported in the region of one of the zones',
    withOption(
      { ipSetArns: pairIn('eu-west-1') },
      { region: 'us-east-1', shared: { availabilityZones: ['eu-west-1a', 'us-east-1b'] } },
    ),
    'zone-mismatch at "eu-west-1a": "eu-west-1a" is not an availability zone of us-east-1 / Write the region and a letter, such as us-east-1a',
  ],
  [
    'are not judged by a region that does not exist',
    withOption({ ipSetArns: pairIn('us-east-1') }, { region: 'us-east-3' }),
    'region-not-supported at "us-east-3": "us-east-3" is not a commercial region of AWS / Write eu-west-1, where the availability zones are',
  ],
  [
    'need no zones to be judged',
    withOption({ ipSetArns: [setIn('us-east-1', 'a')] }, { shared: undefined, sharedStack: 'platform' }),
    elsewhere('us-east-1', 'a', 'eu-west-1'),
  ],
  [
    'are listed once',
    withOption({ ipSetArns: [setIn('eu-west-1'), setIn('eu-west-1')] }),
    `duplicate-name at "arn:aws:wafv2:eu-we...: The IP set "${setIn('eu-west-1')}" is listed twice / Remove one of the two`,
  ],
  [
    'are in one account',
    withOption({ ipSetArns: [setIn('eu-west-1'), setIn('eu-west-1', 'b', '210987654321')] }),
    `account-mismatch at "arn:aws:wafv2:eu-we...: "${setIn('eu-west-1', 'b', '210987654321')}" is in the account 210987654321, and options.ipRestriction.ipSetArns.0 in 123456789012 / Write an ARN of the account that you deploy to, such as "${setIn('eu-west-1', 'b')}"`,
  ],
  ...(
    [
      ['permissionsBoundary', { permissionsBoundary: 'arn:aws:iam::210987654321:policy/b' }],
      [
        'backend.service.policyArns.0',
        { backend: { service: { policyArns: ['arn:aws:iam::210987654321:policy/b'] } } },
      ],
    ] as const
  ).map(([other, more]): Row => [
    `are in the account of ${other}`,
    withOption({ ipSetArns: [setIn('eu-west-1')] }, more),
    `account-mismatch at "arn:aws:wafv2:eu-we...: "${setIn('eu-west-1')}" is in the account 123456789012, and ${other} in 210987654321 / Write an ARN of the account that you deploy to, such as "${setIn('eu-west-1', 'offices', '210987654321')}"`,
  ]),
]);

describe('what hints may propose for ipRestriction', () => {
  const examplesOf = (region: unknown, ipSetArns: unknown) =>
    ipRestriction.examples?.({ region, options: { ipRestriction: { ipSetArns } } }) ?? {};
  const sets = 'options.ipRestriction.ipSetArns';

  it('is a list of one, and items that are not listed yet', () => {
    const examples = examplesOf('eu-west-1', undefined);
    const names = ['offices', 'partners', 'monitoring'];
    expect(examples).to.deep.equal({
      region: [],
      [sets]: [[setIn('eu-west-1')]],
      [`${sets}.*`]: names.map((name) => setIn('eu-west-1', name)),
      'options.ipRestriction.allowedSourceIps': [['203.0.113.0/24']],
      'options.ipRestriction.allowedSourceIps.*': ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24'],
    });
  });

  it('is in the account of a set that is listed, and its region may be the one that was meant', () => {
    const listed = [7, 'arn:aws', setIn('us-east-1', 'a', '210987654321')];
    const examples = examplesOf('eu-west-1', listed);
    expect(examples['region']).to.deep.equal(['us-east-1']);
    expect(examples[sets]).to.deep.equal([[setIn('eu-west-1', 'offices', '210987654321')]]);
    expect(examplesOf(undefined, listed)).to.deep.equal({ region: ['us-east-1'] });
  });

  it('needs a region', () => {
    expect(examplesOf(undefined, undefined)).to.deep.equal({});
    expect(examplesOf(['eu-west-1'], 'sets')).to.deep.equal({});
  });
});

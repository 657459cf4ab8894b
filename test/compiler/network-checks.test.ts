import { expect } from 'chai';
import { messagesOf } from '../support/compile/messages-of.ts';

describe('the availability zones', () => {
  const rows: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['us-east-1a', 'us-east-1f'], []],
    [['us-east-1b', 'us-east-1a'], []],
    [['us-east-1a', 'us-east-1a'], ['zone-mismatch: Both zones are "us-east-1a"']],
    [['us-east-2a', 'us-east-1a'], ['zone-mismatch: "us-east-2a" is not an availability zone of us-east-1']],
    [['us-east-1', 'us-east-1a'], ['zone-mismatch: "us-east-1" is not an availability zone of us-east-1']],
    [['us-east-1A', 'us-east-1a'], ['zone-mismatch: "us-east-1A" is not an availability zone of us-east-1']],
    [
      ['us-east-1aa', 'us-east-1a'],
      ['zone-mismatch: "us-east-1aa" is not an availability zone of us-east-1'],
    ],
    [['use1-az1', 'us-east-1a'], ['zone-mismatch: "use1-az1" is not an availability zone of us-east-1']],
    [['us-east-1a'], ['out-of-range: "availabilityZones" has one item']],
    [['us-east-1a', 'us-east-1b', 'us-east-1c'], ['out-of-range: "availabilityZones" has 3 items']],
  ];
  for (const [availabilityZones, want] of rows) {
    it(`${availabilityZones.join(' and ')} get ${want.length === 0 ? 'no message' : 'a message'}`, () => {
      expect(messagesOf({ shared: { availabilityZones } })).to.deep.equal(want);
    });
  }
});

describe('the ranges of the network', () => {
  const outside = (subnet: string, vpc: string) =>
    `range-overlap: "${subnet}" lies outside the VPC's range ${vpc}`;
  const rows: readonly (readonly [string, string, readonly [string, string], readonly string[]])[] = [
    ['fill the VPC', '10.0.0.0/16', ['10.0.0.0/17', '10.0.128.0/17'], []],
    ['are as small as can be', '10.0.0.0/27', ['10.0.0.0/28', '10.0.0.16/28'], []],
    [
      'are apart',
      '10.0.0.0/16',
      ['10.0.0.0/20', '10.0.15.0/24'],
      [`range-overlap: "10.0.15.0/24" overlaps the other subnet, 10.0.0.0/20`],
    ],
    [
      'are two',
      '10.0.0.0/16',
      ['10.0.1.0/24', '10.0.1.0/24'],
      [`range-overlap: "10.0.1.0/24" overlaps the other subnet, 10.0.1.0/24`],
    ],
    [
      'lie inside the VPC',
      '10.0.0.0/24',
      ['10.0.0.0/28', '10.0.0.0/23'],
      [outside('10.0.0.0/23', '10.0.0.0/24')],
    ],
    [
      'are reported together when no subnet lies inside the VPC',
      '10.0.0.0/24',
      ['10.0.1.0/28', '10.0.0.0/23'],
      [`range-overlap: Both subnets lie outside the VPC's range 10.0.0.0/24`],
    ],
    [
      'have the sizes that AWS has',
      '10.0.0.0/15',
      ['10.0.0.0/29', '10.0.1.0/24'],
      [
        'bad-range: "10.0.0.0/15" is not an IPv4 range of /16 to /28',
        'bad-range: "10.0.0.0/29" is not an IPv4 range of /16 to /28',
      ],
    ],
    [
      'are IPv4',
      '2001:db0::/28',
      ['10.0.0.0/24', '10.0.1.0/24'],
      ['bad-range: "2001:db0::/28" is not an IPv4 range of /16 to /28'],
    ],
    [
      'are not single addresses',
      '10.0.0.0/16',
      ['10.0.0.1', '10.0.1.0/24'],
      ['bad-range: "10.0.0.1" is not an IPv4 range of /16 to /28'],
    ],
    [
      'have no bits behind the prefix',
      '10.0.0.0/16',
      ['10.0.0.1/24', '10.0.1.0/24'],
      ['bad-range: "10.0.0.1/24" could mean one address or a whole range'],
    ],
    [
      'are reported once when the VPC is where no network can be',
      '127.0.0.0/16',
      ['127.0.4.0/24', '127.0.8.0/24'],
      ['bad-range: "127.0.0.0/16" cannot be a VPC\'s: 127.0.0.0/8 is for each machine itself (loopback)'],
    ],
  ];
  for (const [title, vpcCidr, subnetCidrs, want] of rows) {
    it(`${title}: ${vpcCidr} with ${subnetCidrs.join(' and ')}`, () => {
      expect([...messagesOf({ shared: { vpcCidr, subnetCidrs } })].sort()).to.deep.equal([...want].sort());
    });
  }
});

describe('the range of a VPC', () => {
  const codesOf = (vpcCidr: string) => {
    const [first, second, third] = vpcCidr.split('.');
    const subnetCidrs = [0, 16].map(
      (last) => `${String(first)}.${String(second)}.${String(third)}.${last}/28`,
    );
    return messagesOf({ shared: { vpcCidr, subnetCidrs } }).map((message) => message.split(':')[0]);
  };

  for (const range of [
    ...['0.0.0.0/16', '0.255.255.0/24', '127.0.0.0/16', '127.255.255.0/24'],
    ...['169.254.0.0/16', '169.254.255.0/24', '224.0.0.0/16', '239.255.0.0/16'],
    ...['240.0.0.0/16', '255.255.0.0/16', '255.255.255.0/24'],
  ]) {
    it(`is none that is set aside for something else: ${range}`, () => {
      expect(codesOf(range)).to.deep.equal(['bad-range']);
    });
  }

  for (const range of [
    ...['10.0.0.0/16', '172.16.0.0/16', '172.31.0.0/16', '192.168.0.0/16', '100.64.0.0/16', '198.19.0.0/16'],
    ...['1.0.0.0/16', '126.255.0.0/16', '128.0.0.0/16', '169.253.0.0/16', '169.255.0.0/16', '223.255.0.0/16'],
  ]) {
    it(`may be any other: ${range}`, () => {
      expect(codesOf(range)).to.deep.equal([]);
    });
  }
});

import { expect } from 'chai';
import fc from 'fast-check';
import { contains, overlaps, parseRange } from '../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../compiler/modules/ip-range.ts';

function rangeOf(text: string): IpRange {
  const parsed = parseRange(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.range;
}

describe('an IP range', () => {
  const read = [
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['192.0.2.7', '192.0.2.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['128.0.0.0/1', '128.0.0.0/1'],
    ['2001:db8::', '2001:db8::/128'],
    ['2001:DB8:0:0:0:0:0:0/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['2001:db8:8000::/33', '2001:db8:8000::/33'],
    ['::ffff:192.0.2.0/120', '::ffff:c000:200/120'],
  ] as const;
  for (const [given, want] of read) {
    it(`is read and shown in its shortest form: ${given}`, () => {
      expect(rangeOf(given).text).to.equal(want);
    });
  }

  const unread = [
    ...['', '/24', 'example.com', '192.0.2', '192.0.2.0/24/24', '192.0.2.256', '192.0.02.1', '0x7f.0.0.1'],
    ...[
      ' 192.0.2.1',
      '192.0.2.1 ',
      '192.0.2.1\n',
      '127.1',
      '2130706433',
      '1.2.3.4.5',
      '::g',
      ':::',
      'fe80::1%eth0',
    ],
    ...['1:2:3:4:5:6:7:8:9', '[::1]', '１92.0.2.1'],
  ];
  for (const text of unread) {
    it(`is not seen in ${JSON.stringify(text)}`, () => {
      expect(parseRange(text)).to.include({
        ok: false,
        message: `"${text}" is not an IP address or range`,
      });
    });
  }

  for (const text of [
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/08',
    '192.0.2.0/',
    '192.0.2.0/1e1',
    '::/129',
  ]) {
    it(`needs a prefix length that there is: ${text}`, () => {
      expect(parseRange(text))
        .to.have.property('message')
        .that.match(/has no valid IPv[46] prefix length/);
    });
  }

  const uneven = [
    ['203.0.113.5/24', '"203.0.113.0/24" for the whole range, or "203.0.113.5/32"'],
    ['10.1.0.0/15', '"10.0.0.0/15" for the whole range, or "10.1.0.0/32"'],
    ['0.0.0.1/0', '"0.0.0.0/0" for the whole range, or "0.0.0.1/32"'],
    ['2001:db8::1/64', '"2001:db8::/64" for the whole range, or "2001:db8::1/128"'],
  ] as const;
  for (const [text, hint] of uneven) {
    it(`has no bits behind its prefix, and both meanings are told: ${text}`, () => {
      expect(parseRange(text)).to.have.property('hint').that.includes(hint);
    });
  }

  it('is the same when its own text is read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat({ max: 128 }), (address, bits) => {
        const whole = rangeOf(address);
        const prefix = Math.min(bits, whole.prefix);
        const network = `${address}/${prefix}`;
        const parsed = parseRange(network);
        const text = parsed.ok ? parsed.range.text : (/^Write "(.*?)"/.exec(parsed.hint)?.[1] ?? '');
        expect(rangeOf(text)).to.deep.equal({ ...rangeOf(text), text, prefix, family: whole.family });
        expect(contains(rangeOf(text), whole)).to.be.true;
      }),
    );
  });

  it('holds and overlaps another just as their addresses do', () => {
    // All 16 addresses below one /28 are few enough to count.
    const small = fc
      .record({ host: fc.nat({ max: 15 }), prefix: fc.integer({ min: 28, max: 32 }) })
      .map(({ host, prefix }) => {
        const size = 2 ** (32 - prefix);
        const first = host - (host % size);
        const addresses = Array.from({ length: size }, (_, index) => first + index);
        return { addresses, range: rangeOf(`192.0.2.${first}/${prefix}`) };
      });
    fc.assert(
      fc.property(small, small, (a, b) => {
        const shared = b.addresses.filter((address) => a.addresses.includes(address));
        expect(contains(a.range, b.range)).to.equal(shared.length === b.addresses.length);
        expect(overlaps(a.range, b.range)).to.equal(shared.length > 0);
        expect(overlaps(b.range, a.range)).to.equal(shared.length > 0);
      }),
    );
  });

  it('holds none of the other family', () => {
    expect(contains(rangeOf('0.0.0.0/0'), rangeOf('::ffff:192.0.2.1'))).to.be.false;
    expect(overlaps(rangeOf('::/0'), rangeOf('192.0.2.1'))).to.be.false;
  });
});

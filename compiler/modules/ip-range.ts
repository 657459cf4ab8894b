import ipaddr from 'ipaddr.js';

/** An IPv4 or IPv6 range whose host bits are zero. */
export interface IpRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
  /** In its shortest form, always with a prefix length: `2001:db8::/32`. */
  readonly text: string;
  /** Network bits, most significant first. */
  readonly bytes: readonly number[];
}

export type ParsedRange =
  | { readonly ok: true; readonly range: IpRange }
  | {
      readonly ok: false;
      readonly message: string;
      readonly hint: string;
      /** The range that was perhaps meant. */
      readonly meant?: string;
      /** The single address that was perhaps meant, as a range. */
      readonly one?: string;
    };

/** Ranges in their shortest form: several checks read the same ones, and so do many specs. */
const known = new Map<string, ParsedRange>();
const mostKnown = 256;

/** Reads `address` or `address/prefix`; a single address stands for /32 or /128. */
export function parseRange(text: string): ParsedRange {
  const parsed = known.get(text) ?? parseAnew(text);
  if (parsed.ok && parsed.range.text === text && !known.has(text)) {
    if (known.size >= mostKnown) known.clear();
    // Not the spec's own text, which would keep the whole spec in memory.
    known.set(parsed.range.text, parsed);
  }
  return parsed;
}

function parseAnew(text: string): ParsedRange {
  const [addressText = '', prefixText, ...rest] = text.split('/');
  const address = parseAddress(addressText);
  if (!address || rest.length > 0) {
    const hint = 'Write an IPv4 or IPv6 range, such as 203.0.113.0/24 or 2001:db8::/32';
    return { ok: false, message: `"${text}" is not an IP address or range`, hint };
  }
  const bytes = address.toByteArray();
  const most = bytes.length * 8;
  const prefix =
    prefixText === undefined ? most : /^(0|[1-9][0-9]{0,2})$/.test(prefixText) ? Number(prefixText) : -1;
  if (prefix < 0 || prefix > most) {
    const hint = `Write a prefix length from 1 to ${most}, such as ${address.toString()}/${most}`;
    return {
      ok: false,
      message: `"${text}" has no valid ${nameOf(address)} prefix length`,
      hint,
      one: `${address.toString()}/${most}`,
    };
  }
  const network = bytes.map(
    (byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, prefix - index * 8)))) & 0xff,
  );
  const canonical = `${ipaddr.fromByteArray(network).toString()}/${prefix}`;
  if (network.some((byte, index) => byte !== bytes[index])) {
    const message = `"${text}" could mean one address or a whole range`;
    const hint = `Write "${canonical}" for the whole range, or "${address.toString()}/${most}" for the one address`;
    return { ok: false, message, hint, meant: canonical, one: `${address.toString()}/${most}` };
  }
  const family = address.kind();
  return { ok: true, range: { family, prefix, text: canonical, bytes: network } };
}

/** The equal parts of an IPv4 range that have a longer prefix, in order. */
export function partsOf({ bytes, prefix }: IpRange, longer: number): readonly IpRange[] {
  const first = bytes.reduce((number, byte) => number * 256 + byte, 0);
  return Array.from({ length: 2 ** (longer - prefix) }, (_, index): IpRange => {
    const start = first + index * 2 ** (32 - longer);
    const part = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return { family: 'ipv4', prefix: longer, text: `${part.join('.')}/${longer}`, bytes: part };
  });
}

/** Whether every address of `inner` belongs to `outer`. */
export function contains(outer: IpRange, inner: IpRange): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  return outer.bytes.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, outer.prefix - index * 8));
    return ((byte ^ (inner.bytes[index] ?? 0)) & (0xff << (8 - bits)) & 0xff) === 0;
  });
}

export function overlaps(a: IpRange, b: IpRange): boolean {
  return contains(a, b) || contains(b, a);
}

/** Accepts only the usual forms: the library would also accept octal numbers and zones. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (/^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}$/.test(text)) {
    return read(() => new ipaddr.IPv4(text.split('.').map(Number)));
  }
  if (!text.includes(':') || text.includes('%')) return undefined;
  return read(() => ipaddr.IPv6.parse(text));
}

/** Faster than to ask whether the text is valid: the library answers by reading it too. */
function read<Address>(parse: () => Address): Address | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function nameOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address.kind() === 'ipv4' ? 'IPv4' : 'IPv6';
}

/** A text that stands without quotes and that YAML readers don't all understand as archc does. */
export interface Ambiguous {
  /** What some reader takes it for. */
  readonly kind: 'a number' | 'true or false' | 'a date' | 'something else than text';
  /** What it can mean, in a form about which all agree, and the likeliest first. */
  readonly meanings: readonly string[];
}

/**
 * YAML 1.1 has more forms than 1.2 (https://yaml.org/type/ and https://yaml.org/spec/1.2.2/#1032-tag-resolution), and
 * no two libraries have the same ones. All agree on plain decimal numbers and on true, false and null.
 */
export function readAmbiguous(written: string): Ambiguous | undefined {
  if (written.length > longest || plainNumber.test(written)) return undefined;
  for (const [pattern, meaningsOf] of numbers) {
    const parts = pattern.exec(written);
    if (parts)
      return { kind: 'a number', meanings: meaningsOf(parts).filter((each) => plainNumber.test(each)) };
  }
  if (booleans.test(written)) {
    return { kind: 'true or false', meanings: [String(/^(?:y|on)/i.test(written))] };
  }
  if (date.test(written)) return { kind: 'a date', meanings: [] };
  return special.has(written) ? { kind: 'something else than text', meanings: [] } : undefined;
}

const longest = 100;
const plainNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
const booleans = /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;
const date =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?$/;
/** Types of YAML 1.1 that have one value: https://yaml.org/type/merge.html and https://yaml.org/type/value.html */
const special: ReadonlySet<string> = new Set(['=', '<<']);

type Parts = RegExpExecArray;

/** Each form of a number that is not plain, and what it means. */
const numbers: readonly (readonly [RegExp, (parts: Parts) => readonly string[]])[] = [
  [/^([-+]?)0x([0-9a-fA-F_]+)$/, ([, sign, digits]) => [inBase(16, sign, digits)]],
  [/^([-+]?)0o([0-7_]+)$/, ([, sign, digits]) => [inBase(8, sign, digits)]],
  [/^([-+]?)0b([01_]+)$/, ([, sign, digits]) => [inBase(2, sign, digits)]],
  [/^([-+]?)0([0-9_]+)$/, leadingZero],
  [/^([-+]?)([0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)$/, sexagesimal],
  [
    /^[-+]?(?:\.[0-9_]*[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
    ([text]) => [String(Number(text.replaceAll('_', '').replace(/^\+/, '')))],
  ],
  [/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/, () => []],
];

function inBase(base: number, sign = '', digits = ''): string {
  return signed(sign, parseInt(digits.replaceAll('_', ''), base));
}

function leadingZero([, sign = '', written = '']: Parts): readonly string[] {
  const digits = written.replaceAll('_', '');
  const decimal = signed(sign, Number(digits));
  return /^[0-7]+$/.test(digits) && Number(digits) > 7 ? [decimal, inBase(8, sign, digits)] : [decimal];
}

function sexagesimal([, sign = '', text = '']: Parts): readonly string[] {
  const value = text
    .replaceAll('_', '')
    .split(':')
    .reduce((sum, part) => 60 * sum + Number(part), 0);
  return [signed(sign, value)];
}

function signed(sign: string, value: number): string {
  return String(sign === '-' ? -value : value);
}

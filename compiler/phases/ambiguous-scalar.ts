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
  if (!possible.test(written) || plainNumber.test(written)) return undefined;
  if (/^[-+.0-9]/.test(written)) return readDigits(written);
  if (booleans.test(written)) {
    return { kind: 'true or false', meanings: [String(/y|on/i.test(written))] };
  }
  return special.has(written) ? { kind: 'something else than text', meanings: [] } : undefined;
}

function readDigits(written: string): Ambiguous | undefined {
  // go-yaml leaves underscores out, wherever they stand in what begins like a number.
  const digits = written.replaceAll('_', '');
  for (const [pattern, meaningsOf] of numbers) {
    const parts = pattern.exec(digits);
    if (parts) return { kind: 'a number', meanings: meaningsOf(parts).filter(isExact) };
  }
  return written.charAt(4) === '-' && date.test(written) ? { kind: 'a date', meanings: [] } : undefined;
}

/** What each of the forms below begins with. */
const possible = /^[-+.0-9yYnNoO=<]/;
/** Not -0, which is an integer to some readers, and another number than 0 to others. */
const plainNumber = /^(?!-0(?:\.0+)?$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
/** A key without quotes that some reader does not take for text: there, plain numbers, true and null are no text either. */
export function readAmbiguousKey(written: string): Ambiguous | undefined {
  if (plainNumber.test(written)) return { kind: 'a number', meanings: [written] };
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(written)) return { kind: 'true or false', meanings: [] };
  if (/^(?:~|null|Null|NULL)$/.test(written)) return { kind: 'something else than text', meanings: [] };
  return readAmbiguous(written);
}

const booleans = /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;
const date =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?$/;
/** Types of YAML 1.1 that have one value: https://yaml.org/type/merge.html and https://yaml.org/type/value.html */
const special: ReadonlySet<string> = new Set(['=', '<<']);

/** Digits beyond these are lost when a program computes with a number. */
function isExact(meaning: string): boolean {
  return plainNumber.test(meaning) && meaning.length < 16;
}

type Parts = RegExpExecArray;

/** Each form of a number that is not plain, and what it means. */
const numbers: readonly (readonly [RegExp, (parts: Parts) => readonly string[]])[] = [
  [/^([-+]?)0[xX]([0-9a-fA-F]+)$/, ([, sign, digits]) => [inBase(16, sign, digits)]],
  [/^([-+]?)0[oO]([0-7]+)$/, ([, sign, digits]) => [inBase(8, sign, digits)]],
  [/^([-+]?)0[bB]([01]+)$/, ([, sign, digits]) => [inBase(2, sign, digits)]],
  [/^([-+]?)0([0-9]+)$/, leadingZero],
  [/^([-+]?)([0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?)$/, sexagesimal],
  [/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/, ([text]) => [String(Number(text))]],
  [/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/, () => []],
];

function inBase(base: number, sign = '', digits = ''): string {
  return signed(sign, parseInt(digits, base));
}

function leadingZero([, sign = '', digits = '']: Parts): readonly string[] {
  const decimal = signed(sign, Number(digits));
  return !/[89]/.test(digits) && Number(digits) > 7 ? [decimal, inBase(8, sign, digits)] : [decimal];
}

function sexagesimal([, sign = '', text = '']: Parts): readonly string[] {
  const value = text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  return [signed(sign, value)];
}

function signed(sign: string, value: number): string {
  return String(sign === '-' ? -value : value);
}

import { valueAt } from '../../../compiler/spec/path.ts';
import { exampleRanges } from './ranges.ts';

const option = ['options', 'ipRestriction'];

/** What hints may propose for the option's settings, as far as the rest of the spec tells. */
export function examplesFor(spec: unknown): Readonly<Record<string, readonly unknown[]>> {
  const region = valueAt(spec, ['region']);
  const listed = valueAt(spec, [...option, 'ipSetArns']);
  const known = Array.isArray(listed)
    ? listed.filter((each) => typeof each === 'string').map((arn) => arn.split(':'))
    : [];
  const [, , , otherRegion, account = '123456789012'] = known.find((parts) => parts.length > 5) ?? [];
  if (typeof region !== 'string') return otherRegion === undefined ? {} : { region: [otherRegion] };
  const arns = ['offices', 'partners', 'monitoring'].map(
    (name) =>
      `arn:aws:wafv2:${region}:${account}:regional/ipset/${name}/a1b2c3d4-5678-90ab-cdef-111122223333`,
  );
  return {
    region: otherRegion === undefined ? [] : [otherRegion],
    'options.ipRestriction.ipSetArns': [arns.slice(0, 1)],
    'options.ipRestriction.ipSetArns.*': arns,
    'options.ipRestriction.allowedSourceIps': [exampleRanges.slice(0, 1)],
    'options.ipRestriction.allowedSourceIps.*': exampleRanges,
  };
}

import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { toPlain } from '../../../compiler/template/plain.ts';
import type { Plain } from '../../../compiler/template/plain.ts';
import { readTemplate } from '../../../compiler/template/read.ts';

export type Path = readonly (string | number)[];
type Mapping = Readonly<Record<string, Plain>>;

/** What the templates of the golden cases lack. */
const odd = `
AWSTemplateFormatVersion: "2010-09-09"
Metadata: {Team: {Name: payments}}
Mappings: {Sizes: {small: {Mb: 512}, large: {Mb: 1024}}}
Parameters: {Size: {Type: String, Default: small, AllowedValues: [small, large]}}
Conditions: {IsLarge: !Equals [!Ref Size, large], IsSmall: !Not [!Condition IsLarge]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, Tags: [{Key: a, Value: "1"}, {Key: b, Value: "2"}]}}
  Subnet:
    Type: AWS::EC2::Subnet
    DependsOn: [Vpc, Role]
    Condition: IsLarge
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Metadata: {Why: [{Name: x}, {Name: y}], Empty: [], None: {}}
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: !If [IsSmall, true, false]}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}
      ManagedPolicyArns: [a, b, c]
      Policies: [{PolicyName: one, PolicyDocument: {Statement: [{Sid: a}, {Sid: b}]}}, {PolicyName: two, PolicyDocument: {}}]
Outputs: {Size: {Value: !FindInMap [Sizes, !Ref Size, Mb], Export: {Name: !Sub "\${AWS::StackName}-Size"}}}
`;

export interface Sample {
  readonly name: string;
  readonly text: string;
  readonly data: Plain;
}

const golden = 'test/golden';

/** The templates of some golden cases, of every runtime and option, and an odd one, with functions in the long form. */
export const samples: readonly Sample[] = [
  ...readdirSync(golden)
    .filter((name) => /every-setting|minimal|shared-stack/.test(name))
    .flatMap((name) =>
      readdirSync(`${golden}/${name}/expected`)
        .filter((file) => file.endsWith('.yaml'))
        .map(
          (file) => [`${name}/${file}`, readFileSync(`${golden}/${name}/expected/${file}`, 'utf8')] as const,
        ),
    ),
  ['odd', odd] as const,
].map(([name, text]) => ({ name, text, data: toPlain(readTemplate(text)) }));

/** The places of all parts, and whether each is inside the argument of one of CloudFormation's functions. */
export function placesIn(
  value: Plain,
  path: Path = [],
  inFunction = false,
): readonly { readonly path: Path; readonly inFunction: boolean }[] {
  const here = path.length === 0 ? [] : [{ path, inFunction }];
  if (typeof value !== 'object') return here;
  const isFunction = (key: string) =>
    key === 'Ref' || key.startsWith('Fn::') || (key === 'Condition' && path.length !== 2);
  return [
    ...here,
    ...Object.entries(value).flatMap(([key, child]) =>
      placesIn(child, [...path, Array.isArray(value) ? Number(key) : key], inFunction || isFunction(key)),
    ),
  ];
}

export function at(value: Plain | undefined, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>(
    (here, step) => (typeof here === 'object' ? (here as Mapping)[String(step)] : undefined),
    value,
  );
}

/** The data with something else at a path; without the part, for `undefined`. */
export function putAt(value: Plain, [step, ...rest]: Path, change: (old: Plain) => Plain | undefined): Plain {
  if (step === undefined) return change(value) ?? '';
  const entries = Object.entries(value as Mapping).flatMap(([key, child]): (readonly [string, Plain])[] => {
    if (key !== String(step)) return [[key, child]];
    const changed = rest.length === 0 ? change(child) : putAt(child, rest, change);
    return changed === undefined ? [] : [[key, changed]];
  });
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

/** A way to change a value so that CloudFormation sees another one; `undefined` where it can't. */
type Edit = (value: Plain) => { readonly to: Plain | undefined } | undefined;

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
const isMapping = (value: Plain): value is Mapping => typeof value === 'object' && !Array.isArray(value);
const differ = (one: Plain | undefined, other: Plain | undefined) =>
  JSON.stringify(one) !== JSON.stringify(other);

/** They work on scalars everywhere, also inside functions. */
export const scalarEdits: Readonly<Record<string, Edit>> = {
  'another text': (value) => (typeof value === 'object' ? undefined : { to: `${String(value)}zz` }),
  'another end': (value) => (typeof value === 'object' ? undefined : { to: `${String(value)} ` }),
};

export const edits: Readonly<Record<string, Edit>> = {
  ...scalarEdits,
  'no value': () => ({ to: undefined }),
  'a list of it': (value) => (typeof value === 'object' ? undefined : { to: [value] }),
  'a mapping with it': (value) => (typeof value === 'object' ? undefined : { to: { A: value } }),
  'a function of it': (value) =>
    typeof value === 'object' ? undefined : { to: { 'Fn::GetAtt': [String(value), 'Odd'] } },
  'one key more': (value) => (isMapping(value) ? { to: { ...value, Odd: 'x' } } : undefined),
  'one key more that objects have': (value) =>
    isMapping(value) ? { to: { ...value, constructor: 'x' } } : undefined,
  'an empty key more': (value) => (isMapping(value) ? { to: { ...value, '': {} } } : undefined),
  'another key': (value) => {
    const [[key, child] = ['', ''], ...rest] = isMapping(value) ? Object.entries(value) : [];
    return key === '' ? undefined : { to: Object.fromEntries([[`${key}s`, child], ...rest]) };
  },
  'one item more': (value) => (isList(value) ? { to: [...value, value[0] ?? 'x'] } : undefined),
  'one item less': (value) => (isList(value) && value.length > 0 ? { to: value.slice(1) } : undefined),
  'the items in reverse': (value) => {
    const to = isList(value) ? value.toReversed() : [];
    return isList(value) && differ(value, to) ? { to } : undefined;
  },
  'the last item first': (value) => {
    const to = isList(value) && value.length > 1 ? [value.at(-1) ?? '', ...value.slice(0, -1)] : [];
    return isList(value) && value.length > 1 && differ(value, to) ? { to } : undefined;
  },
  'items by their names': (value) => {
    if (!isList(value) || value.length === 0) return undefined;
    const named = value.flatMap((item): (readonly [string, Plain])[] => {
      const name = isMapping(item) ? (item['Name'] ?? item['Key'] ?? item['PolicyName']) : undefined;
      return typeof name === 'string' ? [[name, item]] : [];
    });
    return named.length === value.length ? { to: Object.fromEntries(named) } : undefined;
  },
  'nothing of another kind': (value) =>
    typeof value === 'object' && Object.keys(value).length === 0
      ? { to: isList(value) ? {} : [] }
      : undefined,
};

/** An edit of one part of a sample. */
export interface Edited {
  readonly name: string;
  readonly path: Path;
  readonly title: string;
}

const sampleNamed = new Map(samples.map((sample) => [sample.name, sample]));

/** The sample's data after the edit. */
export function dataAfter({ name, path, title }: Edited): Plain {
  const data = sampleNamed.get(name)?.data ?? '';
  return putAt(data, path, (old) => edits[title]?.(old)?.to);
}

/** An edit that CloudFormation sees. */
export const edited: fc.Arbitrary<Edited> = fc
  .constantFrom(...samples.map(({ name, data }) => ({ name, data, places: placesIn(data) })))
  .chain(({ name, data, places }) =>
    fc.constantFrom(...places).chain(({ path, inFunction }) => {
      const value = at(data, path) ?? '';
      const isNothing = path.at(-1) === 'Properties' && Object.keys(value).length === 0;
      const possible = Object.entries(inFunction ? scalarEdits : edits)
        .filter(([title, edit]) => edit(value) && !(isNothing && title === 'no value'))
        .map(([title]) => title);
      return fc.constantFrom(...possible, '').map((title) => ({ name, path, title }));
    }),
  )
  .filter(({ title }) => title !== '');

/** The same data in another form: other order of keys, quotes, brackets, numbers as text, comments. */
export function restyled(data: Plain): fc.Arbitrary<string> {
  const style = fc.record({
    toBlock: fc.boolean(),
    quoted: fc.boolean(),
    asText: fc.boolean(),
    seed: fc.nat(),
    comment: fc.constantFrom('', '# Resources: {}\n'),
  });
  return style.map(({ toBlock, quoted, asText, seed, comment }) => {
    const shuffled = reorderKeys(data, seed, asText);
    if (!toBlock) return `${comment}${JSON.stringify(shuffled, null, seed % 3)}\n`;
    const options = {
      aliasDuplicateObjects: false,
      defaultStringType: quoted ? 'QUOTE_DOUBLE' : 'PLAIN',
    } as const;
    return `${comment}${stringify(shuffled, options)}${comment}`;
  });
}

function reorderKeys(value: Plain, seed: number, asText: boolean): Plain {
  if (typeof value === 'number' || typeof value === 'boolean') return asText ? String(value) : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Plain[]).map((item) => reorderKeys(item, seed, asText));
  const entries = Object.entries(value).map(
    ([key, child]) => [key, reorderKeys(child, seed, asText)] as const,
  );
  const from = seed % Math.max(entries.length, 1);
  const turned = [...entries.slice(from), ...entries.slice(0, from)];
  return Object.fromEntries(seed % 2 === 0 ? turned : turned.reverse());
}

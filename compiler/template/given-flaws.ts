import { isAlias, isMap, isScalar } from 'yaml';
import type { Node, Pair, YAMLMap } from 'yaml';
import { keyOf } from './read.ts';

/** What is wrong at an offset of a template's text. */
export interface Flaw {
  readonly offset: number;
  readonly words: string;
}

/** The first part of a template that CloudFormation would refuse to read, or that can't be compared. */
export function flawIn(root: Node): Flaw | undefined {
  return formFlaw(root) ?? structureFlaw(root);
}

const plainTags = ['str', 'int', 'float', 'bool', 'seq', 'map'].map((name) => `tag:yaml.org,2002:${name}`);

/**
 * What CloudFormation takes nowhere in a template.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
function formFlaw(node: Node): Flaw | undefined {
  const offset = offsetOf(node);
  if (isAlias(node)) return { offset, words: 'CloudFormation takes no alias: write the value itself' };
  const { tag = '' } = node as { readonly tag?: string };
  if (tag !== '' && !/^!\w/.test(tag) && !plainTags.includes(tag)) {
    return { offset, words: `CloudFormation takes no tag ${quote(tag)}` };
  }
  if (isScalar(node))
    return ['string', 'number', 'boolean'].includes(typeof node.value)
      ? undefined
      : { offset, words: noValue };
  if (isMap(node)) return keyFlaw(node) ?? first(pairsOf(node), ({ value }) => value && formFlaw(value));
  return first((node as unknown as { readonly items: readonly Node[] }).items, formFlaw);
}

const noValue = 'a value is missing, and CloudFormation takes no null';

function keyFlaw(map: YAMLMap): Flaw | undefined {
  const keys = new Set<string>();
  return first(pairsOf(map), ({ key, value }) => {
    const offset = offsetOf(key);
    if (!isScalar(key) || key.value === null || key.tag?.startsWith('!') === true) {
      return { offset, words: 'a key is text' };
    }
    const text = keyOf(key);
    if (keys.has(text)) return { offset, words: `the key ${quote(text)} occurs twice` };
    keys.add(text);
    return value ? undefined : { offset, words: noValue };
  });
}

/** Sections whose items are mappings of their own. */
const sections = { Resources: 'resource', Outputs: 'output', Parameters: 'parameter' } as const;

function structureFlaw(root: Node): Flaw | undefined {
  return (
    mappingFlaw(root, 'a template') ??
    first(pairsOf(root), ({ key, value }) => {
      const name = keyOf(key);
      if (!Object.hasOwn(sections, name))
        return ['Mappings', 'Conditions'].includes(name) ? mappingFlaw(value, name) : undefined;
      return (
        mappingFlaw(value, name) ??
        first(pairsOf(value), (item) => itemFlaw(sections[name as keyof typeof sections], item))
      );
    })
  );
}

function itemFlaw(kind: string, { key, value }: YAMLPair): Flaw | undefined {
  const name = keyOf(key);
  if (name.startsWith('Fn::')) {
    return {
      offset: offsetOf(key),
      words: `only CloudFormation knows what ${quote(name)} makes: compare what it makes`,
    };
  }
  const flaw = mappingFlaw(value, `the ${kind} ${quote(name)}`);
  if (flaw ?? kind !== 'resource') return flaw;
  const [type, properties] = ['Type', 'Properties'].map(
    (each) => pairsOf(value).find((pair) => keyOf(pair.key) === each)?.value,
  );
  if (!type) return { offset: offsetOf(key), words: `the resource ${quote(name)} has no "Type"` };
  if (!isScalar(type) || typeof type.value !== 'string' || type.tag?.startsWith('!') === true) {
    return {
      offset: offsetOf(type),
      words: `the "Type" of the resource ${quote(name)} is text, such as AWS::EC2::VPC`,
    };
  }
  return properties ? mappingFlaw(properties, `"Properties" of the resource ${quote(name)}`) : undefined;
}

function mappingFlaw(node: Node | null, what: string): Flaw | undefined {
  if (node && isMap(node) && node.tag?.startsWith('!') !== true) return undefined;
  return { offset: offsetOf(node), words: `${what} must be a mapping` };
}

type YAMLPair = Pair<Node, Node | null>;

function pairsOf(node: Node | null): readonly YAMLPair[] {
  return isMap(node) ? (node.items as readonly YAMLPair[]) : [];
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

function first<T>(items: readonly T[], find: (item: T) => Flaw | null | undefined): Flaw | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

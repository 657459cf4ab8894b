import { originsIn } from '../../change/origin.ts';
import type { SpecPath } from '../../spec/path.ts';
import { entryOf, textOf, visit } from '../../template/node.ts';
import type { Entry, TemplateNode } from '../../template/node.ts';
import { toPlain } from '../../template/plain.ts';

/** A value in a resource's template, and who decides it. */
export interface Setting {
  /** Dotted, from the resource's properties on: `ServerlessV2ScalingConfiguration.MinCapacity`. */
  readonly path: string;
  readonly value: TemplateNode;
  /** The parts of the spec that it comes from; none when archc decides it. */
  readonly from: readonly SpecPath[];
  /** The module that wrote it. */
  readonly module: string | undefined;
  /** What the template says above it. */
  readonly comment: readonly string[];
}

interface Context {
  readonly path: readonly string[];
  readonly from: SpecPath | undefined;
  readonly module: string | undefined;
  readonly comment: readonly string[];
}

/** In characters of JSON. A longer value that the spec does not decide is shown by its parts. */
const shortEnough = 120;

/** The settings of a resource: as parts as small as the spec decides them. */
export function settingsOf({ value, module }: Entry): readonly Setting[] {
  const context: Context = { path: [], from: undefined, module, comment: [] };
  const properties = entryOf(value, 'Properties');
  const attributes = value.kind === 'map' ? value.entries : [];
  return [
    ...attributes
      .filter(({ key }) => key !== 'Type' && key !== 'Properties')
      .flatMap((entry) => settingsIn(entry.value, below(context, entry))),
    ...(properties ? partsOf(properties, context) : []),
  ];
}

function settingsIn(node: TemplateNode, context: Context): readonly Setting[] {
  if (node.from === undefined && isDivided(node)) return partsOf(node, context);
  const own = originsIn(node);
  const from = own.length === 0 && context.from ? [context.from] : own;
  return [
    {
      path: context.path.join('.'),
      value: valueOf(node),
      from,
      module: context.module,
      comment: context.comment,
    },
  ];
}

function partsOf(node: TemplateNode, context: Context): readonly Setting[] {
  const inner = { ...context, from: node.from ?? context.from };
  const parts =
    node.kind === 'map'
      ? node.entries.map((entry) => settingsIn(entry.value, below(inner, entry)))
      : node.kind === 'list'
        ? node.items.map((item, index) =>
            settingsIn(item, { ...inner, path: [...inner.path, keyOf(item, index)] }),
          )
        : [];
  return parts.flat();
}

function below(context: Context, { key, module, comment }: Entry): Context {
  return {
    ...context,
    path: [...context.path, key],
    module: module ?? context.module,
    comment: comment ?? [],
  };
}

/** Whether the parts of a value are shown, and not the value as a whole. */
function isDivided(node: TemplateNode): boolean {
  if (node.kind === 'scalar' || node.tag !== undefined || isFunction(node)) return false;
  if (node.kind === 'list' && node.items.every(({ kind }) => kind === 'scalar')) return false;
  if ((node.kind === 'map' ? node.entries : node.items).length === 0) return false;
  return (
    isCommented(node) || originsIn(node).length > 0 || JSON.stringify(toPlain(node)).length > shortEnough
  );
}

function isCommented(node: TemplateNode): boolean {
  const found: unknown[] = [];
  visit(node, (each) => {
    if (each.kind === 'map') found.push(...each.entries.filter(({ comment }) => comment !== undefined));
  });
  return found.length > 0;
}

function isFunction(node: TemplateNode): boolean {
  return /^(Ref|Fn::\w+)$/.test(keysOf(node));
}

/** A list's item is named as a person would name it, if it has a name. */
function keyOf(item: TemplateNode, index: number): string {
  const names = ['Name', 'Key', 'PolicyName', 'Sid'].map((key) => entryOf(item, key));
  const named = names.find((name) => name !== undefined && name.tag === undefined);
  return textOf(named) ?? String(index + 1);
}

/** What is shown of `{Name: PORT, Value: 8080}`: the value, because its name is the last part of the path. */
function valueOf(node: TemplateNode): TemplateNode {
  const value = node.kind === 'map' ? node.entries[1]?.value : undefined;
  return value && /^(Name|Key),Value(From)?$/.test(keysOf(node)) ? value : node;
}

/** `Name,Value` */
function keysOf(node: TemplateNode): string {
  return node.kind === 'map' ? node.entries.map(({ key }) => key).join() : '';
}

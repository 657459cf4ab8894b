import { isUtf8 } from 'node:buffer';
import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { backendStackName, sharedStackName } from '../../modules/stack-names.ts';
import type { Compiled } from '../../phases/results.ts';
import type { Source } from '../../spec/model.ts';
import { entryOf } from '../../template/node.ts';
import type { MapNode } from '../../template/node.ts';
import { readGivenTemplate } from '../../template/given-template.ts';
import type { CommandContext } from '../command.ts';
import { listOf } from '../../diagnostics/enumerate.ts';
import { compileSource } from '../compile-spec.ts';
import { UsageError } from '../usage-error.ts';
import { reason } from './reason.ts';
import { placesIn } from '../views/spec-place.ts';
import type { PlaceOf } from '../views/spec-place.ts';
import { entriesOf, readText } from './read-text.ts';
import { readSource } from './read-source.ts';

/** The templates of an architecture's stacks, from a folder, a file, a spec or AWS. */
export interface TemplatesVersion {
  /** Its name in messages. */
  readonly name: string;
  /** By the name of the stack, which is also that of the file: `shared`. */
  readonly templates: ReadonlyMap<string, MapNode>;
  /** Whether it is one file, which is compared with one stack only. */
  readonly isSingle: boolean;
  /** The build script's text. */
  readonly script?: string;
  /** The one of the spec's environments, or of a folder's, that it is. */
  readonly environment?: string;
  /** For a spec: each stack's name in AWS, and its region. */
  readonly stackNames?: ReadonlyMap<string, string>;
  /** For a spec. */
  readonly region?: string;
  /** For a spec: finds the place of a part of it. */
  readonly placeOf?: PlaceOf;
}

/** The most bytes that CloudFormation accepts. */
const largestTemplate = 1024 * 1024;
const endings = /\.(yaml|yml|json|template)$/;

/**
 * A folder of templates, one template, or a spec. `undefined` when the spec has errors; they have been reported. The
 * environment chooses one of a spec's, and the folder of one; a spec without any is what it is.
 */
export function readVersion(
  operand: string,
  context: CommandContext,
  environment?: string,
): TemplatesVersion | undefined {
  return openVersion(operand).versionOf(environment, context);
}

/** A version that is read once, and can be asked for each environment. */
export interface OpenVersion {
  /** The text, unless it is a folder. */
  readonly source?: Source;
  /** `undefined` when the spec has errors; they have been reported. */
  readonly versionOf: (
    environment: string | undefined,
    context: CommandContext,
  ) => TemplatesVersion | undefined;
}

export function openVersion(operand: string): OpenVersion {
  if (operand !== '-' && isFolder(operand)) {
    return { versionOf: (environment) => readFolder(operand, environment) };
  }
  const source = readSource(operand);
  return {
    source,
    versionOf: (environment, context) => versionOfSource(source, context, environment),
  };
}

function versionOfSource(
  source: Source,
  context: CommandContext,
  environment: string | undefined,
): TemplatesVersion | undefined {
  if (isTemplate(source)) {
    const name = source.name === 'stdin' ? 'template' : basename(source.name).replace(endings, '');
    return { name: source.name, templates: new Map([[name, parseSource(source)]]), isSingle: true };
  }
  const compiled = compileSource(source, context, environment);
  return compiled && versionOf(compiled);
}

export function versionOf({ resolved: { spec, tree }, templates, artifacts }: Compiled): TemplatesVersion {
  const script = artifacts.find(({ name }) => name === 'build.sh')?.text;
  return {
    name: tree.name,
    templates: new Map(templates.map(({ stack, root }) => [stack, root])),
    isSingle: false,
    ...(script !== undefined && { script }),
    stackNames: new Map([
      ['shared', `${sharedStackName(spec)} in ${spec.region}`],
      ['backend', `${backendStackName(spec)} in ${spec.region}`],
    ]),
    region: spec.region,
    placeOf: placesIn(tree),
    ...(tree.environment && { environment: tree.environment.name }),
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reason(error)}`);
  }
}

function readFolder(named: string, environment: string | undefined): TemplatesVersion {
  const own = environment === undefined ? undefined : join(named, environment);
  const isOwn = own !== undefined && isCompiled(own);
  const folder = isOwn ? own : named;
  const files = entriesOf(folder).map(({ name }) => name);
  const templates = files
    // The others are for git and for scanners.
    .filter((file) => endings.test(file) && !file.startsWith('.'))
    // In reverse, so that the shared stack comes first, as in a deployment.
    .sort()
    .reverse()
    .map((file): [string, MapNode] => [
      file.replace(endings, ''),
      parseSource(readSource(join(folder, file))),
    ]);
  if (templates.length === 0) throw withoutTemplates(folder);
  return {
    name: folder,
    templates: new Map(templates),
    isSingle: false,
    ...(isOwn && environment !== undefined && { environment }),
    ...(files.includes('build.sh') && { script: readText(join(folder, 'build.sh')) }),
  };
}

function withoutTemplates(folder: string): UsageError {
  const inside = entriesOf(folder)
    .map(({ name }) => join(folder, name))
    .filter(isCompiled)
    .sort();
  return new UsageError(
    inside.length > 0
      ? `${folder} has a folder for each environment: name ${listOf(inside)}`
      : `${folder} has no templates: name a folder such as dist/todo`,
  );
}

/** Whether it is a folder that a spec, or one of its environments, was compiled to. */
function isCompiled(folder: string): boolean {
  return existsSync(join(folder, 'backend.yaml'));
}

/** By its section of resources, which no spec has. Both may be JSON. */
function isTemplate({ bytes }: Source): boolean {
  const text = new TextDecoder().decode(bytes);
  return (/^\s*\{/.test(text) ? /\bResources["']?\s*:/ : /^["']?Resources["']?\s*:/m).test(text);
}

function parseSource({ name, bytes }: Source): MapNode {
  if (bytes.length > largestTemplate) {
    throw new UsageError(`${name} is larger than 1 MiB, which CloudFormation does not take`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`${name} can't be read: it is not UTF-8 text`);
  return parseTemplate(new TextDecoder().decode(bytes), name);
}

export function parseTemplate(text: string, name: string): MapNode {
  const read = readGivenTemplate(text);
  if (!read.ok) {
    const { line, column, words } = read.problem;
    throw new UsageError(`${name} can't be read: line ${line}, column ${column}: ${words}`);
  }
  const { root } = read;
  if (root.kind === 'map' && entryOf(root, 'Resources')) return root;
  throw new UsageError(`${name} is not a CloudFormation template: it has no resources`);
}

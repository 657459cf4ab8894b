import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Code } from '../diagnostics/catalogue.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { isGiven } from '../diagnostics/place.ts';
import { modulesOf, runtimeNamed } from '../modules/choose.ts';
import type { Choice } from '../modules/choose.ts';
import type { Module, Read, Runtime, RuntimeContext, Toolkit } from '../modules/module.ts';
import type { SpecTree } from '../spec/model.ts';
import { pathOf } from '../template/bind.ts';
import { isMapping, runtimePath, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { branchFor, dereference } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';

/** A spec with its defaults, the modules that it chooses, and what their checks have found. */
export interface Checked {
  readonly data: unknown;
  readonly modules: readonly Module[];
  readonly findings: readonly Finding[];
}

/** Fills in defaults, and runs the checks that read only what the schema has not refused. */
export function runChecks(tree: SpecTree, found: readonly Finding[], toolkit: Toolkit): Checked {
  const filled = fillDefaults(toolkit.schema, toolkit.schema, isMapping(tree.data) ? tree.data : {});
  const broken = found.flatMap(({ code, path, meant = [] }) => (malformed.has(code) ? [path] : meant));
  const choice = choiceOf(filled);
  const runtime = runtimeNamed(choice.runtime, toolkit);
  const modules = modulesOf(choice, toolkit);
  const own = withModuleDefaults(filled, modules, tree);
  const draft = decideDefaults({ data: own, broken }, runtime);
  const checked = isWhole(draft, runtimePath) ? modules : modules.filter((module) => module !== runtime);
  const { runtimes } = toolkit;
  const about: RuntimeContext = {
    runtime,
    runtimes,
    isPreview: tree.preview !== undefined,
    isGiven: (path) => isGiven(tree, path),
    written: (...paths) => paths.find((path) => isGiven(tree, path)) ?? paths[0],
  };
  const findings = checkFindings(checked, draft, about);
  // What a preview does without, the spec has for the rest.
  const isMeant = ({ code }: Finding) => !(about.isPreview && code === 'without-effect');
  return { data: draft.data, modules, findings: findings.filter(isMeant) };
}

/** A spec with its defaults, of which any part may be missing or malformed. */
interface Draft {
  readonly data: unknown;
  /** Parts that are malformed, or whose default can't be decided. */
  readonly broken: readonly SpecPath[];
}

/** Whether nothing in the part is malformed. It may be missing. */
function isWhole({ broken }: Draft, path: SpecPath): boolean {
  return !broken.some((other) => onOneLine(path, other));
}

function choiceOf(data: unknown): Choice {
  const options = valueAt(data, ['options']);
  return { runtime: valueAt(data, runtimePath), options: Object.keys(isMapping(options) ? options : {}) };
}

/** Puts the defaults that modules decide in place of the schema's. A part that the spec doesn't have gets none. */
function withModuleDefaults(filled: unknown, modules: readonly Module[], tree: SpecTree): unknown {
  return modules
    .flatMap(({ defaults = {} }) => Object.entries(defaults))
    .map(([dotted, value]) => [pathOf(dotted), value] as const)
    .filter(([path]) => valueAt(filled, path) !== undefined && !isGiven(tree, path))
    .reduce((data, [path, value]) => putAt(data, path, value), filled);
}

/**
 * Fills in the defaults that depend on other settings, if those are well-formed: who may connect to the database, and
 * what the image is built for.
 */
function decideDefaults(draft: Draft, runtime: Runtime): Draft {
  const service = ['backend', 'service'];
  const access = accessFor(draft, runtime);
  const platform = isWhole(draft, service)
    ? runtime.imagePlatform(valueAt(draft.data, service) as ResolvedSpec['backend']['service'])
    : undefined;
  const decided = withDefault(draft, ['shared', 'database', 'access'], access);
  return withDefault(decided, ['backend', 'build', 'platform'], platform);
}

/** A service without a database in the cluster needs no way to it. */
function accessFor({ data, broken }: Draft, runtime: Runtime): string | undefined {
  if (!isWhole({ data, broken }, runtimePath)) return undefined;
  const database = valueAt(data, ['backend', 'database']);
  const usesCluster = database !== undefined && valueAt(database, ['existing']) === undefined;
  return usesCluster ? runtime.databaseAccess : 'vpc';
}

/** Puts a default where the spec has no value. A default that can't be decided counts as broken. */
function withDefault({ data, broken }: Draft, path: SpecPath, value: string | undefined): Draft {
  if (valueAt(data, path) !== undefined) return { data, broken };
  return value === undefined
    ? { data, broken: [...broken, path] }
    : { data: putAt(data, path, value), broken };
}

/** Puts a value at a path. Without a mapping there, the data stays the same. */
function putAt(data: unknown, [step = '', ...rest]: SpecPath, value: string | number | boolean): unknown {
  if (!isMapping(data)) return data;
  if (rest.length === 0) return { ...data, [step]: value };
  return step in data ? { ...data, [step]: putAt(data[step], rest, value) } : data;
}

/**
 * Adds the schema's defaults, and drops properties that it doesn't define, or that have the word for nothing. As in the spec's own data, objects have no
 * prototype.
 */
function fillDefaults(root: Schema, schema: Schema, given: unknown): unknown {
  const rule = branchFor(root, schema, given);
  if (rule.orWord !== undefined && given === rule.orWord.word) return undefined;
  const value = given === undefined ? rule.default : given;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !rule.properties) return value;
  const filled = Object.create(null) as Record<string, unknown>;
  for (const [key, child] of Object.entries(rule.properties)) {
    const inner = fillDefaults(root, dereference(root, child), (value as Record<string, unknown>)[key]);
    if (inner !== undefined) filled[key] = inner;
  }
  return filled;
}

/** The codes of findings after which checks must not read that part of the spec. */
const malformed: ReadonlySet<Code> = new Set([
  'missing-property',
  'wrong-type',
  'wrong-value',
  'wrong-form',
  'out-of-range',
  'non-ascii',
  'ambiguous-value',
  'control-character',
  'dynamic-reference',
]);

function checkFindings(modules: readonly Module[], draft: Draft, about: RuntimeContext): Finding[] {
  return modules
    .flatMap((module) => module.checks ?? [])
    .flatMap(({ reads, find }) => {
      const parts = readParts(reads, draft);
      return parts ? find(parts, about) : [];
    });
}

/** `undefined` when a part that the check needs is missing or malformed. */
function readParts(reads: readonly Read[], draft: Draft): Readonly<Record<string, unknown>> | undefined {
  const parts: Record<string, unknown> = {};
  for (const { name, path, isOptional } of reads) {
    if (!isWhole(draft, path)) return undefined;
    const value = valueAt(draft.data, path);
    if (value === undefined && !isOptional) return undefined;
    parts[name] = value;
  }
  return parts;
}

/** Whether two paths are the same, or one leads to the other. */
function onOneLine(a: SpecPath, b: SpecPath): boolean {
  return a.every((step, index) => index >= b.length || step === b[index]);
}

import { closeSync, openSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, readAll, readCompiled, writeCompiled } from './compiled-code.ts';
import type { CompiledName } from './compiled-code.ts';

/** The version of archc. */
declare const version: string;

/** The bundle of each command, and that of all others. */
declare const bundles: Readonly<Record<string, string>> & { readonly others: string };

/** The bundles, each with a hash of its text. The build fills both in. */
declare const hashes: Readonly<Record<string, string>>;

// The launcher (build/archc.cjs) runs the bundled command from V8's compiled form, which saves a third of every start. It
// fits one version of V8, so the first run of a command makes it for the next ones.

const [, , command = ''] = process.argv;
const isCommand = /^[A-Za-z-]+$/.test(command);
const folder = isCommand ? cacheFolder(process.env, process.platform) : undefined;
const loaded = new Map<string, unknown>();
const requireOthers: (id: string) => unknown = require;

load(new Map(Object.entries(bundles)).get(command) ?? bundles.others, command);

/** Runs a bundle beside this file, and returns what it exports. `use` says what for. */
function load(bundle: string, use: string): unknown {
  const filename = join(__dirname, bundle);
  const text = readText(filename);
  const script = folder === undefined ? new Script(text, { filename }) : compile(text, filename, use, folder);
  const module = { exports: {} };
  const run = script.runInThisContext() as (...scope: readonly unknown[]) => void;
  run(module.exports, requireFrom, module, filename, __dirname);
  return module.exports;
}

/** From the form of a run that ended well, or else of one that failed: this lacks what comes after the failure. */
function compile(text: string, filename: string, use: string, folder: string): Script {
  const whole = nameOf(filename, use);
  const part = { ...whole, edition: `${whole.edition}-failed` };
  const kept = readCompiled(folder, whole);
  const cachedData = kept ?? readCompiled(folder, part);
  const script = new Script(text, { filename, ...(cachedData && { cachedData }) });
  const isRead = script.cachedDataRejected === false;
  // At the end, because then V8 has compiled every function that the command needed.
  process.on('exit', (code) => {
    if (endedWell(code) && !(isRead && kept)) writeCompiled(folder, whole, script.createCachedData());
    else if (code === 1 && !isRead) writeCompiled(folder, part, script.createCachedData());
  });
  return script;
}

/** A plan with changes has the exit code 2. */
function endedWell(code: number): boolean {
  return code === 0 || (code === 2 && command === 'plan');
}

/** Bundles are ASCII. */
function readText(file: string): string {
  const descriptor = openSync(file, 'r');
  const text = readAll(descriptor).toString('latin1');
  closeSync(descriptor);
  return text;
}

/** A file that is edited by hand has another time. */
function nameOf(filename: string, use: string): CompiledName {
  const { platform, arch, versions } = process;
  const bundle = basename(filename);
  return {
    family: [use, bundle, version, platform, arch, versions.v8].join('-'),
    edition: `${hashes[bundle] ?? ''}-${statSync(filename).mtimeMs}`,
  };
}

/** A bundle loads another one by this name: `./aws-sdk.js`. */
function requireFrom(id: string): unknown {
  const bundle = id.replace(/^\.\//, '');
  if (!Object.hasOwn(hashes, bundle)) return requireOthers(id);
  if (!loaded.has(bundle)) loaded.set(bundle, load(bundle, command));
  return loaded.get(bundle);
}

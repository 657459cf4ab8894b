import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, readCompiled, writeCompiled } from './compiled-code.ts';

/** For each bundle, a name that is another for other contents; the build fills it in. */
declare const contents: Readonly<Record<string, string>>;

// The launcher (build/archc.cjs) runs the bundled command from V8's compiled form, which saves more than a third of every
// start. The first run of a command makes it for the next ones, because it fits one version of V8.

const [, , command = ''] = process.argv;
const isCommand = /^[a-z-]+$/i.test(command);
const folder = isCommand ? cacheFolder(process.env, process.platform) : undefined;

load('command.js');

/** Runs a bundle beside this file, and returns what it exports. */
function load(bundle: string): unknown {
  const filename = join(__dirname, bundle);
  const text = readFileSync(filename, 'latin1');
  const name = `${command}-${contents[bundle]}-${process.platform}-${process.arch}-${process.versions.v8}`;
  const cachedData = folder === undefined ? undefined : readCompiled(folder, name);
  const script = new Script(text, { filename, ...(cachedData && { cachedData }) });
  if (folder !== undefined && script.cachedDataRejected !== false) keepAtEnd(script, folder, name);
  const module = { exports: {} };
  const run = script.runInThisContext() as (...scope: readonly unknown[]) => void;
  run(module.exports, requireFrom, module, filename, __dirname);
  return module.exports;
}

/** A bundle loads others by this name: `./aws-sdk.js`. */
function requireFrom(id: string): unknown {
  const bundle = id.replace(/^\.\//, '');
  return bundle in contents ? load(bundle) : require(id);
}

/** At the end, because then V8 has compiled every function that the command needed. */
function keepAtEnd(script: Script, folder: string, name: string): void {
  process.on('exit', (code) => {
    if (code === 0) writeCompiled(folder, name, script.createCachedData());
  });
}

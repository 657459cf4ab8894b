import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Platform, architecture and version of V8 for which the compiled form was made; the build fills it in. */
declare const builtFor: string;

// The launcher (build/archc.cjs) runs the bundled command from V8's compiled form, if this node can read it.
const filename = join(__dirname, 'command.js');
const script = new Script(readFileSync(filename, 'utf8'), { filename, ...compiledForm() });
const run = script.runInThisContext() as (...scope: readonly unknown[]) => void;
run(exports, require, module, filename, __dirname);

/** Saves a third of every start. Left out for any other node, which would read all of it and then reject it. */
function compiledForm(): { cachedData?: Buffer } {
  if (builtFor !== `${process.platform} ${process.arch} ${process.versions.v8}`) return {};
  try {
    return { cachedData: readFileSync(join(__dirname, 'command.cache')) };
  } catch {
    return {};
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** The node for which V8's compiled form of the command was made. */
declare const builtFor: string;

const filename = join(__dirname, 'command.js');
const script = new Script(readFileSync(filename, 'utf8'), { filename, ...compiledForm() });
const run = script.runInThisContext() as (...scope: readonly unknown[]) => void;
run(exports, require, module, filename, __dirname);

/** Saves a third of every start. Another node would refuse it, after reading all of it. */
function compiledForm(): { cachedData?: Buffer } {
  if (builtFor !== `${process.platform} ${process.arch} ${process.versions.v8}`) return {};
  try {
    return { cachedData: readFileSync(join(__dirname, 'command.cache')) };
  } catch {
    return {};
  }
}

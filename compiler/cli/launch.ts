import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

// V8's compiled form of the command, made by the build, saves a third of every start. Another version of node
// than the build's ignores it.
const filename = join(__dirname, 'command.js');
const script = new Script(readFileSync(filename, 'utf8'), { filename, ...compiledForm() });
const run = script.runInThisContext() as (...scope: readonly unknown[]) => void;
run(exports, require, module, filename, __dirname);

function compiledForm(): { cachedData?: Buffer } {
  try {
    return { cachedData: readFileSync(join(__dirname, 'command.cache')) };
  } catch {
    return {};
  }
}

'use strict';
// Runs the bundled command once and keeps V8's compiled form of every function that it used.
// The folder is left out of the form, so that it is the same wherever it is built.
// Arguments: the bundle, the cache to write, then the command's own.
const { readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname } = require('node:path');
const { Script } = require('node:vm');

const [filename, cache, ...args] = process.argv.slice(2);
const script = new Script(readFileSync(filename, 'utf8'), { filename: basename(filename) });
process.argv.splice(2, Infinity, ...args);
process.on('exit', () => writeFileSync(cache, script.createCachedData()));
script.runInThisContext()(exports, require, module, filename, dirname(filename));

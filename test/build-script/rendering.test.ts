import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { scriptTypes } from '../../compiler/build/script.ts';
import { renderScript } from '../support/containers/build-script.ts';
import { checkScripts } from '../support/judges/shellcheck.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const word = fc.string({ unit: 'grapheme', minLength: 1 });
const anyLocals = fc.record({
  name: word,
  region: word,
  sharedStack: word,
  backendStack: word,
  ownsShared: fc.boolean(),
  build: fc.record({
    dockerfile: word,
    context: word,
    platform: word,
    args: fc.dictionary(word, fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
    target: word,
    secrets: fc.dictionary(word, fc.oneof(fc.record({ file: word }), fc.record({ env: word })), {
      noNullPrototype: true,
    }),
    cache: fc.record({ from: fc.array(word), to: word }),
  }),
});
const harmful = {
  name: `$(touch x)'"\``,
  sharedStack: '"; exit 0; #',
  backendStack: '`id`',
  build: {
    context: `it's "here"/$HOME`,
    dockerfile: '\\',
    args: { A: "'", B: '$(id)', C: '\\', '--D': '~/*', E: 'a\nb', F: '\u00fc' },
    target: '--',
    secrets: { '$(id)': { file: '~/"$HOME"' }, "'": { env: '`id`' } },
    cache: { from: ['$(id)', "'"], to: '"' },
  },
};

describe('A rendered build script', () => {
  it('holds the values of the spec in one block at the top', async () => {
    const script = await renderScript({ build: { args: { NODE_ENV: 'production', GREETING: "it's $5" } } });
    expect(script).to.contain(
      [
        "readonly NAME='todo'",
        "readonly REGION='ap-northeast-1'",
        "readonly SHARED_STACK='todo-shared'",
        "readonly BACKEND_STACK='todo-backend'",
        "readonly CONTEXT='.'",
        "readonly DOCKERFILE='Dockerfile'",
        "readonly PLATFORM='linux/amd64'",
        'build_options=(',
        '  --platform "$PLATFORM"',
        "  --build-arg 'NODE_ENV=production'",
        "  --build-arg $'GREETING=it\\'s $5'",
        ')',
      ].join('\n'),
    );
  });

  it('is ASCII with LF line ends, and the same each time', async () => {
    const script = await renderScript(harmful);
    expect(script).to.match(/^[\n -~]+\n$/);
    expect(await renderScript(harmful)).to.equal(script);
  });

  it('is a script that bash can read, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(anyLocals, async (locals) => {
        const { code, stderr } = await runProcess('bash', ['-n', '-c', await renderScript(locals)]);
        expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      }),
      { numRuns: 30 },
    );
  });

  it('gives ShellCheck nothing to remark, whatever the values are', async function () {
    needs(this, missingPythonTools());
    const samples = fc.sample(anyLocals, 5);
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-scripts-'));
    try {
      const files = await Promise.all(
        [{}, harmful, ...samples].map(async (locals, index) => {
          const file = path.join(folder, `${index}.sh`);
          await writeFile(file, await renderScript(locals));
          return file;
        }),
      );
      expect(await checkScripts(files)).to.deep.equal([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('comes from a module whose declaration names what it exports', () => {
    expect(scriptTypes).to.contain('export declare function buildScript(locals: ScriptLocals): string;');
  });
});

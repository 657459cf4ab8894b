import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { starter } from '../../compiler/cli/files/starter.ts';
import { branchesOf } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { readPages, specsOf } from '../docs/pages.ts';
import { modeline, useEditor } from './use-editor.ts';

const { schema: root } = toolkit;
const service = root.properties?.['backend']?.properties?.['service'] ?? {};
const settingsOn = new Map(
  [...(branchesOf(root, service)?.schemas ?? [])].map(([runtime, { properties = {} }]) => [
    runtime,
    properties,
  ]),
);

describe('an editor, about a spec', () => {
  const editor = useEditor();
  const diagnose = (text: string) => editor.diagnose('specs/diagnosed.yaml', `${modeline}${text}`);

  /** Each message with the text that it stands under. */
  const messages = async (text: string) => {
    const lines = `${modeline}${text}`.split('\n');
    return (await diagnose(text)).map(({ message, range: { start, end } }) => {
      const marked = lines[start.line]?.slice(
        start.character,
        start.line === end.line ? end.character : undefined,
      );
      return `${marked ?? ''}: ${message}`;
    });
  };

  for (const file of readdirSync('specs').filter((name) => name.endsWith('.yaml'))) {
    it(`has nothing to say of specs/${file}, whose first line names the schema`, async () => {
      const text = readFileSync(`specs/${file}`, 'utf8');
      expect(await editor.diagnose(`specs/${file}`, text)).to.deep.equal([]);
      const broken = await editor.diagnose(`specs/${file}`, text.replace(/^region:/m, 'reg1on:'));
      expect(broken.map(({ message }) => message)).to.include('Property reg1on is not allowed.');
    });
  }

  it('has nothing to say of any case that compiles, nor of a new spec', async () => {
    const cases = readdirSync('test/golden').map((name) =>
      readFileSync(`test/golden/${name}/spec.yaml`, 'utf8'),
    );
    const starters = toolkit.runtimes.map(({ name: runtime }) =>
      starter({ name: 'my-api', region: 'eu-west-1', runtime }),
    );
    const found = await Promise.all([...cases, ...starters].map(diagnose));
    expect(found.flat()).to.deep.equal([]);
  });

  it('has nothing to say of any example on a page', async () => {
    const examples = readPages().flatMap(specsOf);
    expect(examples).to.have.length.above(3);
    expect((await Promise.all(examples.map(diagnose))).flat()).to.deep.equal([]);
  });

  const spec = (text: string) =>
    `archc: 1\nname: todo\nregion: eu-west-1\nsharedStack: a\nbackend:\n  database: { name: a, user: a }\n${text}`;
  const mistakes = [
    [
      'a misspelt property',
      '  service: { runtime: fargate, prot: 8080, port: 80 }',
      'prot: Property prot is not allowed.',
    ],
    ['a missing property', '  service: { runtime: fargate, environment: {} }', ': Missing property "port".'],
    ['a missing runtime', '  service: { port: 80 }', ': Missing property "runtime".'],
    [
      'text for a number',
      '  service: { runtime: fargate, port: many }',
      'many: Incorrect type. Expected "integer".',
    ],
    [
      'a number that is too large',
      '  service: { runtime: fargate, port: 80800 }',
      '80800: Value is above the maximum of 65535.',
    ],
    [
      'a runtime that is none',
      '  service: { runtime: lambda, port: 80 }',
      'lambda: Value is not accepted. Valid values: ',
    ],
    [
      'another form',
      '  service: { runtime: fargate, port: 80 }\nstackNames: { backend: "a b" }',
      '"a b": Use letters and digits, with single hyphens between them, starting with a letter',
    ],
    [
      'an option that is none',
      '  service: { runtime: fargate, port: 80 }\noptions: { nothing: {} }',
      'nothing: Property nothing is not allowed.',
    ],
    [
      'both kinds of shared stack',
      '  service: { runtime: fargate, port: 80 }\nshared: {}',
      'shared: "shared" and "sharedStack" exclude each other',
    ],
  ] as const;
  // All at once: the server waits a while after a change before it looks.
  let found: readonly (readonly string[])[] = [];
  before(async () => {
    found = await Promise.all(mistakes.map(([, text]) => messages(spec(text))));
  });
  for (const [index, [what, , message]] of mistakes.entries()) {
    it(`reports ${what}, under the word`, () => {
      const lines = found[index] ?? [];
      expect(
        lines.filter((each) => each.includes(message)),
        lines.join('\n'),
      ).to.have.length(1);
    });
  }

  it('reports that there is no shared stack', async () => {
    const text = spec('  service: { runtime: fargate, port: 80 }').replace('sharedStack: a\n', '');
    expect((await messages(text)).join()).to.include('Add "shared" with its availabilityZones');
  });

  for (const { name } of toolkit.options) {
    it(`reports a misspelt setting of the option ${name}`, async () => {
      const found = await messages(
        spec(`  service: { runtime: fargate, port: 80 }\noptions:\n  ${name}: { nothing: 1 }`),
      );
      expect(found).to.include('nothing: Property nothing is not allowed.');
    });
  }

  for (const [runtime, settings] of settingsOn) {
    it(`reports settings that ${runtime} does not have, and no others`, async () => {
      const others = [...settingsOn.values()].flatMap((each) => Object.entries(each));
      const written = new Map(others.filter(([key]) => key !== 'runtime' && key !== 'port'));
      const foreign = [...written.keys()].filter((key) => !(key in settings));
      const lines = [...written].map(
        ([key, schema]) => `    ${key}: ${JSON.stringify((settings[key] ?? schema).examples?.[0])}`,
      );
      const found = await messages(
        spec(`  service:\n    runtime: ${runtime}\n    port: 80\n${lines.join('\n')}`),
      );
      expect(found).to.have.members(foreign.map((key) => `${key}: Property ${key} is not allowed.`));
    });
  }

  it('agrees with the compiler on what the schema forbids: the same lines', async () => {
    const codes = /^\S+:(\d+):\d+ error (?:unknown-property|wrong-type|wrong-value)$/gm;
    const cases = readdirSync('test/errors').map((name) => {
      const wanted = readFileSync(`test/errors/${name}/expected/stderr.txt`, 'utf8');
      const lines = [...wanted.matchAll(codes)].map(([, line]) => Number(line));
      return { name, lines, text: readFileSync(`test/errors/${name}/spec.yaml`, 'utf8') };
    });
    const refused = cases.filter(({ lines }) => lines.length > 0);
    expect(refused).to.have.length.above(5);
    const missed = await Promise.all(
      refused.map(async ({ name, lines, text }) => {
        // The modeline takes the first line, and the server counts from 0.
        const marked = (await diagnose(text)).map(({ range }) => range.start.line);
        return lines.filter((line) => !marked.includes(line)).map((line) => `${name}:${line}`);
      }),
    );
    expect(missed.flat()).to.deep.equal([]);
  });
});

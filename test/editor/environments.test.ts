import { expect } from 'chai';
import { settingPaths } from '../../compiler/explain/setting.ts';
import { fixedInEnvironments } from '../../compiler/spec/fixed-in-environments.ts';
import { branchesOf } from '../../compiler/spec/schema.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { isOverlay } from './is-overlay.ts';
import { schemaOf } from './schema-of.ts';
import { modeline, useEditor } from './use-editor.ts';
import { writeSetting } from './write-setting.ts';

const { schema: root } = toolkit;
const anyRuntime = toolkit.runtimes[0].name;
const head = 'archc: 1\nname: todo\n';
const environments = (texts: readonly string[]) => {
  const written = texts.map(
    (text, index) => `  dev${index}:
${text.replaceAll(/^(?=.)/gm, '    ')}
`,
  );
  return `${head}environments:
${written.join('')}`;
};
const environment = (text: string) => environments([text]);

/** Every setting that an environment can have. */
const paths = settingPaths(root)
  .map((path) => path.split('.'))
  .filter(([first = '']) => !fixedInEnvironments.includes(first));

describe('an editor, inside an environment', () => {
  const editor = useEditor();
  const complete = async (text: string) => {
    const items = await editor.complete('specs/complete.yaml', `${modeline}${environment(text)}`);
    return items.map(({ label }) => label).filter((label) => /^\w+$/.test(label));
  };
  const hover = (text: string, word: string) =>
    editor.hover('specs/hover.yaml', `${modeline}${environment(text)}`, word, 'environments');
  const messages = async (text: string) => {
    const found = await editor.diagnose('specs/diagnosed.yaml', `${modeline}${text}`);
    return found.map(({ message }) => message);
  };

  it('offers every section but what is the same in all', async () => {
    const wanted = Object.keys(root.properties ?? {}).filter((name) => !fixedInEnvironments.includes(name));
    expect(await complete('|')).to.have.members(wanted);
  });

  for (const [name, path] of [
    ['the shared stack', ['shared']],
    ['the database', ['shared', 'database']],
    ['the backend', ['backend']],
    ...toolkit.options.map(({ name }) => [`the option ${name}`, ['options', name]] as const),
  ] as const) {
    it(`offers the settings of ${name}`, async () => {
      expect(await complete(inside(path))).to.include.members(keysOf(path));
    });
  }

  it('offers the settings of a service on any runtime', async () => {
    const services =
      branchesOf(root, schemaOf(anyRuntime, ['backend', 'service']) ?? {})?.schemas ??
      new Map<string, Schema>();
    const wanted = [...services.values()].flatMap(({ properties = {} }) => Object.keys(properties));
    expect(await complete(inside(['backend', 'service']))).to.have.members([...new Set(wanted)]);
  });

  it('offers the values of a setting, and null with what it means', async () => {
    const text = `${modeline}${environment('shared:\n  database:\n    readers: |')}`;
    const items = await editor.complete('specs/complete.yaml', text);
    expect(items.map(({ label }) => label)).to.include.members(['0', 'null']);
    expect(items.find(({ label }) => label === 'null')?.documentation).to.match(/^Takes the value back/);
  });

  const settings = toolkit.runtimes.flatMap(({ name: runtime }) =>
    paths.flatMap((path) => {
      const example: unknown = schemaOf(runtime, path)?.examples?.[0];
      const text = writeSetting(runtime, path, JSON.stringify(example));
      return example === undefined ? [] : [{ path, text }];
    }),
  );

  it('shows over every setting what it shows over it elsewhere', async () => {
    for (const { path, text } of settings.filter((each) => !isOverlay(each.path.join('.')))) {
      const shown = await hover(text, `${path.at(-1) ?? ''}:`);
      expect(shown).to.match(new RegExp(`^#### ${path.join('\\.')}( \\|\\||\n)`));
      // What it is on another runtime can be shown too.
      const descriptions = toolkit.runtimes.flatMap(({ name }) => schemaOf(name, path)?.description ?? []);
      const found = descriptions.filter((each) => unmarked(shown).includes(unmarked(each)));
      expect(found, path.join('.')).not.to.deep.equal([]);
    }
  });

  it('objects to no setting', async () => {
    expect(await messages(environments(settings.map(({ text }) => text)))).to.deep.equal([]);
  });

  it('lets every setting be null, or have nothing after its colon, and says what that means', async () => {
    const texts = paths.map((path) => path.map((key, depth) => `${'  '.repeat(depth)}${key}:`).join('\n'));
    expect(await messages(environments(texts))).to.deep.equal([]);
    expect(await messages(environments(texts.map((text) => `${text} null`)))).to.deep.equal([]);
    expect(await hover('shared: { database: { readers: null } }', 'readers')).to.include(
      'Takes the value back',
    );
  });

  const mistakes = [
    ['a misspelt key', 'shared: { databse: { readers: 1 } }', 'Property databse is not allowed.'],
    ['what is the same in all environments', 'name: other', 'Property name is not allowed.'],
    ['environments of its own', 'environments: {}', 'Property environments is not allowed.'],
    ['a number out of range', 'shared: { database: { readers: 99 } }', 'Value is above the maximum of 15.'],
    ['text of the wrong form', 'region: EU', 'Write the code of a region, such as "ap-northeast-1"'],
    ['a wrong type', 'protected: 1', 'Incorrect type. Expected "boolean | null".'],
    [
      'a setting that the runtime of the environment lacks',
      'backend: { service: { runtime: appRunner, subnets: public } }',
      'Incorrect type. Expected "null".',
    ],
    [
      'a shared stack beside the name of one',
      'sharedStack: platform-shared\nshared: {}',
      'Incorrect type. Expected "null".',
    ],
  ] as const;

  for (const [what, text, message] of mistakes) {
    it(`objects to ${what}`, async () => {
      expect(await messages(environment(text))).to.include(message);
    });
  }

  it('lets an environment take back what another runtime has', async () => {
    const text = environment(
      'backend: { service: { runtime: appRunner, subnets: null } }\nsharedStack: null',
    );
    expect(await messages(text)).to.deep.equal([]);
  });
});

describe('an editor, about a spec with environments', () => {
  const editor = useEditor();
  const messages = async (text: string) => {
    const found = await editor.diagnose('specs/diagnosed.yaml', `${modeline}${text}`);
    return found.map(({ message }) => message);
  };
  const common = 'shared: { database: {} }\nbackend: { service: { port: 8080 }, database: { name: todo } }\n';

  it('lets the part outside of them leave anything to them', async () => {
    expect(await messages(`${head}${common}environments:\n  dev:\n`)).to.deep.equal([]);
    expect(await messages(`${head}environments:\n  dev: {}\n`)).to.deep.equal([]);
  });

  it('misses it in a spec without environments', async () => {
    expect(await messages(`${head}${common}`)).to.have.members([
      'Missing property "region".',
      'Missing property "availabilityZones".',
      'Missing property "runtime".',
      'Missing property "user".',
    ]);
  });

  const mistakes = [
    ['a name that is missing', 'archc: 1\nenvironments:\n  dev:\n', 'Missing property "name".'],
    ['a misspelt section', `${head}backnd: {}\nenvironments:\n  dev:\n`, 'Property backnd is not allowed.'],
    [
      'a misspelt setting outside of them',
      `${head}backend: { service: { prot: 80 } }\nenvironments:\n  dev:\n`,
      'Property prot is not allowed.',
    ],
    [
      'a shared stack beside the name of one',
      `${head}sharedStack: a\nshared: {}\nenvironments:\n  dev:\n`,
      '"shared" and "sharedStack" exclude each other',
    ],
    [
      'no environment',
      `${head}environments: {}\n`,
      'Object has fewer properties than the required number of 1',
    ],
    [
      'a name of an environment with capitals',
      `${head}environments:\n  Dev:\n`,
      'Use lower-case letters and digits, with single hyphens between them, starting with a letter, such as "staging"',
    ],
  ] as const;

  for (const [what, text, message] of mistakes) {
    it(`objects to ${what}`, async () => {
      expect(await messages(text)).to.deep.equal([message]);
    });
  }
});

/** A text with the cursor below a path. */
function inside(path: readonly string[]): string {
  return [...path.map((key) => `${key}:`), '|']
    .map((line, depth) => `${'  '.repeat(depth)}${line}`)
    .join('\n');
}

function keysOf(path: readonly string[]): readonly string[] {
  return Object.keys(schemaOf(anyRuntime, path)?.properties ?? {});
}

/** Without what only marks text as code. */
function unmarked(text: string): string {
  return text.replaceAll(/[\\`]/g, '');
}

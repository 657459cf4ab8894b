import { expect } from 'chai';
import type { CompletionItem } from 'vscode-languageserver-protocol/node.js';
import { compile } from '../../compiler/compile.ts';
import { branchesOf, dereference } from '../../compiler/spec/schema.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { modeline, useEditor } from './use-editor.ts';

const { schema: root } = toolkit;
const service = root.properties?.['backend']?.properties?.['service'] ?? {};
const onRuntime = branchesOf(root, service)?.schemas ?? new Map<string, Schema>();

describe('an editor, while someone types', () => {
  const editor = useEditor();
  const complete = (text: string) => editor.complete('specs/complete.yaml', `${modeline}${text}`);
  const offered = async (text: string) => (await complete(text)).map(({ label }) => label);

  it('offers every section of a spec', async () => {
    expect(await offered('|')).to.include.members(keysOf(root));
  });

  it('offers a new spec that compiles as it is', async () => {
    const { insertText = '' } = named(await complete('|'), 'new spec');
    const bytes = new TextEncoder().encode(withoutStops(insertText));
    const { diagnostics } = compile({ name: 'new.yaml', bytes }, toolkit);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  });

  it('writes what a section can not do without, the runtime and the port too', async () => {
    const { insertText } = named(await complete('|'), 'backend');
    expect(insertText).to.match(/^backend:\n {2}service:\n {4}runtime: .*\n {4}port: \S*$/);
  });

  it('writes an example for a value, and only that', async () => {
    const { insertText } = named(await complete('backend:\n  service:\n    |'), 'port');
    expect(insertText).to.equal('port: ${1:8080}');
  });

  it('writes an example of a mapping with free keys', async () => {
    const { insertText = '' } = named(await complete('|'), 'tags');
    expect(withoutStops(insertText)).to.equal('tags:\n  team: payments');
  });

  it('offers the runtimes', async () => {
    expect(await offered('backend:\n  service:\n    runtime: |\n')).to.have.members([...onRuntime.keys()]);
  });

  for (const [runtime, schema] of onRuntime) {
    const inService = (text: string) => `backend:\n  service:\n    runtime: ${runtime}\n    ${text}\n`;

    it(`offers the settings of ${runtime}, and no other runtime's`, async () => {
      const wanted = keysOf(schema).filter((key) => key !== 'runtime');
      expect((await offered(inService('|'))).filter((label) => /^\w+$/.test(label))).to.have.members(wanted);
    });

    for (const [key, child] of Object.entries(schema.properties ?? {})) {
      const setting = dereference(root, child);
      if (key === 'runtime') continue;
      if (setting.enum) {
        it(`offers the values of ${key} on ${runtime}`, async () => {
          expect(await offered(inService(`${key}: |`))).to.have.members(setting.enum?.map(String) ?? []);
        });
      }
      if (setting.properties) {
        it(`offers what is inside ${key} on ${runtime}`, async () => {
          const inside = await offered(inService(`${key}:\n      |`));
          expect(inside.filter((label) => /^\w+$/.test(label))).to.have.members(keysOf(setting));
        });
      }
      if (setting.type === 'object') {
        it(`offers an example behind ${key} on ${runtime}`, async () => {
          const [item, ...others] = await complete(inService(`${key}: |`));
          const [first = ''] = Object.keys(setting.examples?.[0] as object);
          expect(others).to.deep.equal([]);
          expect(item?.label).to.match(new RegExp(`^\\{ ${first}: `));
          expect(item?.insertText).to.match(new RegExp(`^\n +${first}: `));
        });
      }
    }
  }

  it('offers the runtime, and the settings of the one that examples choose, when none is named', async () => {
    const wanted = keysOf(onRuntime.get(toolkit.runtimes[0].name) ?? {});
    expect(
      (await offered('backend:\n  service:\n    |\n')).filter((label) => /^\w+$/.test(label)),
    ).to.have.members(wanted);
  });

  it('offers the options', async () => {
    expect(await offered('options:\n  |\n')).to.include.members(toolkit.options.map(({ name }) => name));
  });

  for (const { name } of toolkit.options) {
    it(`offers the settings of the option ${name}`, async () => {
      const settings = keysOf(root.properties?.['options']?.properties?.[name] ?? {});
      expect(settings).to.have.length.above(0);
      expect(await offered(`options:\n  ${name}:\n    |\n`)).to.include.members(settings);
    });
  }

  it('offers nothing that is written already', async () => {
    const labels = await offered('name: todo\n|\nregion: eu-west-1\n');
    expect(labels).to.include('archc').and.not.include('name').and.not.include('region');
  });
});

function keysOf(schema: Schema): readonly string[] {
  return Object.keys(dereference(root, schema).properties ?? {});
}

function named(items: readonly CompletionItem[], label: string): CompletionItem {
  const item = items.find((each) => each.label === label);
  if (!item) throw new Error(`"${label}" is not among ${items.map((each) => each.label).join(', ')}`);
  return item;
}

/** What stands there when someone accepts every tab stop. */
function withoutStops(snippet: string): string {
  return snippet.replaceAll(/\$\{\d+:([^}]*)\}|\$\d+/g, '$1');
}

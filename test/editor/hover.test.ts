import { expect } from 'chai';
import { parse } from 'yaml';
import { settingPaths } from '../../compiler/explain/setting.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { isOverlay } from './is-overlay.ts';
import { schemaOf } from './schema-of.ts';
import { modeline, useEditor } from './use-editor.ts';
import { writeSetting } from './write-setting.ts';

describe('an editor, over a setting', () => {
  const editor = useEditor();
  const hover = (text: string, word: string) => editor.hover('specs/hover.yaml', `${modeline}${text}`, word);

  for (const { name: runtime } of toolkit.runtimes) {
    for (const path of settingPaths(toolkit.schema)) {
      const schema = schemaOf(runtime, path.split('.'));
      // What is laid over the spec is shown as the setting that it is laid over.
      if (!schema || isOverlay(path)) continue;
      it(`shows what ${path} is on ${runtime}, its default, its values and an example`, async () => {
        const [example] = schema.examples ?? [];
        const text = writeSetting(runtime, path.split('.'), JSON.stringify(example));
        const shown = await hover(text, `${path.split('.').at(-1) ?? ''}:`);
        expect(shown).to.match(new RegExp(`^#### ${path.replaceAll('.', '\\.')}\n`));
        expect(shown).to.include(`\n${schema.description ?? 'described'}\n`);
        // The editor writes words in quotes that YAML 1.1 takes for a boolean, such as "off".
        for (const value of schema.enum ?? []) {
          expect(shown).to.match(new RegExp(`^\\* \`(["']?)${String(value)}\\1\`(: .*)?$`, 'm'));
        }
        expect(exampleIn(shown)).to.deep.equal(example);
        const fallback = schema.properties || schema.type === 'object' ? undefined : schema.default;
        expect(defaultIn(shown)).to.deep.equal(fallback);
        if (schema.defaultBy) expect(shown).to.include(`Default: depends on \`${schema.defaultBy}\``);
      });
    }
  }

  it('says what the whole section is, and where the schema is', async () => {
    const shown = await hover('backend: {}\n', 'backend');
    expect(shown).to.include('One web API').and.to.include('schema/archc.schema.json)');
  });
});

function exampleIn(shown: string): unknown {
  const text = /Example:\n\n```yaml\n([\s\S]*?)```/.exec(shown)?.[1] ?? /^Example: `(.*)`$/m.exec(shown)?.[1];
  return parse(text ?? '');
}

function defaultIn(shown: string): unknown {
  const text = /^Default: `(.*)`$/m.exec(shown)?.[1];
  return text === undefined ? undefined : parse(text);
}

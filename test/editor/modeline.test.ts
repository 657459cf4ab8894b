import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { starter } from '../../compiler/cli/files/starter.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { blocksOf, commandsOf, readPages } from '../docs/pages.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';
import { openEditor } from './open-editor.ts';

describe('the first line of a spec that archc init wrote', () => {
  const folder = useFolder();
  beforeEach(() => {
    mkdirSync(join(folder.path, '.git'));
    mkdirSync(join(folder.path, 'infra/specs'), { recursive: true });
  });

  const addSchema = (path: string) => {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    cpSync('schema/archc.schema.json', join(folder.path, path));
  };
  const init = (...args: string[]) => {
    const { code, stderr } = runArchc(['init', ...args], { cwd: folder.path });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    return readFileSync(join(folder.path, args[0] ?? ''), 'utf8');
  };
  const firstLine = (text: string) => text.split('\n')[0];

  for (const [what, path, named] of [
    [
      'in the installed package',
      'node_modules/archc/schema/archc.schema.json',
      '../../node_modules/archc/schema/',
    ],
    ['kept in the project', 'schema/archc.schema.json', '../../schema/'],
    ['kept beside the specs', 'infra/schema/archc.schema.json', '../schema/'],
  ] as const) {
    it(`names the schema ${what}`, () => {
      addSchema(path);
      const line = firstLine(init('infra/specs/shop.yaml', '--name', 'shop'));
      expect(line).to.equal(`# yaml-language-server: $schema=${named}archc.schema.json`);
      expect(existsSync(join(folder.path, 'infra/specs', named))).to.be.true;
    });
  }

  it('leads an editor to the schema', async () => {
    addSchema('node_modules/archc/schema/archc.schema.json');
    await expectSchema(init('infra/specs/shop.yaml'));
  });

  it('names no schema where the project has none', () => {
    expect(firstLine(init('infra/specs/shop.yaml'))).to.match(/^# A spec for archc/);
  });

  it('names no schema outside the repository, which others would not have', () => {
    addSchema('node_modules/archc/schema/archc.schema.json');
    mkdirSync(join(folder.path, 'infra/.git'));
    expect(firstLine(init('infra/specs/shop.yaml'))).to.match(/^# A spec for archc/);
  });

  describe('without it', () => {
    const page = readPages().find(({ file }) => file === 'docs/editors.md') ?? { file: '', text: '' };
    const text = starter({ name: 'shop', region: 'eu-west-1', runtime: toolkit.runtimes[0].name });

    it("an editor takes the line of JetBrains' IDEs", async () => {
      addSchema('node_modules/archc/schema/archc.schema.json');
      const [line = ''] = commandsOf(page).flatMap((command) => /^\$schema: \S+/.exec(command) ?? []);
      await expectSchema(`# ${line.replace('../', '../../')}\n${text}`);
    });

    it('an editor takes the settings of VS Code', async () => {
      addSchema('node_modules/archc/schema/archc.schema.json');
      const settings = JSON.parse(blocksOf(page, 'json')[0] ?? '') as { 'yaml.schemas': object };
      await expectSchema(text, 'specs/shop.yaml', { schemas: settings['yaml.schemas'] });
    });
  });

  /** That an editor has nothing to say of a spec, and knows a misspelt setting. */
  async function expectSchema(text: string, file = 'infra/specs/shop.yaml', settings = {}): Promise<void> {
    const editor = await openEditor(folder.path, settings);
    try {
      const [found, [broken]] = await Promise.all([
        editor.diagnose(file, text),
        editor.diagnose(file, text.replace('port:', 'prot:')),
      ]);
      expect(found).to.deep.equal([]);
      expect(broken?.source).to.equal('yaml-schema: backend.service');
    } finally {
      await editor.close();
    }
  }
});

import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { runArchc, useFolder } from '../cli/run-archc.ts';
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
    const text = init('infra/specs/shop.yaml');
    const editor = await openEditor(folder.path);
    try {
      const [found, [broken]] = await Promise.all([
        editor.diagnose('infra/specs/shop.yaml', text),
        editor.diagnose('infra/specs/shop.yaml', text.replace('port:', 'prot:')),
      ]);
      expect(found).to.deep.equal([]);
      expect(broken?.source).to.equal('yaml-schema: backend.service');
    } finally {
      await editor.close();
    }
  });

  it('names no schema where the project has none', () => {
    expect(firstLine(init('infra/specs/shop.yaml'))).to.match(/^# A spec for archc/);
  });

  it('names no schema outside the repository, which others would not have', () => {
    addSchema('node_modules/archc/schema/archc.schema.json');
    mkdirSync(join(folder.path, 'infra/.git'));
    expect(firstLine(init('infra/specs/shop.yaml'))).to.match(/^# A spec for archc/);
  });
});

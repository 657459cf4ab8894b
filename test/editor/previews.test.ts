import { expect } from 'chai';
import { toolkit } from '../../compiler/toolkit.ts';
import { schemaOf } from './schema-of.ts';
import { modeline, useEditor } from './use-editor.ts';

const [{ name: anyRuntime }] = toolkit.runtimes;
const common = `archc: 1
name: todo
region: ap-northeast-1
shared: { availabilityZones: [ap-northeast-1a, ap-northeast-1c] }
backend: { service: { runtime: appRunner, port: 8080 }, database: { name: todo, user: todo_app } }
`;

/** Both places where a spec says how its previews differ. */
const places = [
  ['at the root', (text: string) => `${common}preview:\n${indented(text, 2)}`],
  [
    'in an environment',
    (text: string) => `${common}environments:\n  dev:\n    preview:\n${indented(text, 6)}`,
  ],
] as const;

function indented(text: string, by: number): string {
  return `${text.replaceAll(/^(?=.)/gm, ' '.repeat(by))}\n`;
}

for (const [place, spec] of places) {
  describe(`an editor, in what a spec says of its previews ${place}`, () => {
    const editor = useEditor();
    const complete = async (text: string) => {
      const items = await editor.complete('specs/complete.yaml', `${modeline}${spec(text)}`);
      return items.map(({ label }) => label);
    };
    const messages = async (text: string) => {
      const found = await editor.diagnose('specs/diagnosed.yaml', `${modeline}${spec(text)}`);
      return found.map(({ message }) => message);
    };

    for (const path of [['backend'], ['backend', 'database'], ['options'], ['options', 'hardening']]) {
      it(`offers the settings of ${path.join('.')}`, async () => {
        const keys = Object.keys(schemaOf(anyRuntime, path)?.properties ?? {});
        const lines = [...path.map((key) => `${key}:`), '|'];
        const text = lines.map((line, depth) => `${'  '.repeat(depth)}${line}`).join('\n');
        expect(await complete(text)).to.include.members(keys);
      });
    }

    it('shows what a setting means', async () => {
      const text = spec('backend: { database: { user: someone } }');
      expect(
        await editor.hover('specs/hover.yaml', `${modeline}${text}`, 'user: someone', 'preview'),
      ).to.match(/^#### backend\.database\.user/);
    });

    for (const text of [
      'backend: { domain: { name: "*.preview.example.com" } }',
      'backend: { database: null, service: { plainHttp: true, environment: { LOG_LEVEL: null } } }',
      'options: { ipRestriction: null, hardening: { containerInsights: "off" } }',
      'tags: { purpose: preview, owner: null }',
      'expiresAfterDays: 3',
    ]) {
      it(`objects to nothing in ${text}`, async () => {
        expect(await messages(text)).to.deep.equal([]);
      });
    }

    for (const [text, message] of [
      ['backend: { databse: {} }', 'Property databse is not allowed.'],
      ['backend: { service: { port: 99999 } }', 'Value is above the maximum of 65535.'],
      ['backend: { domain: { name: "a.*.com" } }', /^Write a full domain name/],
      ['options: { rateLimt: null }', 'Property rateLimt is not allowed.'],
      ['options: { rateLimit: 3 }', /^Incorrect type/],
      ['tags: [a]', /^Incorrect type/],
      ['shared: {}', 'Property shared is not allowed.'],
    ] as const) {
      it(`objects to ${text}`, async () => {
        const [found = '', ...others] = await messages(text);
        expect(others).to.deep.equal([]);
        if (typeof message === 'string') expect(found).to.equal(message);
        else expect(found).to.match(message);
      });
    }
  });
}

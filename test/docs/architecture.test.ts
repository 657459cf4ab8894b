import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';

const page = readFileSync('ARCHITECTURE.md', 'utf8');
const named = new Set([...page.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path = '']) => path));

describe('ARCHITECTURE.md', () => {
  it('names every folder of the project', () => {
    const ignored = readFileSync('.gitignore', 'utf8')
      .split('\n')
      .map((line) => line.replace(/^\//, ''));
    const folders = foldersIn('.').filter((name) => name !== '.git/' && !ignored.includes(name));
    expect(folders.filter((name) => !named.has(name))).to.deep.equal([]);
  });

  it("names every folder of the compiler and of the tests' support", () => {
    const folders = ['compiler', 'compiler/cli', 'compiler/deploy', 'compiler/build', 'test/support'].flatMap(
      (folder) => foldersIn(folder).map((name) => `${folder}/${name}`),
    );
    expect(folders.filter((name) => !named.has(name))).to.deep.equal([]);
  });

  it('names every file that stands directly in compiler/', () => {
    const files = filesIn('compiler').map((name) => `compiler/${name}`);
    expect(files.filter((name) => !named.has(name))).to.deep.equal([]);
  });

  it('names everything that stands directly in templates/', () => {
    const entries = [...foldersIn('templates'), ...filesIn('templates')].map((name) => `templates/${name}`);
    expect(entries.filter((name) => !named.has(name))).to.deep.equal([]);
  });

  it('names nothing that is not there', () => {
    const made = ['build/', 'build/generated/'];
    const missing = [...named].filter((path) => !made.includes(path) && !existsSync(path));
    expect(missing.filter((path) => !/^(shared|backend)\/$/.test(path))).to.deep.equal([]);
  });
});

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${name}/`);
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const english = readFileSync('README.md', 'utf8');
const { japanese, waiting } = readTranslation(readFileSync('README.ja.md', 'utf8'));
const translated = sectionsOf(japanese);
const advice =
  'If you write no Japanese: add the heading to "<!-- waiting: ... -->" at the top of README.ja.md';

describe('the Japanese README', () => {
  it('has the sections of the English one, in order', () => {
    const levels = (text: string) => sectionsOf(text).map(({ heading }) => /^#+/.exec(heading)?.[0]);
    expect(levels(japanese), 'a new section may stand there in English, while it waits').to.deep.equal(
      levels(english),
    );
  });

  it('waits for no section that the English one does not have', () => {
    const headings = sectionsOf(english).map(({ heading }) => heading.replace(/^#+ /, ''));
    expect(headings).to.include.members(waiting);
  });

  for (const [index, section] of sectionsOf(english).entries()) {
    const other = translated[index] ?? { heading: '', text: '' };
    if (isWaiting(section)) continue;

    it(`has the commands, names, links and tables of "${section.heading}"`, () => {
      expect(shapeOf(other.text), advice).to.deep.equal(shapeOf(section.text));
    });

    it(`has the numbers of "${section.heading}"`, () => {
      expect(numbersIn(other.text), advice).to.include.members(numbersIn(section.text));
    });
  }

  it('may name sections that wait, at the top', () => {
    const lines = '# archc\n\n[English](README.md)\n\n';
    const read = { japanese: `${lines}短い`, waiting: ['Try it', 'More'] };
    expect(readTranslation(`${lines}<!-- waiting: Try it, More -->\n\n短い`)).to.deep.equal(read);
    expect(readTranslation(`<!-- waiting: Try it, More -->\n\n${lines}短い`)).to.deep.equal(read);
    expect(readTranslation(`${lines}短い`)).to.deep.equal({ ...read, waiting: [] });
  });

  it('is in Japanese', () => {
    const done = translated.filter((_, index) => !isWaiting(sectionsOf(english)[index]));
    const text = done.map(({ heading, text: body }) => `${heading}\n${body}`).join('');
    const foreign = paragraphsOf(withoutCode(text)).filter((part) => !/[\u3041-\u30ff]/.test(part));
    expect(foreign.map((part) => part.trim())).to.deep.equal(['# archc', '[English](README.md)']);
  });

  it('and the English one lead to each other, at the top', () => {
    expect(english.split('\n')[2]).to.equal('[日本語](README.ja.md)');
    expect(japanese.split('\n')[2]).to.equal('[English](README.md)');
  });
});

/** Sections that wait for a translator, by their English headings: anybody may add one to the comment at the top. */
function readTranslation(text: string) {
  const [comment = '', headings] = /<!-- waiting: (.*?) -->\n*/.exec(text) ?? [];
  return { japanese: text.replace(comment, ''), waiting: headings?.split(', ') ?? [] };
}

function isWaiting(section: Section | undefined): boolean {
  return section !== undefined && waiting.includes(section.heading.replace(/^#+ /, ''));
}

interface Section {
  readonly heading: string;
  readonly text: string;
}

function sectionsOf(page: string): readonly Section[] {
  return page.split(/^(?=#+ .*$)/m).map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    return { heading, text: lines.join('\n') };
  });
}

/** All that a translation keeps. A sentence may name things in another order. */
function shapeOf(text: string) {
  const prose = withoutCode(text);
  const cells = [...prose.matchAll(/^\| ?(.*?) \|/gm)].map(([, cell = '']) => cell);
  return {
    code: [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, language = '', block = '']) =>
      language === '' ? block : withoutComments(block),
    ),
    names: [...new Set([...prose.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name))].sort(),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.startsWith('README'))
      .sort(),
    rows: cells.filter((cell) => cell.startsWith('`') || cell.startsWith('[')),
    items: prose.match(/^(-|\d+\.) /gm) ?? [],
    strong: (prose.match(/\*\*[^*]+\*\*/g) ?? []).length,
    paragraphs: paragraphsOf(prose).length,
  };
}

function withoutCode(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
}

function withoutComments(block: string): string {
  return block.replaceAll(/ +# .*$/gm, '');
}

function paragraphsOf(text: string): readonly string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
}

/** In prose, beside names and addresses, which are compared as they are. */
function numbersIn(text: string): readonly string[] {
  const prose = withoutCode(text).replaceAll(/`[^`]*`|\]\([^)]*\)/g, '');
  return [...prose.matchAll(/\d+(?:[.,:-]\d+)*/g)].map(([number]) => number);
}

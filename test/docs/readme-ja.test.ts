import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const english = readFileSync('README.md', 'utf8');
const japanese = readFileSync('README.ja.md', 'utf8');
const translated = sectionsOf(japanese);

describe('the Japanese README', () => {
  it('has the sections of the English one, in order', () => {
    const levels = (text: string) => sectionsOf(text).map(({ heading }) => /^#+/.exec(heading)?.[0]);
    expect(levels(japanese)).to.deep.equal(levels(english));
  });

  for (const [index, section] of sectionsOf(english).entries()) {
    const other = translated[index] ?? { heading: '', text: '' };

    it(`has the commands, names, links and tables of "${section.heading}"`, () => {
      expect(shapeOf(other.text)).to.deep.equal(shapeOf(section.text));
    });

    it(`has the numbers of "${section.heading}"`, () => {
      expect(numbersIn(other.text)).to.include.members(numbersIn(section.text));
    });
  }

  it('is in Japanese', () => {
    const foreign = paragraphsOf(withoutCode(japanese)).filter((text) => !/[\u3041-\u30ff]/.test(text));
    expect(foreign.map((text) => text.trim())).to.deep.equal(['# archc', '[English](README.md)']);
  });

  it('and the English one lead to each other, at the top', () => {
    expect(english.split('\n')[2]).to.equal('[日本語](README.ja.md)');
    expect(japanese.split('\n')[2]).to.equal('[English](README.md)');
  });
});

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

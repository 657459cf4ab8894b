import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { readPages } from './pages.ts';

const pages = readPages();

describe('links between pages', () => {
  for (const { file, text } of pages) {
    it(`lead somewhere: ${file}`, () => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target);
      expect(links.filter((link) => !leadsSomewhere(file, link))).to.deep.equal([]);
    });
  }

  it('reach every decision that a page or a template names', () => {
    const decisions = pages.map(({ file }) => /^docs\/adr\/0*(\d+)-[a-z0-9-]+\.md$/.exec(file)?.[1]);
    const numbers = decisions.flatMap((number) => (number === undefined ? [] : [Number(number)]));
    expect(numbers).to.deep.equal(numbers.map((_, index) => index + 1));
    for (const { file, text } of pages) {
      const named = [...text.matchAll(/\bADR (\d+)/g)].map(([, number]) => Number(number));
      expect(numbers, file).to.include.members(named);
    }
  });
});

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  return headingsOf(pages.find((page) => page.file === target)?.text ?? '').includes(anchor);
}

/** As GitHub makes anchors of them. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  );
}

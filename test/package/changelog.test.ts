import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { version } from '../../build/generated/version.ts';

const text = readFileSync('CHANGELOG.md', 'utf8');
const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const changes = String.raw`(- .+\n(  .+\n)*)+`;
/** The changes of one kind, below its name; in a long section, they stand below topics. */
const sorted = new RegExp(String.raw`^[A-Z][a-z]+\n(\n#### .+\n)?\n${changes}(\n#### .+\n\n${changes})*\n?$`);

/** As https://keepachangelog.com/en/1.1.0/ has it. */
describe('CHANGELOG.md', () => {
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
  const versions = headings.flatMap((heading) => /^\[(\d+\.\d+\.\d+)\]/.exec(heading)?.[1] ?? []);

  it('has a section for the version of the package, or one for what is not released', () => {
    expect(headings.includes('[Unreleased]') || versions.includes(version)).to.be.true;
  });

  it('begins with what is not released, then has each version with its day, the newest first', () => {
    const [first = '', ...rest] = headings;
    const dated = first === '[Unreleased]' ? rest : headings;
    for (const heading of dated) expect(heading).to.match(/^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
    expect(versions).to.deep.equal([...new Set(versions)].sort(byVersion));
    expect(dated.map(dayOf)).to.deep.equal(dated.map(dayOf).sort().reverse());
  });

  it('sorts the changes of each version by their kind, and has no empty list', () => {
    const sections = sectionsOf(text);
    expect(sections).to.have.length.above(0);
    for (const lists of sections) {
      const titles = lists.map((list) => list.slice(0, list.indexOf('\n')));
      expect(titles).to.deep.equal(kinds.filter((kind) => titles.includes(kind)));
      for (const list of lists) expect(list).to.match(sorted);
    }
  });

  it('has the topics in the same order for every kind of change, each once', () => {
    for (const lists of sectionsOf(text)) {
      const order = [...new Set(lists.flatMap(topicsOf))];
      for (const topics of lists.map(topicsOf))
        expect(topics).to.deep.equal(order.filter((topic) => topics.includes(topic)));
    }
  });
});

/** The lists of each version, one for each kind of change, beginning with the kind. */
function sectionsOf(changelog: string): readonly (readonly string[])[] {
  const sections = changelog.split(/^## /m).slice(1);
  return sections.map((section) => section.split(/^### /m).slice(1));
}

function topicsOf(list: string): readonly string[] {
  return [...list.matchAll(/^#### (.+)$/gm)].map(([, topic = '']) => topic);
}

function byVersion(a: string, b: string): number {
  const [first = [], second = []] = [a, b].map((each) => each.split('.').map(Number));
  const at = first.findIndex((part, index) => part !== second[index]);
  return (second[at] ?? 0) - (first[at] ?? 0);
}

function dayOf(heading: string): string {
  return heading.slice(-10);
}

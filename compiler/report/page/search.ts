import { all, demand, isShown } from './find.ts';

/** In matches. More than these stay folded. */
const mostOpened = 12;
const mostMarked = 2_000;

interface Searched {
  readonly element: HTMLElement;
  readonly text: string;
}

/** Shows only what has every word that is searched for; returns what to call when other parts of the page are shown. */
export function searchPage(): () => void {
  const field = demand('#search', HTMLInputElement);
  const found = demand('#found', HTMLElement);
  let blocks: readonly Searched[] | undefined;
  let lines: readonly Searched[] = [];

  const search = (): void => {
    const words = field.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    blocks ??= all('main .block').map(searched);
    if (lines.length === 0) lines = all('.spec li').map(searched);
    const matches = blocks.filter(({ element, text }) => {
      const isMatch = hasAll(text, words);
      element.classList.toggle('off', !isMatch);
      return isMatch && isShown(element);
    });
    const hits = lines.filter(({ element, text }) => {
      const isHit = words.length > 0 && hasAll(text, words);
      element.classList.toggle('hit', isHit);
      return isHit;
    });
    hideEmpty();
    if (words.length > 0) open(matches);
    mark(words, [...matches, ...hits]);
    found.textContent = words.length === 0 ? '' : wordFound(matches.length, hits.length);
  };

  field.addEventListener('input', search);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target === field && field.value !== '') {
      field.value = '';
      search();
    }
  });
  return search;
}

function searched(element: HTMLElement): Searched {
  return { element, text: element.textContent.toLowerCase() };
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** A section, or a group in it, without anything to show. */
function hideEmpty(): void {
  for (const part of [...all('main div.group'), ...all('main section')]) {
    const isEmpty = !all('.block', part).some((block) => !block.hidden && !block.classList.contains('off'));
    part.classList.toggle('off', isEmpty);
  }
}

function open(matches: readonly Searched[]): void {
  if (matches.length > mostOpened) return;
  for (const { element } of matches) {
    const card = element.querySelector<HTMLDetailsElement>(':scope > details.card');
    if (card) card.open = true;
  }
}

/** Colours the words where they stand, if the browser can do that without changing the page. */
function mark(words: readonly string[], places: readonly Searched[]): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete('found');
  const ranges = words.length === 0 ? [] : places.flatMap(({ element }) => rangesIn(element, words));
  if (ranges.length > 0) CSS.highlights.set('found', new Highlight(...ranges.slice(0, mostMarked)));
}

function rangesIn(element: HTMLElement, words: readonly string[]): readonly Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? '').toLowerCase();
    for (const word of words) {
      for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}

function wordFound(blocks: number, lines: number): string {
  if (blocks + lines === 0) return 'Nothing found';
  const parts = `${blocks} ${blocks === 1 ? 'part' : 'parts'} of the page`;
  return `${parts}, ${lines} ${lines === 1 ? 'line' : 'lines'} of the spec`;
}

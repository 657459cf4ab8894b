import { all, around, demand, isShown, numbersIn } from './find.ts';

/** A part of the page that lines of the spec decide. */
interface Thing {
  readonly element: HTMLElement;
  readonly lines: readonly number[];
}

/**
 * Links the spec and the page both ways: a line shows what it decides, and that shows its lines. A click, or Enter, pins a
 * line until another one is pinned. Returns what to call when another environment is shown.
 */
export function linkSpec(): () => void {
  const list = demand('.spec', HTMLElement);
  const lines = all('.spec li');
  const decides = demand('#decides', HTMLElement);
  const things: readonly Thing[] = all('main [data-lines]')
    .map((element) => ({ element, lines: numbersIn(element.dataset['lines']) }))
    .filter((thing) => thing.lines.length > 0);
  let pinned: HTMLElement | undefined;

  const thingsOf = (line: HTMLElement): readonly HTMLElement[] =>
    things
      .filter((thing) => thing.lines.includes(numberOf(line)) && isShown(thing.element))
      .map(({ element }) => element);

  const light = (line: HTMLElement | undefined, shown: readonly HTMLElement[]): void => {
    for (const old of all('.lit')) old.classList.remove('lit');
    line?.classList.add('lit');
    for (const element of shown) {
      element.classList.add('lit');
      element.closest('details.card')?.classList.add('lit');
    }
  };
  const showLine = (line: HTMLElement): void => {
    const shown = thingsOf(line);
    light(line, shown);
    describe(decides, line, shown);
  };
  const showPinned = (): void => {
    if (pinned) {
      showLine(pinned);
    } else {
      light(undefined, []);
      decides.replaceChildren();
    }
  };
  const pin = (line: HTMLElement | undefined): void => {
    pinned?.setAttribute('aria-selected', 'false');
    pinned = line === pinned ? undefined : line;
    pinned?.setAttribute('aria-selected', 'true');
    showPinned();
    if (!pinned) return;
    const [first] = thingsOf(pinned);
    for (const element of thingsOf(pinned))
      element.closest<HTMLDetailsElement>('details.card')?.setAttribute('open', '');
    first?.scrollIntoView({ block: 'center' });
  };

  /** Shows the lines of a part of the page, in the spec's own scroll area. */
  const showThing = (thing: HTMLElement): void => {
    const own = numbersIn(thing.dataset['lines']);
    light(undefined, [thing]);
    const shown = lines.filter((line) => own.includes(numberOf(line)));
    for (const line of shown) line.classList.add('lit');
    const [first] = shown;
    if (first && list.scrollHeight > list.clientHeight) {
      list.scrollTop = first.offsetTop - list.offsetTop - list.clientHeight / 3;
    }
  };

  const follow = (event: Event): void => {
    const line = around(event.target, '.spec li');
    const thing = around(event.target, 'main [data-lines]:not([data-lines=""])');
    if (line) showLine(line);
    else if (thing) showThing(thing);
    else if (!around(event.target, '#decides')) showPinned();
  };
  document.addEventListener('mouseover', follow);
  document.addEventListener('focusin', follow);
  list.addEventListener('click', (event) => {
    pin(around(event.target, '.spec li'));
  });
  addEventListener('hashchange', () => {
    const line = lines.find(({ id }) => `#${id}` === location.hash);
    if (line && line !== pinned) pin(line);
  });
  useArrows(list, lines, pin);
  return () => {
    countThings(lines, thingsOf);
    showPinned();
  };
}

function numberOf(line: HTMLElement): number {
  return Number(line.id.slice(1));
}

/** Says of a line how much it decides, for those who look and for those who listen. */
function countThings(
  lines: readonly HTMLElement[],
  thingsOf: (line: HTMLElement) => readonly HTMLElement[],
): void {
  for (const line of lines) line.classList.toggle('decides', thingsOf(line).length > 0);
}

/** The keys of a list: arrows and Home and End move, Enter and the space bar pin, Escape takes the pin away. */
function useArrows(
  list: HTMLElement,
  lines: readonly HTMLElement[],
  pin: (line: HTMLElement | undefined) => void,
): void {
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-labelledby', 'spec-title');
  for (const [index, line] of lines.entries()) {
    line.setAttribute('role', 'option');
    line.setAttribute('aria-selected', 'false');
    line.tabIndex = index === 0 ? 0 : -1;
  }
  list.addEventListener('keydown', (event) => {
    const current = lines.findIndex((line) => line === document.activeElement);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      Home: 0,
      End: lines.length - 1,
    };
    const next = Object.hasOwn(moves, event.key) ? lines[moves[event.key] ?? 0] : undefined;
    if (next) {
      for (const line of lines) line.tabIndex = line === next ? 0 : -1;
      next.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      pin(lines[current]);
    } else if (event.key === 'Escape') {
      pin(undefined);
    } else {
      return;
    }
    event.preventDefault();
  });
}

/** Writes what a line decides, with links to it. */
function describe(place: HTMLElement, line: HTMLElement, things: readonly HTMLElement[]): void {
  const blocks = new Map<Element, string[]>();
  for (const thing of things) {
    const block = thing.closest('.block');
    if (!block) continue;
    const name = thing.querySelector(':scope > dt')?.textContent ?? '';
    blocks.set(block, [...(blocks.get(block) ?? []), name]);
  }
  const items = [...blocks].map(([block, names]) => {
    const link = document.createElement('a');
    link.href = `#${block.id}`;
    link.textContent = titleOf(block);
    const item = document.createElement('li');
    const words = names.filter((name) => name !== '').join(', ');
    item.append(link, words === '' ? '' : ` ${words}`);
    return item;
  });
  const heading = document.createElement('p');
  const number = numberOf(line);
  heading.textContent =
    items.length === 0 ? `Line ${number} decides nothing on this page by itself.` : `Line ${number} decides:`;
  const list = document.createElement('ul');
  list.append(...items);
  place.replaceChildren(heading, ...(items.length > 0 ? [list] : []));
}

function titleOf(block: Element): string {
  const section = block.closest('section')?.querySelector('h2')?.textContent ?? '';
  const own = block.querySelector('h4')?.textContent;
  if (own !== undefined && own !== null) return own;
  const words = block.querySelector('.what')?.textContent.replace(/\s+/g, ' ').trim();
  return words === undefined ? section : `${section}: ${words}`;
}

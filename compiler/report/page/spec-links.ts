import { lightPicture } from './picture.ts';
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
  const unpinButton = document.createElement('button');
  unpinButton.type = 'button';
  unpinButton.textContent = 'Let go';
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
    lightPicture(shown.flatMap((element) => element.closest('#resources .block') ?? []));
  };
  const showLine = (line: HTMLElement): void => {
    const shown = thingsOf(line);
    light(line, shown);
    describe(decides, line, shown);
  };
  const showPinned = (): void => {
    if (pinned) {
      showLine(pinned);
      decides.querySelector('p')?.append(unpinButton);
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
  };
  /** Pins a line, and goes to what it decides. */
  const pinAndGo = (line: HTMLElement | undefined): void => {
    pin(line);
    const decided = pinned ? thingsOf(pinned) : [];
    for (const element of decided) element.closest('details.card')?.setAttribute('open', '');
    const first = decided.find((element) => element.closest('#resources')) ?? decided[0];
    first?.scrollIntoView({ block: 'center' });
  };
  /** Goes to a line where the spec has a scroll area of its own, so that the rest of the page stays where it is. */
  const goToLine = (line: HTMLElement): void => {
    list.scrollTop = line.offsetTop - list.offsetTop - list.clientHeight / 3;
  };

  /** Shows the lines of a part of the page, in the spec's own scroll area. */
  const showThing = (thing: HTMLElement): void => {
    const own = numbersIn(thing.dataset['lines']);
    light(undefined, [thing]);
    const shown = lines.filter((line) => own.includes(numberOf(line)));
    for (const line of shown) line.classList.add('lit');
    const [first] = shown;
    if (first) goToLine(first);
  };

  const follow = (event: Event): void => {
    // What is pinned stays, although the page moves under the mouse.
    if (pinned) return;
    const line = around(event.target, '.spec li');
    const thing = around(event.target, 'main [data-lines]:not([data-lines=""])');
    if (line) showLine(line);
    else if (thing) showThing(thing);
    else if (!around(event.target, '#decides')) showPinned();
  };
  document.addEventListener('mouseover', follow);
  document.addEventListener('focusin', follow);
  list.addEventListener('click', (event) => {
    pinAndGo(around(event.target, '.spec li'));
  });
  document.addEventListener('click', (event) => {
    const address = around(event.target, 'a.line')?.getAttribute('href');
    const line = lines.find(({ id }) => address === `#${id}`);
    if (!line) return;
    if (line !== pinned) pin(line);
    // Beside the rest, the line is in sight; above it, the link leads there.
    if (!isBeside(list)) return;
    event.preventDefault();
    goToLine(line);
  });
  unpinButton.addEventListener('click', () => {
    const line = pinned;
    pin(undefined);
    line?.focus();
  });
  useArrows(list, lines, pinAndGo);
  return () => {
    countThings(lines, thingsOf);
    showPinned();
  };
}

function isBeside(list: HTMLElement): boolean {
  const aside = list.closest('aside');
  return aside !== null && getComputedStyle(aside).position === 'sticky';
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
  if (own !== undefined) return own;
  const words = block.querySelector('.what')?.textContent.replace(/\s+/g, ' ').trim();
  return words === undefined ? section : `${section}: ${words}`;
}

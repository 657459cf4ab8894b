import { all, around, isShown } from './find.ts';

/** Goes to what a link or the address names, and opens what it is folded in. */
export function followLinks(): void {
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (event) => {
    const link = around(event.target, 'a[href^="#"]');
    // The address does not change when it is the same again.
    if (link?.getAttribute('href') === location.hash) reveal();
  });
  reveal();
}

function reveal(): void {
  const named = document.getElementById(location.hash.slice(1));
  if (!named) return;
  const target = isShown(named) ? named : sameIn(named);
  const card = target.querySelector<HTMLDetailsElement>(':scope > details.card');
  if (card) card.open = true;
  for (const old of all('.target')) old.classList.remove('target');
  target.classList.add('target');
  if (target.matches('.block')) target.scrollIntoView({ block: 'start' });
}

/** The same thing as the chosen environment has it. */
function sameIn(block: HTMLElement): HTMLElement {
  const section = block.closest('section') ?? document;
  const others = all('.block', section).filter((each) => each.dataset['key'] === block.dataset['key']);
  return others.find(isShown) ?? block;
}

/** Opens everything for print, and closes it afterwards. */
export function openForPrint(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const each of opened) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of opened) each.open = false;
  });
}

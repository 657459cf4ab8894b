import { around } from './find.ts';

/** Leads from a box of the picture to the resource that it shows. */
export function linkPicture(): void {
  document.addEventListener('click', (event) => {
    const address = addressOf(around(event.target, '.archc-diagram [data-id]'));
    if (address !== undefined) location.hash = address;
  });
}

/** What stands for nothing on the page, such as the internet, leads nowhere. */
function addressOf(box: HTMLElement | undefined): string | undefined {
  const { stack, id } = box?.dataset ?? {};
  const address = `resources-${stack ?? ''}-${id ?? ''}`;
  return document.getElementById(address) ? `#${address}` : undefined;
}

/** Marks the boxes of the resources in the picture, and of none else. */
export function lightPicture(blocks: readonly Element[]): void {
  const named = new Set(blocks.map((block) => block.getAttribute('data-key')));
  for (const box of document.querySelectorAll<SVGElement>('.archc-diagram .node')) {
    const { stack, id, holds } = box.dataset;
    const ids = [id, ...(holds ?? '').split(' ').map((each) => each.replace(/^\w+\//, ''))];
    box.classList.toggle(
      'lit',
      ids.some((each) => named.has(`${stack ?? ''}-${each ?? ''}`)),
    );
  }
}

/** The element that the page always has. */
export function demand<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

export function all(selector: string, within: ParentNode = document): readonly HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)];
}

/** The nearest element around a place of the page, which an event has as its target. */
export function around(target: EventTarget | null, selector: string): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>(selector) ?? undefined) : undefined;
}

/** The numbers in an attribute: `11 12`. */
export function numbersIn(text: string | undefined): readonly number[] {
  return (text ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
}

/** Whether the chosen environment has it. */
export function isShown(element: Element): boolean {
  return element.closest('[hidden]') === null;
}

import { all, numbersIn } from './find.ts';

/** Shows what is true of the chosen environment, and calls back when another one is chosen. */
export function switchEnvironments(changed: () => void): void {
  const choices = all('#environments input').filter((each) => each instanceof HTMLInputElement);
  const show = (): void => {
    const chosen = Number(choices.find(({ checked }) => checked)?.value ?? 0);
    for (const part of all('[data-in]')) part.hidden = !numbersIn(part.dataset['in']).includes(chosen);
    for (const line of all('.spec li')) {
      const owners = numbersIn(line.dataset['of']);
      line.classList.toggle('elsewhere', owners.length > 0 && !owners.includes(chosen));
    }
    changed();
  };
  for (const choice of choices) choice.addEventListener('change', show);
  // A browser keeps the choice when it loads the page again.
  show();
}

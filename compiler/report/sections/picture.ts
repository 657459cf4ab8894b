import { html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import type { Section } from '../model/model.ts';

/** What is deployed, and who talks to whom. */
export function pictureSection(picture: Html): Section {
  return {
    id: 'picture',
    title: 'Picture',
    intro: html`Drawn of the compiled templates. A click on a box leads to its resource; everything in the
    picture is on this page in words, too.`,
    blocks: [
      {
        key: 'picture',
        content: html`<div class="picture" role="group" aria-label="Picture" tabindex="0">${picture}</div>`,
      },
    ],
  };
}

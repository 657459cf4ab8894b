import { counted } from '../../diagnostics/counted.ts';
import { ruleOf, ruleSets } from '../../scanners/exceptions.ts';
import { exceptionsAt } from '../../scanners/suppress.ts';
import type { ExceptionAt } from '../../scanners/suppress.ts';
import { html, prose } from '../model/html.ts';
import { resourceLinks } from '../words/links.ts';
import type { Block, Section, Subject } from '../model/model.ts';

/** How many rules of each scanner the templates violate, and why. */
export function securitySection(subject: Subject): Section {
  const all = subject.templates.flatMap(exceptionsAt);
  const rules = new Set(all.flatMap(({ exception }) => exception.rules.map(ruleOf)));
  const figures = ruleSets.map(({ name, prefix }) => ({
    name,
    number: [...rules].filter((rule) => rule.startsWith(prefix)).length,
  }));
  const about = [...new Set(all.map(({ exception }) => exception.about))];
  return {
    id: 'security',
    title: 'What scanners say',
    intro: html`How many rules of each scanner these templates violate, and why each is left so. The figures
    come from archc's list of exceptions, which its tests compare with the scanners themselves; yours may have
    other versions.`,
    blocks: [
      {
        key: 'score',
        content: html`<ul class="figures">
          ${figures.map(({ name, number }) => html`<li><strong>${number}</strong> ${name}</li>`)}
        </ul>`,
      },
      ...about.map((each) => exceptionBlock(all.filter(({ exception }) => exception.about === each))),
    ],
  };
}

function exceptionBlock(places: readonly ExceptionAt[]): Block {
  const [first] = places;
  const { about = '', reason = '', remedy = '', rules = [] } = first?.exception ?? {};
  const where = (['shared', 'backend'] as const).flatMap((stack) => {
    const ids = places
      .filter((each) => each.stack === stack && each.type !== '')
      .map(({ resource }) => resource);
    return ids.length === 0 ? [] : [resourceLinks(stack, [...new Set(ids)])];
  });
  return {
    key: about,
    heading: 'Each with its reason',
    content: html`<details class="card">
      <summary>
        <h4>${prose(about)}</h4>
        <span class="kind">${counted(places.length, 'place')}</span>
      </summary>
      <p>${prose(reason)}</p>
      ${where.length > 0 && html`<p>At ${where[0]}${where[1] && html`, ${where[1]}`}.</p>`}
      <p>What ends it: ${prose(remedy)}</p>
      <p class="actions"><code>${rules.join(' ')}</code></p>
    </details>`,
  };
}

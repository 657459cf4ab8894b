import { html, prose } from '../model/html.ts';
import type { Decisions, Section, Subject } from '../model/model.ts';
import { visit } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';

/** The decisions that the templates name, and why they were taken. */
export function decisionsSection(subject: Subject, decisions: Decisions): Section {
  const numbers = new Set(subject.templates.flatMap(({ root }) => decisionsIn(root)));
  const named = [...numbers].sort((one, other) => one - other);
  return {
    id: 'decisions',
    title: 'Decisions',
    intro: html`The decisions of archc's authors that these templates name.`,
    blocks: named.flatMap((number) => {
      const page = decisions[number];
      if (!page) return [];
      return [
        {
          key: String(number),
          content: html`<details class="card">
            <summary>
              <h3>${prose(page.title)}</h3>
              <span class="kind">decision ${number}</span>
            </summary>
            ${page.decision.map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
          </details>`,
        },
      ];
    }),
  };
}

function decisionsIn(root: TemplateNode): readonly number[] {
  const found: number[] = [];
  visit(root, (node) => {
    if (node.kind !== 'map') return;
    const comments = node.entries.flatMap(({ comment }) => comment ?? []).join(' ');
    for (const [, number] of comments.matchAll(/ADR (\d+)/g)) found.push(Number(number));
  });
  return found;
}

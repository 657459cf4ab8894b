import { resourcesOf, typeOf } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { keptOrLost } from '../facts/kept-or-lost.ts';
import type { Fate } from '../facts/kept-or-lost.ts';
import { html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { byLines, resourceLink, stackTitles, withDecisions } from '../words/links.ts';
import type { Block, Section, Subject } from '../model/model.ts';
import { nameOfType } from '../words/type-words.ts';

/** What a deletion of the stacks loses, and what it leaves. */
export function dataSection(subject: Subject): Section {
  return {
    id: 'data',
    title: 'Kept or lost on deletion',
    intro: html`What becomes of data when a stack is deleted. <code>archc destroy</code> says it too, and
      asks; <code>archc deploy</code> refuses a change that would lose data.`,
    blocks: subject.templates.flatMap((template) => {
      const fates = keptOrLost(template);
      const databases = databaseBlocks(template);
      const others = resourcesOf(template.root).length - fates.length - databases.length;
      return [
        ...protectionBlocks(template, subject),
        ...fates.map((fate) => fateBlock(fate, template)),
        ...databases,
        restBlock(others, template),
      ];
    }),
  };
}

/** Templates do not say it: archc sets the protection of a stack when it deploys. */
function protectionBlocks({ stack }: Template, subject: Subject): readonly Block[] {
  if (!subject.spec.terminationProtection[stack]) return [];
  const { lines } = decidedBy([['terminationProtection', stack]], subject);
  return [
    {
      key: `${stack}-protection`,
      heading: stackTitles[stack],
      content: html`<p class="rest" data-lines="${lines.join(' ')}">
        Termination protection is on: AWS refuses to delete the stack until somebody ends it${byLines(lines)}.
      </p>`,
    },
  ];
}

function fateBlock(fate: Fate, { stack }: Template): Block {
  const { logicalId, type, lost, left } = fate;
  const [word, look] =
    lost === undefined ? ['kept', 'kept'] : left === undefined ? ['lost', 'lost'] : ['partly kept', 'partly'];
  return {
    key: `${stack}-${logicalId}`,
    heading: stackTitles[stack],
    content: html`<div class="item">
      <p class="what">
        <span class="pill ${look}">${word}</span> ${resourceLink(stack, logicalId)}
        <span class="kind">${nameOfType(type)}</span>
      </p>
      ${lost !== undefined && html`<p>Lost: ${lost}</p>`} ${left !== undefined && html`<p>Left: ${left}</p>`}
    </div>`,
  };
}

/** A database inside the cluster is made by a function, and only the template says what becomes of it. */
function databaseBlocks({ stack, root }: Template): readonly Block[] {
  return resourcesOf(root)
    .filter(({ value }) => typeOf(value) === 'Custom::MySqlDatabase')
    .map(({ key, value, comment = [] }) => ({
      key: `${stack}-${key}`,
      heading: stackTitles[stack],
      content: html`<div class="item">
        <p class="what">
          <span class="pill">in the cluster</span> ${resourceLink(stack, key)}
          <span class="kind">${nameOfType(typeOf(value))}</span>
        </p>
        <p>${withDecisions(comment.join(' '))}</p>
      </div>`,
    }));
}

function restBlock(number: number, { stack, root }: Template): Block {
  const hasLogs = resourcesOf(root).some(({ value }) => typeOf(value) === 'AWS::Logs::LogGroup');
  const logs: Html | undefined = hasLogs ? html` Log groups among them take their lines along.` : undefined;
  return {
    key: `${stack}-others`,
    heading: stackTitles[stack],
    content: html`<p class="rest">The other ${number} resources go with the stack.${logs}</p>`,
  };
}

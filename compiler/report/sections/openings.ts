import { entryOf, itemsAt, resourcesOf, textAt, typeOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { originsIn } from '../../change/origin.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { openingsOf } from '../facts/openings-of.ts';
import type { Opening, Reach } from '../facts/openings-of.ts';
import { html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import { lineLinks, linksFrom, resourceLink } from '../words/links.ts';
import type { Block, Section, Subject } from '../model/model.ts';
import { showNode } from '../words/show-node.ts';

const reachWords: Readonly<Record<Reach, string>> = {
  internet: 'Open to the internet',
  named: 'Open to named addresses',
  network: 'Inside the network only',
};
const order: readonly Reach[] = ['internet', 'named', 'network'];

/** Who can connect to what, the most open first, and what stands before it. */
export function openingsSection(subject: Subject): Section {
  const openings = subject.templates.flatMap((template) =>
    openingsOf(template).map((opening) => openingBlock(opening, template, subject)),
  );
  const blocks = order.flatMap((reach) => openings.filter((each) => each.reach === reach));
  return {
    id: 'open',
    title: 'What is open',
    intro: html`Who can connect to what. A connection is not yet an answer: the firewall, TLS and passwords
    come after it.`,
    blocks: [
      ...blocks,
      ...subject.templates.flatMap((template) => firewallBlocks(template, subject)),
      ...subject.templates.flatMap(dataApiBlocks),
    ],
  };
}

function openingBlock(opening: Opening, { stack }: Template, subject: Subject): Block & { reach: Reach } {
  const { logicalId, port, source, reach, description } = opening;
  const linkTo = linksFrom(stack, subject);
  const { lines, span } = decidedBy(source ? originsIn(source) : [], subject);
  const who = source ? html`<code>${showNode(source, linkTo)}</code>` : html`anyone`;
  return {
    reach,
    heading: reachWords[reach],
    key: `${stack}-${logicalId}-${port}-${source ? JSON.stringify(source) : 'anyone'}`,
    content: html`<div class="item" data-lines="${span.join(' ')}">
      <p class="what"><span class="pill ${reach}">${port}</span> ${resourceLink(stack, logicalId)}</p>
      <p>
        from
        ${who}${lines.length > 0 && html`, <span class="by">${lineLinks(lines)}</span>`}${description !== undefined && html` &middot; ${description}`}
      </p>
    </div>`,
  };
}

/** What the web firewall does with a request, rule by rule. */
function firewallBlocks({ stack, root }: Template, subject: Subject): readonly Block[] {
  return resourcesOf(root).flatMap(({ key, value }): readonly Block[] => {
    if (typeOf(value) !== 'AWS::WAFv2::WebACL') return [];
    const properties = entryOf(value, 'Properties');
    const rules = itemsAt(properties, 'Rules');
    const ending = entryOf(entryOf(properties, 'DefaultAction'), 'Allow') ? 'let in' : 'blocked';
    return [
      {
        key: `${stack}-${key}`,
        heading: 'What stands before the service',
        content: html`<div class="item">
          <p class="what"><span class="pill">web firewall</span> ${resourceLink(stack, key)}</p>
          ${
            rules.length === 0
              ? html`<p>It has no rules: every request is ${ending}.</p>`
              : html`<p>Judges each request, in this order:</p>
                  <ol>
                    ${rules.map((rule) => ruleLine(rule, subject))}
                    <li>Everything else is ${ending}.</li>
                  </ol>`
          }
        </div>`,
      },
    ];
  });
}

function ruleLine(rule: TemplateNode, subject: Subject): Html {
  const action = ['Block', 'Count', 'Captcha', 'Challenge'].find((each) =>
    entryOf(entryOf(rule, 'Action'), each),
  );
  const override = entryOf(entryOf(rule, 'OverrideAction'), 'Count') ? 'only counts' : 'decides by its group';
  const { span } = decidedBy(originsIn(rule), subject);
  const does = action === undefined ? override : `${action.toLowerCase()}s what it matches`;
  return html`<li data-lines="${span.join(' ')}"><code>${textAt(rule, 'Name')}</code> ${does}</li>`;
}

/** The other way to the database, which no security group shows. */
function dataApiBlocks({ stack, root }: Template): readonly Block[] {
  return resourcesOf(root).flatMap(({ key, value }): readonly Block[] => {
    if (textAt(entryOf(value, 'Properties'), 'EnableHttpEndpoint') !== 'true') return [];
    return [
      {
        key: `${stack}-${key}-data-api`,
        heading: 'What stands before the service',
        content: html`<div class="item">
          <p class="what"><span class="pill">Data API</span> ${resourceLink(stack, key)}</p>
          <p>
            Runs SQL for whoever has rights in this account for both the cluster and its secret, through AWS's
            own API.
          </p>
        </div>`,
      },
    ];
  });
}

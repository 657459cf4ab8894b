import { stackName } from '../../modules/stack-names.ts';
import { typeOf } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { originsIn } from '../../change/origin.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { openingsOf, publicResources } from '../facts/openings-of.ts';
import type { Opening, Reach } from '../facts/openings-of.ts';
import { waysOutOf } from '../facts/ways-out-of.ts';
import { html } from '../model/html.ts';
import { byLines, linksFrom, resourceLink } from '../words/links.ts';
import type { Block, Section, Subject } from '../model/model.ts';
import { showNode } from '../words/show-node.ts';
import { nameOfType } from '../words/type-words.ts';
import { entranceBlocks } from './entrances.ts';

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
    intro: html`Who can connect to what, and to where connections are opened. A connection is not yet an
    answer: the firewall, TLS and passwords come after it.`,
    blocks: [
      ...blocks,
      ...subject.templates.flatMap((template) => entranceBlocks(template, subject)),
      ...subject.templates.flatMap(addressBlocks),
      ...subject.templates.flatMap((template) => wayOutBlocks(template, subject)),
    ],
  };
}

function openingBlock(opening: Opening, { stack }: Template, subject: Subject): Block & { reach: Reach } {
  const { logicalId, port, source, reach, description } = opening;
  const linkTo = linksFrom(stack, subject);
  const words = description?.replaceAll('${AWS::StackName}', stackName(stack, subject.spec));
  const { lines, span } = decidedBy(source ? originsIn(source) : [], subject);
  const who = source ? html`<code>${showNode(source, linkTo)}</code>` : html`anyone`;
  return {
    reach,
    heading: reachWords[reach],
    key: `${stack}-${logicalId}-${port}-${source ? JSON.stringify(source) : 'anyone'}`,
    content: html`<div class="item" data-lines="${span.join(' ')}">
      <p class="what"><span class="pill ${reach}">${port}</span> ${resourceLink(stack, logicalId)}</p>
      <p>from ${who}${byLines(lines)}${words !== undefined && html` &middot; ${words}`}</p>
    </div>`,
  };
}

/** What has an address of its own: whether somebody can connect to it, the ways in say. */
function addressBlocks(template: Template): readonly Block[] {
  const { stack } = template;
  return publicResources(template).map(({ key, value }) => ({
    key: `${stack}-${key}-address`,
    heading: 'Has an address on the internet',
    content: html`<div class="item">
      <p class="what">${resourceLink(stack, key)} <span class="kind">${nameOfType(typeOf(value))}</span></p>
      ${typeOf(value) === 'AWS::EC2::NatGateway' && html`<p>Nobody can connect to it.</p>`}
    </div>`,
  }));
}

function wayOutBlocks(template: Template, subject: Subject): readonly Block[] {
  const { stack } = template;
  const linkTo = linksFrom(stack, subject);
  return waysOutOf(template).map(({ logicalId, rules }) => ({
    key: `${stack}-${logicalId}-out`,
    heading: 'To where connections are opened',
    content: html`<div class="item">
      <p class="what">${resourceLink(stack, logicalId)}</p>
      <ul>
        ${rules.map(
          ({ port, target, description }) =>
            html`<li>
              ${port}
              ${target ? html`to <code>${showNode(target, linkTo)}</code>` : html`anywhere`}${description !== undefined && html` &middot; ${description}`}
            </li>`,
        )}
      </ul>
    </div>`,
  }));
}

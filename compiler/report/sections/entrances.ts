import { entryOf, itemsAt, resourcesOf, textAt, typeOf } from '../../template/node.ts';
import type { Entry, TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { html } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import type { Block, Subject } from '../model/model.ts';
import { resourceLink } from '../words/links.ts';
import { firewallBlocks } from './firewall.ts';

/** What a connection meets next: TLS, the web firewall, and the way to the database that no security group shows. */
export function entranceBlocks(template: Template, subject: Subject): readonly Block[] {
  const resources = resourcesOf(template.root);
  return [
    ...resources.flatMap((entry) => listenerBlocks(entry, template)),
    ...firewallBlocks(template, subject),
    ...resources.flatMap((entry) => dataApiBlocks(entry, template)),
  ].map((block) => ({ ...block, heading: 'What stands before the service' }));
}

type Bare = Omit<Block, 'heading'>;

function listenerBlocks({ key, value }: Entry, { stack }: Template): readonly Bare[] {
  if (typeOf(value) !== 'AWS::ElasticLoadBalancingV2::Listener') return [];
  const properties = entryOf(value, 'Properties');
  const [protocol, port] = [textAt(properties, 'Protocol'), textAt(properties, 'Port')];
  return [
    {
      key: `${stack}-${key}`,
      content: html`<div class="item">
        <p class="what"><span class="pill">${protocol} ${port}</span> ${resourceLink(stack, key)}</p>
        <p>${wordListener(value)}</p>
      </div>`,
    },
  ];
}

function wordListener(listener: TemplateNode): Html {
  const properties = entryOf(listener, 'Properties');
  const [action] = itemsAt(properties, 'DefaultActions');
  const redirect = textAt(entryOf(action, 'RedirectConfig'), 'Protocol');
  if (redirect !== undefined) return html`Answers nothing itself: it sends each client to ${redirect}.`;
  const policy = textAt(properties, 'SslPolicy');
  if (policy !== undefined) return html`Takes requests by TLS, with the policy <code>${policy}</code>.`;
  return html`Takes requests <strong>without TLS</strong>: they and their answers can be read on the way.`;
}

function dataApiBlocks({ key, value }: Entry, { stack }: Template): readonly Bare[] {
  if (textAt(entryOf(value, 'Properties'), 'EnableHttpEndpoint') !== 'true') return [];
  return [
    {
      key: `${stack}-${key}-data-api`,
      content: html`<div class="item">
        <p class="what"><span class="pill">Data API</span> ${resourceLink(stack, key)}</p>
        <p>
          Runs SQL for whoever has rights in this account for both the cluster and its secret, through AWS's
          own API.
        </p>
      </div>`,
    },
  ];
}

import { originsIn } from '../../change/origin.ts';
import { entryOf, itemsAt, resourcesOf, textAt, typeOf, visit } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { decidedBy } from '../facts/decided-by.ts';
import { html, join } from '../model/html.ts';
import type { Html } from '../model/html.ts';
import type { Block, Subject } from '../model/model.ts';
import { byLines, linksFrom, resourceLink } from '../words/links.ts';
import { showNode } from '../words/show-node.ts';
import type { LinkTo } from '../words/show-node.ts';

/** What the web firewall does with a request, rule by rule. */
export function firewallBlocks(
  { stack, root }: Template,
  subject: Subject,
): readonly Omit<Block, 'heading'>[] {
  const linkTo = linksFrom(stack, subject);
  return resourcesOf(root)
    .filter(({ value }) => typeOf(value) === 'AWS::WAFv2::WebACL')
    .map(({ key, value }) => {
      const properties = entryOf(value, 'Properties');
      const rules = itemsAt(properties, 'Rules');
      const ending = entryOf(entryOf(properties, 'DefaultAction'), 'Allow') ? 'let in' : 'blocked';
      return {
        key: `${stack}-${key}`,
        content: html`<div class="item">
          <p class="what"><span class="pill">web firewall</span> ${resourceLink(stack, key)}</p>
          ${
            rules.length === 0
              ? html`<p>It has no rules: every request is ${ending}.</p>`
              : html`<p>Judges each request, in this order:</p>
                  <ol>
                    ${rules.map((rule) => ruleLine(rule, subject, linkTo))}
                    <li>Everything else is ${ending}.</li>
                  </ol>`
          }
        </div>`,
      };
    });
}

function ruleLine(rule: TemplateNode, subject: Subject, linkTo: LinkTo): Html {
  const { lines, span } = decidedBy(originsIn(rule), subject);
  return html`<li data-lines="${span.join(' ')}">
    <code>${textAt(rule, 'Name')}</code> ${wordAction(rule)} ${wordMatch(rule, linkTo)}${byLines(lines)}
  </li>`;
}

function wordAction(rule: TemplateNode): string {
  const action = ['Block', 'Count', 'Captcha', 'Challenge'].find((each) =>
    entryOf(entryOf(rule, 'Action'), each),
  );
  if (action !== undefined) return `${action.toLowerCase()}s`;
  return entryOf(entryOf(rule, 'OverrideAction'), 'Count') ? 'only counts, by' : 'decides by';
}

/** What a rule is about, as it follows what it does. */
function wordMatch(rule: TemplateNode, linkTo: LinkTo): Html {
  const statement = entryOf(rule, 'Statement');
  const rate = entryOf(statement, 'RateBasedStatement');
  if (rate) return wordRate(rate);
  const group = entryOf(statement, 'ManagedRuleGroupStatement');
  if (group) return wordGroup(group);
  const lists = addressListsIn(rule).map((arn) => html`<code>${showNode(arn, linkTo)}</code>`);
  const isInverted = entryOf(statement, 'NotStatement') !== undefined;
  if (lists.length > 0 && isInverted) return html`every address that is not in ${join(lists, ' or ')}`;
  return html`what it matches`;
}

function wordRate(rate: TemplateNode): Html {
  const isForwarded = textAt(rate, 'AggregateKeyType') === 'FORWARDED_IP';
  const header = textAt(entryOf(rate, 'ForwardedIPConfig'), 'HeaderName');
  const who = isForwarded ? html`an address in the header <code>${header}</code>` : html`an address`;
  const some = entryOf(rate, 'ScopeDownStatement') && html` of those that its settings name`;
  return html`${who} after ${textAt(rate, 'Limit')} requests${some} in ${textAt(rate, 'EvaluationWindowSec')}
  seconds`;
}

/** Rules of AWS, and those of them that block nothing. */
function wordGroup(group: TemplateNode): Html {
  const counted = itemsAt(group, 'RuleActionOverrides')
    .filter((override) => entryOf(entryOf(override, 'ActionToUse'), 'Count'))
    .map((override) => html`<code>${textAt(override, 'Name')}</code>`);
  const but = counted.length > 0 && html`, of which these only count: ${join(counted, ', ')}`;
  return html`the rules <code>${textAt(group, 'Name')}</code> of ${textAt(group, 'VendorName')}${but}`;
}

function addressListsIn(rule: TemplateNode): readonly TemplateNode[] {
  const found: TemplateNode[] = [];
  visit(rule, (node) => {
    const arn = entryOf(entryOf(node, 'IPSetReferenceStatement'), 'Arn');
    if (arn) found.push(arn);
  });
  return found;
}

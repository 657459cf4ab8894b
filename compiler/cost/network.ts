import { counted } from '../diagnostics/counted.ts';
import { InternalError } from '../internal-error.ts';
import { botControlGroup, managedGroupOf } from '../template/charges.ts';
import { entryOf, itemsAt, textAt } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import { capacityOfRules } from '../template/web-acl-capacity.ts';
import { always, byMeter, countSubnets, hoursOfMonth, million, one, times } from './bill.ts';
import type { Bill } from './bill.ts';
import type { Lines, Range, TimeLine, UseLine } from './model.ts';
import { withCommas } from './money.ts';

/** Public IPv4 addresses in use. https://aws.amazon.com/vpc/pricing/ */
export function addresses(
  number: Range,
  words: string,
  decidedBy: readonly (TemplateNode | undefined)[],
): TimeLine {
  return { price: 'publicAddress', words, quantity: times(number, hoursOfMonth), decidedBy };
}

/** https://aws.amazon.com/vpc/pricing/ */
export function linesOfAddress(): Lines {
  return { time: [addresses(one, 'public address', [])] };
}

/** https://aws.amazon.com/vpc/pricing/ */
export function linesOfNatGateway(): Lines {
  return {
    time: [always('natGateway', 'NAT gateway', hoursOfMonth)],
    use: [byMeter('natTraffic', 'natTraffic')],
  };
}

/** An interface endpoint costs in each of its zones; a gateway endpoint is free. https://aws.amazon.com/privatelink/pricing/ */
export function linesOfEndpoint(bill: Bill): Lines {
  if (textAt(bill.properties, 'VpcEndpointType') !== 'Interface') return {};
  const zones = countSubnets(entryOf(bill.properties, 'SubnetIds'), bill);
  return {
    time: [
      always('endpoint', `endpoint in ${counted(zones, 'zone')}`, zones * hoursOfMonth, bill.resource.value),
    ],
    use: [byMeter('endpointTraffic', 'endpointTraffic')],
  };
}

/** The capacity of rules that the price of a request includes, and the step in which more is charged. */
const capacity = { included: 1500, step: 500 };

/** The web ACL, each rule, the fee of Bot Control, and requests. https://aws.amazon.com/waf/pricing/ */
export function linesOfWebAcl(bill: Bill): Lines {
  const rules = itemsAt(bill.properties, 'Rules');
  const bots = rules.filter(isBotControl);
  const steps = stepsBeyond(bill.resource.value);
  const more: UseLine = {
    price: 'firewallCapacity',
    words: `requests, for ${withCommas(String(steps * capacity.step))} WCU beyond 1,500`,
    meters: ['requests'],
    quantity: ({ requests = 0 }) => (requests / million) * steps,
  };
  return {
    time: [
      always('webAcl', 'web ACL', 1),
      ...(rules.length === 0
        ? []
        : [always('firewallRule', counted(rules.length, 'rule'), rules.length, ...rules)]),
      ...(bots.length === 0 ? [] : [always('botControl', 'Bot Control', bots.length, ...bots)]),
    ],
    use: [
      byMeter('firewallRequests', 'requests', million, 'requests, also those that are blocked'),
      ...(steps === 0 ? [] : [more]),
      ...bots.map((bot) =>
        isTargeted(bot)
          ? byMeter('botControlTargetedRequests', 'requests', million, 'requests that Bot Control targets')
          : byMeter('botControlRequests', 'requests', million, 'requests that Bot Control judges'),
      ),
    ],
  };
}

/** How often more is charged for requests. A deployed template can have rules whose capacity archc does not know. */
function stepsBeyond(webAcl: TemplateNode): number {
  try {
    return Math.max(0, Math.ceil((capacityOfRules(webAcl) - capacity.included) / capacity.step));
  } catch (error) {
    if (error instanceof InternalError) return 0;
    throw error;
  }
}

function isBotControl(rule: TemplateNode): boolean {
  return textAt(managedGroupOf(rule), 'Name') === botControlGroup;
}

/** A request costs ten times as much when Bot Control also judges how a client behaves. */
function isTargeted(rule: TemplateNode): boolean {
  return itemsAt(managedGroupOf(rule), 'ManagedRuleGroupConfigs').some(
    (config) => textAt(entryOf(config, botControlGroup), 'InspectionLevel') === 'TARGETED',
  );
}

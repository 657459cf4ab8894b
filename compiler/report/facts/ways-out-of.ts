import { entryOf, itemsAt, resourcesOf, textAt, typeOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { isEverywhere, portOf } from './openings-of.ts';

/** To where something may open connections. */
export interface WayOut {
  /** A security group, whose members may, or what is in no VPC. */
  readonly logicalId: string;
  readonly rules: readonly OutRule[];
}

interface OutRule {
  /** `tcp 443` */
  readonly port: string;
  /** A range of addresses, or another security group; `undefined` for everywhere. */
  readonly target: TemplateNode | undefined;
  /** What the template says about it. */
  readonly description?: string;
}

/** Every way out that a template gives. */
export function waysOutOf({ root }: Template): readonly WayOut[] {
  return resourcesOf(root).flatMap(({ key, value }) => {
    const rules = rulesOf(value);
    return rules.length === 0 ? [] : [{ logicalId: key, rules }];
  });
}

function rulesOf(resource: TemplateNode): readonly OutRule[] {
  const properties = entryOf(resource, 'Properties');
  const everywhere = { port: 'every port', target: undefined };
  switch (typeOf(resource)) {
    case 'AWS::EC2::SecurityGroup': {
      const rules = itemsAt(properties, 'SecurityGroupEgress');
      // AWS adds a rule for all of them to a group without any.
      return rules.length === 0 ? [everywhere] : withoutTwins(rules.map(toRule));
    }
    case 'AWS::AppRunner::Service': {
      const egress = entryOf(entryOf(properties, 'NetworkConfiguration'), 'EgressConfiguration');
      return textAt(egress, 'EgressType') === 'VPC' ? [] : [everywhere];
    }
    case 'AWS::Lambda::Function':
      return entryOf(properties, 'VpcConfig') ? [] : [everywhere];
    default:
      return [];
  }
}

/** All addresses are two ranges, those of IPv4 and of IPv6. */
function withoutTwins(rules: readonly OutRule[]): readonly OutRule[] {
  return rules.filter(
    ({ port, target }, index) =>
      target !== undefined ||
      rules.findIndex((each) => each.target === undefined && each.port === port) === index,
  );
}

const targets = ['CidrIp', 'CidrIpv6', 'DestinationSecurityGroupId', 'DestinationPrefixListId'] as const;

function toRule(rule: TemplateNode): OutRule {
  const target = targets.map((key) => entryOf(rule, key)).find((each) => each !== undefined);
  if (isEverywhere(target)) return { port: portOf(rule), target: undefined };
  const description = textAt(rule, 'Description');
  return { port: portOf(rule), target, ...(description !== undefined && { description }) };
}

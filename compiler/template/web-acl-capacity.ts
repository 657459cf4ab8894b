import type { Finding } from '../diagnostics/diagnostic.ts';
import { limitOf, showNumber } from '../facts/limits.ts';
import groupFacts from '../facts/managed-rule-groups.json' with { type: 'json' };
import facts from '../facts/web-acl-capacity.json' with { type: 'json' };
import { InternalError } from '../internal-error.ts';
import type { SpecPath } from '../spec/path.ts';
import { entryOf, itemsAt, resourcesOf, textAt, typeOf, visit } from './node.ts';
import type { TemplateNode } from './node.ts';
import { remembering } from './remembering.ts';
import type { Template } from './template.ts';

/** `backend.firewall.maxCapacity`, and whether the spec itself has it. */
export interface MaxCapacity {
  readonly units: number;
  readonly isGiven: boolean;
}

const setting: SpecPath = ['backend', 'firewall', 'maxCapacity'];
/** AWS charges for each step that is begun: https://aws.amazon.com/waf/pricing/ */
const step = 500;

/**
 * Rules that take more of a web ACL's capacity than its basic price covers, or than AWS WAF has, are reported at the part
 * of the spec that takes the most.
 */
export function capacityFindings({ root }: Template, max: MaxCapacity): readonly Finding[] {
  return resourcesOf(root).flatMap(({ value }) => {
    if (typeOf(value) !== 'AWS::WAFv2::WebACL') return [];
    const units = capacityOfRules(value);
    return units <= max.units ? [] : [excess(units, max, rulesOf(value))];
  });
}

function excess(units: number, max: MaxCapacity, rules: readonly TemplateNode[]): Finding {
  const most = limitOf('web-acl-capacity');
  const [path, largest] = largestPart(rules);
  const leaveOut = `leave rules out: ${path.join('.')} takes ${showNumber(largest)} of them`;
  const take = `The firewall's rules take ${showNumber(units)} capacity units`;
  const enough = `"maxCapacity: ${Math.ceil(units / step) * step}"`;
  if (units > most) {
    return {
      code: 'web-acl-capacity',
      path,
      at: 'key',
      message: `${take}, and AWS WAF has at most ${showNumber(most)} for a web ACL`,
      hint: leaveOut.replace(/^l/, 'L'),
    };
  }
  if (max.isGiven) {
    return {
      code: 'web-acl-capacity',
      path: setting,
      message: `${take}, and "maxCapacity" is ${showNumber(max.units)}`,
      hint: `Write ${enough}, or ${leaveOut}`,
    };
  }
  return {
    code: 'web-acl-costs-more',
    path,
    at: 'key',
    message: `${take}, and AWS WAF's basic price covers ${showNumber(max.units)}`,
    hint: `Write ${enough} under backend.firewall to accept the higher price of each request, or ${leaveOut}`,
  };
}

/** The part of the spec whose rule takes the most. */
function largestPart(rules: readonly TemplateNode[]): readonly [SpecPath, number] {
  const parts = rules.flatMap((rule) => {
    const from = originOf(rule);
    return from ? [[from, capacityOfRule(rule)] as const] : [];
  });
  return parts.sort((one, other) => other[1] - one[1])[0] ?? [['backend', 'firewall'], 0];
}

function originOf(rule: TemplateNode): SpecPath | undefined {
  let found: SpecPath | undefined;
  visit(rule, ({ from }) => {
    found ??= from;
  });
  return found;
}

function rulesOf(webAcl: TemplateNode): readonly TemplateNode[] {
  return itemsAt(entryOf(webAcl, 'Properties'), 'Rules');
}

export const capacityOfRules = remembering((webAcl) => sum(rulesOf(webAcl).map(capacityOfRule)));

function capacityOfRule(rule: TemplateNode): number {
  const statement = entryOf(rule, 'Statement');
  return statement ? capacityOf(statement) : 0;
}

/** By the kind of a statement, its only key: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html */
const capacities: Readonly<Record<string, (body: TemplateNode) => number>> = {
  IPSetReferenceStatement: () => facts.statements.IPSetReferenceStatement,
  NotStatement: (body) => capacityInside(body, 'Statement'),
  AndStatement: (body) => sum(itemsAt(body, 'Statements').map(capacityOf)),
  OrStatement: (body) => sum(itemsAt(body, 'Statements').map(capacityOf)),
  RateBasedStatement: (body) =>
    facts.statements.RateBasedStatement + capacityInside(body, 'ScopeDownStatement'),
  ByteMatchStatement: (body) =>
    known(facts.positions, textAt(body, 'PositionalConstraint')) +
    facts.transformation * itemsAt(body, 'TextTransformations').length,
  ManagedRuleGroupStatement: (body) =>
    known(groupFacts.groups, textAt(body, 'Name')).capacity + capacityInside(body, 'ScopeDownStatement'),
};

function capacityOf(statement: TemplateNode): number {
  const [entry] = statement.kind === 'map' ? statement.entries : [];
  return entry ? known(capacities, entry.key)(entry.value) : 0;
}

function capacityInside(body: TemplateNode, key: string): number {
  const inner = entryOf(body, key);
  return inner ? capacityOf(inner) : 0;
}

function known<Value>(table: Readonly<Record<string, Value>>, name = ''): Value {
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  if (value === undefined)
    throw new InternalError(`the capacity that "${name}" takes of a web ACL is not known`);
  return value;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

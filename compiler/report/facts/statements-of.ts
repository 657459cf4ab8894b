import { entryOf, textOf, visit } from '../../template/node.ts';
import type { MapNode, TemplateNode } from '../../template/node.ts';

/** A statement of a policy. */
export interface PolicyStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** `NotAction`: everything but these. */
  readonly isInverted: boolean;
  readonly resources: readonly TemplateNode[];
  /** Who may, in a policy that stands at a resource. */
  readonly principals: readonly TemplateNode[];
  readonly conditions: readonly PolicyCondition[];
}

export interface PolicyCondition {
  /** `StringEquals`. */
  readonly operator: string;
  readonly key: string;
  readonly value: TemplateNode;
}

/** What the services of AWS, and the container, may do, by each role of a template. */
export interface RoleRights {
  /** The services that may take the role on. */
  readonly services: readonly TemplateNode[];
  readonly statements: readonly PolicyStatement[];
  /** Policies that the account or AWS keeps. */
  readonly managedPolicies: readonly TemplateNode[];
  readonly boundary: TemplateNode | undefined;
}

export function rightsOfRole(role: TemplateNode): RoleRights {
  const properties = entryOf(role, 'Properties');
  const trust = entryOf(properties, 'AssumeRolePolicyDocument');
  const own = properties?.kind === 'map' ? properties.entries : [];
  return {
    services: trust ? statementsIn(trust).flatMap(({ principals }) => principals) : [],
    statements: own
      .filter(({ key }) => key !== 'AssumeRolePolicyDocument')
      .flatMap(({ value }) => statementsIn(value)),
    managedPolicies: listed(entryOf(properties, 'ManagedPolicyArns')),
    boundary: entryOf(properties, 'PermissionsBoundary'),
  };
}

/** The statements of all policies in a part of a template, also of those that depend on a condition. */
export function statementsIn(node: TemplateNode): readonly PolicyStatement[] {
  const found: PolicyStatement[] = [];
  visit(node, (each) => {
    if (each.kind === 'map' && entryOf(each, 'Effect') && actionsOf(each)) found.push(toStatement(each));
  });
  return found;
}

function actionsOf(statement: MapNode): TemplateNode | undefined {
  return entryOf(statement, 'Action') ?? entryOf(statement, 'NotAction');
}

function toStatement(statement: MapNode): PolicyStatement {
  return {
    effect: textOf(entryOf(statement, 'Effect')) ?? 'Allow',
    actions: listed(actionsOf(statement)).map((each) => textOf(each) ?? ''),
    isInverted: entryOf(statement, 'NotAction') !== undefined,
    resources: listed(entryOf(statement, 'Resource')),
    principals: principalsOf(entryOf(statement, 'Principal')),
    conditions: conditionsOf(entryOf(statement, 'Condition')),
  };
}

/** `*`, or services and accounts under their kind. */
function principalsOf(principal: TemplateNode | undefined): readonly TemplateNode[] {
  if (principal?.kind !== 'map') return listed(principal);
  return principal.entries.flatMap(({ value }) => listed(value));
}

function conditionsOf(condition: TemplateNode | undefined): readonly PolicyCondition[] {
  if (condition?.kind !== 'map') return [];
  return condition.entries.flatMap(({ key: operator, value: keys }) =>
    keys.kind === 'map' ? keys.entries.map(({ key, value }) => ({ operator, key, value })) : [],
  );
}

/** IAM takes one value for a list of one. */
function listed(node: TemplateNode | undefined): readonly TemplateNode[] {
  if (!node) return [];
  return node.kind === 'list' && node.tag === undefined ? node.items : [node];
}

import { InternalError } from '../internal-error.ts';
import { chosenModules } from '../modules/choose.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Right, Rights } from '../modules/rights.ts';
import { sharedStackName, stackName } from '../modules/stack-names.ts';
import type { Compiled } from '../phases/results.ts';
import { entryOf, resourcesOf, textOf, typeOf, visit } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Template } from '../template/template.ts';
import { buildRights, planRights, stackRights } from './direct-rights.ts';
import { joinGrants, splitDocuments } from './documents.ts';
import type { Grant, PolicyDocument, Statement } from './documents.ts';

interface Scope {
  /**
   * `*` when it isn't known. That grants nothing more: a policy reaches no further than the identity's own account.
   */
  readonly account: string;
  readonly toolkit: Toolkit;
}

/** What an identity needs to deploy a spec's stacks and to run its build script. */
export function composePolicy(compiled: Compiled, scope: Scope): readonly PolicyDocument[] {
  return composeDeployPolicy([compiled], scope);
}

/** The same for several specs. */
export function composeDeployPolicy(specs: readonly Compiled[], scope: Scope): readonly PolicyDocument[] {
  const grants = specs.flatMap((compiled) => [
    ...buildRights.map((right) => grant(right, [sharedWords(compiled, scope)])),
    ...compiled.templates.flatMap((template) => grantsFor(template, compiled, scope)),
  ]);
  return splitDocuments([...readSharedStacks(specs, scope), ...joinGrants(grants)]);
}

/** What an identity needs to plan the deployment of the specs. It can change nothing, and read no data. */
export function composePlanPolicy(specs: readonly Compiled[], scope: Scope): readonly PolicyDocument[] {
  const words = specs.flatMap((compiled) =>
    compiled.templates.map((template) => stackWords(template, compiled, scope)),
  );
  const grants = [
    ...planRights.map((right) => grant(right, words)),
    ...specs.flatMap((compiled) =>
      compiled.templates.flatMap((template) => lookGrants(template, compiled, scope)),
    ),
  ];
  return splitDocuments([...readSharedStacks(specs, scope), ...joinGrants(grants)]);
}

/**
 * Rights to read other specs' shared stacks. They are not joined with the rights on the specs' own stacks, which
 * allow more.
 */
function readSharedStacks(specs: readonly Compiled[], scope: Scope): readonly Statement[] {
  const foreign = specs.filter(({ resolved }) => !resolved.spec.shared);
  return joinGrants(foreign.map((compiled) => grant(readSharedStack, [sharedWords(compiled, scope)])));
}

function sharedWords({ resolved: { spec } }: Compiled, scope: Scope): Words {
  return wordsFor(sharedStackName(spec), spec.region, scope);
}

function stackWords({ stack }: Template, { resolved: { spec } }: Compiled, scope: Scope): Words {
  return wordsFor(stackName(stack, spec), spec.region, scope);
}

const readSharedStack: Right = {
  actions: ['cloudformation:DescribeStacks'],
  on: ['cloudformation:{region}:{account}:stack/{name}/*'],
};

interface Resource {
  readonly type: string;
  readonly properties: TemplateNode | undefined;
  readonly words: Words;
}

function grantsFor(template: Template, compiled: Compiled, scope: Scope): Grant[] {
  const words = stackWords(template, compiled, scope);
  const resources = scopedResources(template, words).filter(({ type }) => !type.startsWith('Custom::'));
  const modules = chosenModules(compiled.resolved.spec, scope.toolkit);
  const rights = modules.flatMap((module) => module.rights ?? []);
  return [
    ...stackRights.map((right) => grant(right, [words])),
    ...lookGrants(template, compiled, scope),
    ...resources.flatMap((each) =>
      rights.flatMap(({ direct }) => direct?.[each.type] ?? []).map((right) => grant(right, [each.words])),
    ),
    ...resources.flatMap((each) =>
      rightsOf(each.type, rights).map((right) => grant(right, [each.words], viaStack)),
    ),
    ...roleGrants(resources, words, rights),
    ...recordGrants(resources),
    ...setGrants(resources),
  ];
}

/** What the command looks at before a deployment. */
function lookGrants(template: Template, compiled: Compiled, scope: Scope): Grant[] {
  const rights = chosenModules(compiled.resolved.spec, scope.toolkit).flatMap(
    (module) => module.rights ?? [],
  );
  return scopedResources(template, stackWords(template, compiled, scope)).flatMap(({ type, words }) =>
    rights.flatMap(({ planning }) => planning?.[type] ?? []).map((right) => grant(right, [words])),
  );
}

function scopedResources({ root }: Template, words: Words): readonly Resource[] {
  return resourcesOf(root).map(({ key, value }) => {
    const properties = entryOf(value, 'Properties');
    const type = typeOf(value);
    return { type, properties, words: { ...words, id: key, ...propertyWords(properties, words) } };
  });
}

/**
 * Only for calls that CloudFormation makes on the identity's behalf, so that nobody can delete the database without
 * the stack.
 */
const viaStack = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } };

/** The rights for a type, from each module that has some. */
function rightsOf(type: string, all: readonly Rights[]): readonly Right[] {
  const found = all.flatMap(({ throughStack }) => (throughStack[type] ? [throughStack[type]] : []));
  if (found.length === 0) throw new InternalError(`no module has rights for ${type}`);
  return found.flat();
}

/**
 * Allows passing the stack's roles only to the services that they are made for, and attaching only the managed
 * policies in the template.
 */
function roleGrants(resources: readonly Resource[], words: Words, rights: readonly Rights[]): Grant[] {
  const roles = resources.filter(({ type }) => type === 'AWS::IAM::Role').map(({ properties }) => properties);
  const services = unique(roles.flatMap(principalsIn));
  const policies = unique(roles.flatMap((role) => managedPoliciesIn(role, words)));
  const linked = unique(
    resources.flatMap(({ type }) => rights.flatMap(({ linkedServices }) => linkedServices?.[type] ?? [])),
  );
  const own = [fill('iam::{account}:role/{stack}*', words)];
  const grants: (Grant | false)[] = [
    services.length > 0 && {
      actions: ['iam:PassRole'],
      resources: own,
      condition: { StringEquals: { 'iam:PassedToService': services }, ...viaStack },
    },
    policies.length > 0 && {
      actions: ['iam:AttachRolePolicy'],
      resources: own,
      condition: { ArnEquals: { 'iam:PolicyARN': policies }, ...viaStack },
    },
    // Also of a policy that the template no longer has.
    roles.length > 0 && { actions: ['iam:DetachRolePolicy'], resources: own, condition: viaStack },
    linked.length > 0 && {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [fill('iam::{account}:role/aws-service-role/*', words)],
      condition: { StringEquals: { 'iam:AWSServiceName': linked } },
    },
  ];
  return grants.filter((each) => each !== false);
}

/**
 * Rights on the domain's own records and on the records below it that validate its certificate, and on no others in
 * the zone.
 */
function recordGrants(resources: readonly Resource[]): Grant[] {
  const records = resources.filter(({ type }) => type === 'AWS::Route53::RecordSet');
  const named = records.map(({ properties }) => entryOf(properties, 'Name'));
  const domains = unique(named.flatMap((name) => (name?.tag === undefined ? (textOf(name) ?? []) : [])));
  const names = domains.flatMap((domain) => [domain, `*.${domain}`]);
  const condition = {
    'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names },
    ...viaStack,
  };
  const right: Right = {
    actions: ['route53:ChangeResourceRecordSets'],
    on: ['route53:::hostedzone/{HostedZoneId}'],
  };
  return records.map(({ words }) => grant(right, [words], condition));
}

/**
 * Allows web ACLs to refer to IP sets that the spec names, and nothing else to be done to those.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html
 */
function setGrants(resources: readonly Resource[]): Grant[] {
  const webAcls = resources.filter(({ type }) => type === 'AWS::WAFv2::WebACL');
  const sets = unique(webAcls.flatMap(({ properties }) => arnsIn(properties, '/ipset/')));
  if (sets.length === 0) return [];
  const actions = ['wafv2:CreateWebACL', 'wafv2:UpdateWebACL'];
  return [{ actions, resources: sets, condition: viaStack, isApart: true }];
}

function arnsIn(properties: TemplateNode | undefined, kind: string): readonly string[] {
  const found: string[] = [];
  if (!properties) return found;
  visit(properties, (node) => {
    const text = node.kind === 'scalar' ? String(node.value) : '';
    if (text.startsWith('arn:') && text.includes(kind)) found.push(text);
  });
  return found;
}

/** The services that may assume a role, each followed by the service that it is a part of. */
function principalsIn(role: TemplateNode | undefined): readonly string[] {
  const found: string[] = [];
  const trust = entryOf(role, 'AssumeRolePolicyDocument');
  if (!trust) return [];
  visit(trust, (node, path) => {
    if (node.kind !== 'scalar' || !path.includes('Service')) return;
    const principal = String(node.value);
    // For `tasks.apprunner.amazonaws.com` also `apprunner.amazonaws.com`, which AWS's own policies name.
    found.push(principal, principal.split('.').slice(-3).join('.'));
  });
  return found;
}

function managedPoliciesIn(role: TemplateNode | undefined, { partition = '' }: Words): readonly string[] {
  const list = entryOf(role, 'ManagedPolicyArns');
  if (list?.kind !== 'list') return [];
  return list.items.map((item) => (textOf(item) ?? '').replace('${AWS::Partition}', partition));
}

type Words = Readonly<Record<string, string>>;

function wordsFor(name: string, region: string, { account }: Scope): Words {
  const stack = nameStart(name);
  return { name, stack, lower: stack.toLowerCase(), region, account, partition: partitionOf(region) };
}

/**
 * How the names of a stack's resources begin: CloudFormation shortens a stack's name where a resource's name would
 * become too long.
 */
function nameStart(stack: string): string {
  return stack.length > 24 ? stack.slice(0, 24) : `${stack}-`;
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** Values for patterns that stand in the resource's properties. */
function propertyWords(properties: TemplateNode | undefined, { name = '' }: Words): Words {
  const words: Record<string, string> = {};
  for (const property of ['LogGroupName', 'HostedZoneId']) {
    const node = entryOf(properties, property);
    const text = textOf(node?.kind === 'list' ? node.items[0] : node);
    if (text === undefined) continue;
    words[property] = text.replaceAll('${AWS::StackName}', name).replace(/\$\{[^}]*\}/g, '*');
  }
  return words;
}

/** Fills the words into the patterns. A pattern is left out when it needs a word that the resource doesn't have. */
function grant({ actions, on }: Right, all: readonly Words[], condition?: Grant['condition']): Grant {
  const resources = all.flatMap((words) =>
    on
      .filter((pattern) => placeholdersIn(pattern).every((name) => name in words))
      .map((each) => fill(each, words)),
  );
  return { actions, resources, ...(condition && { condition }) };
}

function placeholdersIn(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function fill(pattern: string, words: Words): string {
  if (pattern === '*') return pattern;
  const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '*');
  return `arn:${words['partition'] ?? ''}:${filled}`;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

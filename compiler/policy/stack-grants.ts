import { InternalError } from '../internal-error.ts';
import { chosenModules } from '../modules/choose.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Right, Rights } from '../modules/rights.ts';
import type { Compiled } from '../phases/results.ts';
import { entryOf, resourcesOf, textAt, textOf, typeOf, visit } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Template } from '../template/template.ts';
import type { Grant } from './documents.ts';
import { limitToBoundary, roleGrants } from './role-grants.ts';
import { fill, grant, propertyWords, unique } from './words.ts';
import type { Words } from './words.ts';

interface Resource {
  readonly type: string;
  readonly properties: TemplateNode | undefined;
  readonly words: Words;
}

/** What the command itself asks the services about the stack's resources, at any time. */
export function readGrants(
  template: Template,
  compiled: Compiled,
  toolkit: Toolkit,
  words: Words,
): readonly Grant[] {
  const { preview } = compiled.resolved.tree;
  const rights = rightsFor(compiled, toolkit).map(({ direct }) => direct);
  return ownGrants(resourcesIn(template, words), rights, (right) => !(preview && right.isNotForPreviews));
}

/** What the command asks to see whether the service in the stack runs well. */
export function watchGrants(
  template: Template,
  compiled: Compiled,
  toolkit: Toolkit,
  words: Words,
): readonly Grant[] {
  const rights = rightsFor(compiled, toolkit).map(({ watching }) => watching);
  return ownGrants(resourcesIn(template, words), rights);
}

/** What the command looks at before a deployment. */
export function lookGrants(
  template: Template,
  compiled: Compiled,
  toolkit: Toolkit,
  words: Words,
): readonly Grant[] {
  const rights = rightsFor(compiled, toolkit).map(({ planning }) => planning);
  return ownGrants(resourcesIn(template, words), rights);
}

/** The rights by type, without CloudFormation, on each resource that has some. */
function ownGrants(
  resources: readonly Resource[],
  rights: readonly Rights['direct'][],
  isWanted: (right: Right) => boolean = () => true,
): readonly Grant[] {
  return resources
    .flatMap(({ type, words }) =>
      rights
        .flatMap((byType) => byType?.[type] ?? [])
        .filter(isWanted)
        .map((right) => grant(right, [words])),
    )
    .filter((each) => each.resources.length > 0);
}

/** What CloudFormation calls to create, read, update and delete the stack's resources. */
export function changeGrants(
  template: Template,
  compiled: Compiled,
  toolkit: Toolkit,
  words: Words,
): readonly Grant[] {
  const boundary = compiled.resolved.spec.permissionsBoundary;
  const rights = rightsFor(compiled, toolkit);
  const resources = resourcesIn(template, words).filter(({ type }) => !type.startsWith('Custom::'));
  const roles = propertiesOf('AWS::IAM::Role', resources);
  const grants = [
    ...resources.flatMap((each) => rightsOf(each.type, rights).map((right) => grant(right, [each.words]))),
    ...roleGrants(roles, words, boundary),
    ...recordGrants(resources),
    ...setGrants(resources),
    ...restoreGrants(resources, words),
  ];
  return limitToBoundary(grants, boundary);
}

/** Lets services make a role for themselves when the account uses them for the first time. */
export function linkedRoleGrants(
  template: Template,
  compiled: Compiled,
  toolkit: Toolkit,
  words: Words,
): readonly Grant[] {
  const rights = rightsFor(compiled, toolkit);
  const linked = resourcesIn(template, words).flatMap(({ type }) =>
    rights.flatMap(({ linkedServices }) => linkedServices?.[type] ?? []),
  );
  if (linked.length === 0) return [];
  return [
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [fill('iam::{account}:role/aws-service-role/*', words)],
      condition: { StringEquals: { 'iam:AWSServiceName': unique(linked) } },
    },
  ];
}

function rightsFor({ resolved }: Compiled, toolkit: Toolkit): readonly Rights[] {
  return chosenModules(resolved.spec, toolkit).flatMap((module) => module.rights ?? []);
}

function resourcesIn({ root }: Template, words: Words): readonly Resource[] {
  return resourcesOf(root).map(({ key, value }) => {
    const properties = entryOf(value, 'Properties');
    const type = typeOf(value);
    return { type, properties, words: { ...words, id: key, ...propertyWords(properties, words) } };
  });
}

/** The rights for a type, from each module that has some. */
function rightsOf(type: string, all: readonly Rights[]): readonly Right[] {
  const found = all.flatMap(({ throughStack }) => (throughStack[type] ? [throughStack[type]] : []));
  if (found.length === 0) throw new InternalError(`no module has rights for ${type}`);
  return found.flat();
}

/**
 * Rights on the domain's own records and on the records below it that validate its certificate, and on no others in
 * the zone.
 */
function recordGrants(resources: readonly Resource[]): readonly Grant[] {
  const records = resources.filter(({ type }) => type === 'AWS::Route53::RecordSet');
  const named = records.map(({ properties }) => entryOf(properties, 'Name'));
  const domains = unique(named.flatMap((name) => (name?.tag === undefined ? (textOf(name) ?? []) : [])));
  const names = domains.flatMap((domain) => [domain, `*.${domain}`]);
  const condition = {
    'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names },
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
function setGrants(resources: readonly Resource[]): readonly Grant[] {
  const sets = unique(
    propertiesOf('AWS::WAFv2::WebACL', resources).flatMap((webAcl) => arnsIn(webAcl, '/ipset/')),
  );
  if (sets.length === 0) return [];
  return [{ actions: ['wafv2:CreateWebACL', 'wafv2:UpdateWebACL'], resources: sets, isApart: true }];
}

/**
 * Allows to make the cluster from the backup that the spec names, and from no other.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 */
function restoreGrants(resources: readonly Resource[], words: Words): readonly Grant[] {
  return propertiesOf('AWS::RDS::DBCluster', resources).flatMap((properties): Grant[] => {
    const snapshot = textAt(properties, 'SnapshotIdentifier');
    const cluster = textAt(properties, 'SourceDBClusterIdentifier');
    const isDeleted = textAt(properties, 'SourceDbClusterResourceId') !== undefined;
    const of = (...names: readonly string[]) => names.map((name) => `rds:{region}:{account}:${name}`);
    const into = of('cluster:{lower}*', 'cluster-pg:{lower}*', 'subgrp:{lower}*', 'og:default:*');
    const allow = (action: string, on: readonly string[]): Grant =>
      grant({ actions: [`rds:${action}`], on: [...into, ...on] }, [words]);
    // Whoever restores what a key of the account encrypts must be allowed to use that, and the spec does not name it:
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
    const keys = grant(
      { actions: ['kms:CreateGrant', 'kms:DescribeKey'], on: ['kms:{region}:{account}:key/*'] },
      [words],
    );
    if (snapshot !== undefined) {
      const arn = snapshot.replace(/^arn:[^:]+:/, '');
      const on = arn === snapshot ? of(`cluster-snapshot:${snapshot.toLowerCase()}`) : [arn];
      return [allow('RestoreDBClusterFromSnapshot', on), keys];
    }
    // The names of the backups of deleted clusters don't have the cluster's.
    if (isDeleted) return [allow('RestoreDBClusterToPointInTime', of('cluster-auto-backup:*')), keys];
    if (cluster === undefined) return [];
    return [allow('RestoreDBClusterToPointInTime', of(`cluster:${cluster.toLowerCase()}`)), keys];
  });
}

function arnsIn(properties: TemplateNode, kind: string): readonly string[] {
  const found: string[] = [];
  visit(properties, (node) => {
    const text = textOf(node);
    if (text?.startsWith('arn:') && text.includes(kind)) found.push(text);
  });
  return found;
}

function propertiesOf(type: string, resources: readonly Resource[]): readonly TemplateNode[] {
  return resources.flatMap((each) => (each.type === type && each.properties ? [each.properties] : []));
}

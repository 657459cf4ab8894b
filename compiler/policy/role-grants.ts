import { entryOf, textOf, visit } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Grant } from './documents.ts';
import { fill, partition, unique } from './words.ts';
import type { Words } from './words.ts';

/**
 * Allows passing the stack's roles only to the services that they are made for, attaching only the managed policies in
 * the template, and giving them the spec's permissions boundary, or none.
 */
export function roleGrants(
  roles: readonly TemplateNode[],
  words: Words,
  boundary: string | undefined,
): readonly Grant[] {
  if (roles.length === 0) return [];
  const services = unique(roles.flatMap(principalsIn));
  const policies = unique(roles.flatMap(managedPoliciesIn));
  const resources = [fill('iam::{account}:role{path}{stack}*', words)];
  return [
    {
      actions: ['iam:PassRole'],
      resources,
      condition: { StringEquals: { 'iam:PassedToService': services } },
    },
    ...(policies.length > 0
      ? [
          {
            actions: ['iam:AttachRolePolicy'],
            resources,
            condition: { ArnEquals: { 'iam:PolicyARN': policies } },
          },
        ]
      : []),
    // Also of a policy, and a boundary, that the template no longer has.
    { actions: ['iam:DetachRolePolicy'], resources },
    {
      actions: [
        boundary === undefined ? 'iam:DeleteRolePermissionsBoundary' : 'iam:PutRolePermissionsBoundary',
      ],
      resources,
    },
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html, "CreateOrChangeOnlyWithBoundary" */
const onlyWithBoundary = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
];

/** Allows making and changing roles only with this permissions boundary. */
export function limitToBoundary(grants: readonly Grant[], boundary: string | undefined): readonly Grant[] {
  if (boundary === undefined) return grants;
  return grants.flatMap((grant) => {
    const limited = grant.actions.filter((action) => onlyWithBoundary.includes(action));
    const rest = grant.actions.filter((action) => !onlyWithBoundary.includes(action));
    const condition = { ...grant.condition, StringEquals: { 'iam:PermissionsBoundary': boundary } };
    return [
      { ...grant, actions: rest },
      { ...grant, actions: limited, condition },
    ];
  });
}

/** The services that may assume a role, each followed by the service that it is a part of. */
function principalsIn(role: TemplateNode): readonly string[] {
  const found: string[] = [];
  visit(role, (node, path) => {
    const principal = textOf(node);
    const isPrincipal = path[0] === 'AssumeRolePolicyDocument' && path.includes('Service');
    if (principal === undefined || !isPrincipal) return;
    // For `tasks.apprunner.amazonaws.com` also `apprunner.amazonaws.com`, which AWS's own policies name.
    found.push(principal, principal.split('.').slice(-3).join('.'));
  });
  return found;
}

function managedPoliciesIn(role: TemplateNode): readonly string[] {
  const list = entryOf(role, 'ManagedPolicyArns');
  if (list?.kind !== 'list') return [];
  return list.items.map((item) => String(textOf(item)).replace('${AWS::Partition}', partition));
}

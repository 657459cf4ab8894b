import type { Toolkit } from '../modules/module.ts';
import type { Right } from '../modules/rights.ts';
import { sharedStackName, stackName } from '../modules/stack-names.ts';
import type { Compiled } from '../phases/results.ts';
import type { Template } from '../template/template.ts';
import {
  backupRights,
  buildRights,
  networkRights,
  planRights,
  previewRights,
  pullRights,
  stackRights,
} from './direct-rights.ts';
import { joinGrants, splitDocuments } from './documents.ts';
import type { Grant, PolicyDocument, Statement } from './documents.ts';
import { changeGrants, linkedRoleGrants, lookGrants, readGrants, watchGrants } from './stack-grants.ts';
import { grant, wordsFor } from './words.ts';
import type { Words } from './words.ts';

interface Scope {
  /**
   * `*` when it isn't known. That grants nothing more: a policy reaches no further than the identity's own account.
   */
  readonly account: string;
  readonly toolkit: Toolkit;
  /** The ARN of the role that CloudFormation uses instead of the identity's own rights. */
  readonly serviceRole?: string | undefined;
}

/** What an identity needs to deploy a spec's stacks and to run its build script. */
export function composePolicy(compiled: Compiled, scope: Scope): readonly PolicyDocument[] {
  return composeDeployPolicy([compiled], scope);
}

/** The same for several specs. */
export function composeDeployPolicy(specs: readonly Compiled[], scope: Scope): readonly PolicyDocument[] {
  const grants = specs.flatMap((compiled) => [
    ...buildRights.map((right) => grant(right, [sharedWords(compiled, scope)])),
    ...(compiled.resolved.tree.preview ? previewRights : []).map((right) =>
      grant(right, [sharedWords(compiled, scope)]),
    ),
    ...compiled.templates.flatMap((template) => {
      const words = stackWords(template, compiled, scope);
      return [
        ...stackRights.map((right) => grant(right, [words])),
        ...namedGrants(compiled, words),
        ...readGrants(template, compiled, scope.toolkit, words),
        ...lookGrants(template, compiled, scope.toolkit, words),
        ...(scope.serviceRole === undefined ? throughStack(template, compiled, scope) : []),
      ];
    }),
  ]);
  const pass = passGrants(scope);
  return splitDocuments([...readSharedStacks(specs, scope), ...joinGrants([...grants, ...pass])]);
}

/** What planning looks at that the spec only names: a network, a backup. */
function namedGrants({ resolved }: Compiled, words: Words): readonly Grant[] {
  const { network, database } = resolved.spec.shared ?? {};
  const rights = [
    ...(network?.vpcId === undefined ? [] : networkRights),
    ...(database?.restoreFrom === undefined ? [] : backupRights),
  ];
  return rights.map((right) => grant(right, [words]));
}

/** What CloudFormation's service role needs for a spec's stacks. */
export function composeServiceRolePolicy(compiled: Compiled, scope: Scope): readonly PolicyDocument[] {
  const grants = compiled.templates.flatMap((template) => {
    const words = stackWords(template, compiled, scope);
    return [
      ...changeGrants(template, compiled, scope.toolkit, words),
      ...linkedRoleGrants(template, compiled, scope.toolkit, words),
    ];
  });
  return splitDocuments(joinGrants(grants));
}

/**
 * What an identity needs in an environment whose image it deploys to another one: to see that the service runs well, and to
 * read the image. It can change nothing.
 */
export function composePromotionPolicy(compiled: Compiled, scope: Scope): readonly PolicyDocument[] {
  return composePromotionsPolicy([compiled], scope);
}

/** The same for several specs. */
export function composePromotionsPolicy(specs: readonly Compiled[], scope: Scope): readonly PolicyDocument[] {
  const grants = specs.flatMap((compiled) => {
    const pull = pullRights.map((right) => grant(right, [sharedWords(compiled, scope)]));
    const backends = compiled.templates.filter(({ stack }) => stack === 'backend');
    const watch = backends.flatMap((template) => {
      const words = stackWords(template, compiled, scope);
      return [grant(readStack, [words]), ...watchGrants(template, compiled, scope.toolkit, words)];
    });
    return [...pull, ...watch];
  });
  return splitDocuments(joinGrants(grants));
}

/** What an identity needs to plan the deployment of the specs. It can change nothing, and read no data. */
export function composePlanPolicy(specs: readonly Compiled[], scope: Scope): readonly PolicyDocument[] {
  const words = specs.flatMap((compiled) =>
    compiled.templates.map((template) => stackWords(template, compiled, scope)),
  );
  const grants = [
    ...planRights.map((right) => grant(right, words)),
    ...specs.flatMap((compiled) => words.slice(0, 1).flatMap((each) => namedGrants(compiled, each))),
    ...specs.flatMap((compiled) =>
      compiled.templates.flatMap((template) =>
        lookGrants(template, compiled, scope.toolkit, stackWords(template, compiled, scope)),
      ),
    ),
  ];
  return splitDocuments([...readSharedStacks(specs, scope), ...joinGrants(grants)]);
}

/**
 * Only for calls that CloudFormation makes on the identity's behalf, so that nobody can delete the database without
 * the stack.
 */
const viaStack = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } };

function throughStack(template: Template, compiled: Compiled, scope: Scope): readonly Grant[] {
  const words = stackWords(template, compiled, scope);
  return [
    ...changeGrants(template, compiled, scope.toolkit, words).map((each) => ({
      ...each,
      condition: { ...each.condition, ...viaStack },
    })),
    ...linkedRoleGrants(template, compiled, scope.toolkit, words),
  ];
}

/** Lets the identity give CloudFormation its service role, and no other service. */
function passGrants({ serviceRole }: Scope): readonly Grant[] {
  if (serviceRole === undefined) return [];
  const condition = { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } };
  return [{ actions: ['iam:PassRole'], resources: [serviceRole], condition }];
}

/**
 * Rights to read other specs' shared stacks. They are not joined with the rights on the specs' own stacks, which
 * allow more.
 */
function readSharedStacks(specs: readonly Compiled[], scope: Scope): readonly Statement[] {
  const foreign = specs.filter(({ resolved }) => !resolved.spec.shared);
  return joinGrants(foreign.map((compiled) => grant(readStack, [sharedWords(compiled, scope)])));
}

function sharedWords({ resolved: { spec } }: Compiled, { account }: Scope): Words {
  return wordsFor(sharedStackName(spec), spec.region, account);
}

function stackWords({ stack }: Template, { resolved: { spec } }: Compiled, { account }: Scope): Words {
  return { ...wordsFor(stackName(stack, spec), spec.region, account), path: spec.rolePath ?? '/' };
}

const readStack: Right = {
  actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
  on: ['cloudformation:{region}:{account}:stack/{name}/*'],
};

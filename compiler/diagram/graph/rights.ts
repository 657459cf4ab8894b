import type { Homes, Users } from './fold.ts';
import { itemsOf, ofType, textsIn, usedIn, valueAt } from './read-resources.ts';
import type { Resource, Resources, Value } from './read-resources.ts';

/** A right that an IAM role gives to the resource that has the role. */
export interface Right {
  /** The key of the resource that has the role. */
  readonly from: string;
  /** What may be done, in words: `reads`. */
  readonly words: string;
  /** The key of the resource, or the ARN of something outside the templates. */
  readonly to: string;
}

/** What actions do, the first that fits. Those with `undefined` only prepare another one. */
const words: readonly (readonly [RegExp, string | undefined])[] = [
  [/^secretsmanager:GetSecretValue$/, 'reads'],
  [/^secretsmanager:(Put|Update)/, 'rotates'],
  [/^ssm:GetParameters?$/, 'reads'],
  [/^rds-data:/, 'Data API'],
  [/^rds:.*Snapshot/, 'snapshots'],
  [/^backup:CopyInto/, 'copies'],
  [/^ecr:(BatchGetImage|GetDownloadUrlForLayer)$/, 'pulls images'],
  [/^logs:PutLogEvents$/, 'writes'],
  [/^apprunner:(Associate|Disassociate)CustomDomain$/, 'adds the domain'],
  [/^apprunner:StartDeployment$/, 'restarts'],
  [/^ecs:UpdateService$/, 'restarts'],
  [/^kms:/, undefined],
  [/^(ecr|logs|rds|backup|tag|apprunner|ecs|cloudformation|cloudwatch):/, undefined],
];

/** What an action does; `undefined` for one that only prepares another one, and for a key's, which has no line. */
export function wordsFor(action: string): string | undefined {
  const found = words.find(([pattern]) => pattern.test(action));
  return found ? found[1] : 'uses';
}

/** The rights of all roles, by who has the role. */
export function readRights(resources: Resources, homes: Homes, users: Users): readonly Right[] {
  return [...resources.values()].flatMap((policy) => {
    const role = roleOf(policy);
    if (role === undefined) return [];
    const holders = [...new Set((users.get(role) ?? []).map((user) => homes.get(user) ?? user))];
    const given = statementsOf(policy).flatMap((statement) => rightsIn(statement, resources));
    return holders.flatMap((from) => given.map((right) => ({ from, ...right })));
  });
}

function roleOf({ key, type, properties }: Resource): string | undefined {
  if (type === 'AWS::IAM::Role') return key;
  if (type === 'AWS::IAM::RolePolicy') return usedIn(valueAt(properties, 'RoleName'))[0];
  return undefined;
}

function statementsOf({ type, properties }: Resource): readonly Value[] {
  const documents =
    type === 'AWS::IAM::Role'
      ? itemsOf(valueAt(properties, 'Policies.PolicyDocument'))
      : itemsOf(valueAt(properties, 'PolicyDocument'));
  return [
    ...documents.flatMap((document) => itemsOf(valueAt(document, 'Statement'))),
    ...attached(properties),
  ];
}

/** A policy of the account as a statement: what it allows stands there, not in the template. */
function attached(properties: Value): readonly Value[] {
  return textsIn(valueAt(properties, 'ManagedPolicyArns')).map((arn) => ({
    Effect: 'Allow',
    Action: 'iam:policy',
    Resource: arn,
  }));
}

function rightsIn(statement: Value, resources: Resources): readonly Omit<Right, 'from'>[] {
  if (textsIn(valueAt(statement, 'Effect'))[0] !== 'Allow') return [];
  const actions = textsIn(valueAt(statement, 'Action'));
  const named = [...new Set(actions.map(wordsFor).filter((each) => each !== undefined))];
  const targets = [
    ...new Set(
      itemsOf(valueAt(statement, 'Resource')).flatMap((each) => targetsIn(each, actions, resources)),
    ),
  ];
  return targets.flatMap((to) => named.map((each) => ({ to, words: each })));
}

/** The resources that a statement names. Images are in the stack's repository, whose name stands in a parameter. */
function targetsIn(value: Value, actions: readonly string[], resources: Resources): readonly string[] {
  const links = usedIn(value);
  if (actions.some((action) => action.startsWith('ecr:')) && links.includes('backend/ImageUri')) {
    const [repository] = ofType(resources, 'AWS::ECR::Repository');
    return [repository?.key ?? 'import/RepositoryUri'];
  }
  const known = links.filter((link) => resources.has(link) || link.startsWith('import/'));
  return known.length > 0 ? known : textsIn(value).filter(isForeign);
}

/** An ARN with an account of its own, or a secret or parameter that the spec names; not a pattern of this account. */
function isForeign(text: string): boolean {
  if (!text.startsWith('arn:') || text.includes('*:*')) return false;
  return !text.includes('${AWS::AccountId}') || /^arn:\$\{AWS::Partition\}:(secretsmanager|ssm):/.test(text);
}

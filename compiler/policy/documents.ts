type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Actions on ARNs, perhaps under a condition. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
  /** Not joined with others: what others grant is not granted on these resources. */
  readonly isApart?: true;
}

/** An IAM policy in IAM's own form. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/**
 * Joins the grants to one statement for each combination of service, condition, and whether it is on `*`. This grants
 * nothing more: an action applies only to its own kinds of resources, and all grants name those by the same patterns.
 * Grants with a wider pattern than others stay apart.
 */
export function joinGrants(grants: readonly Grant[]): readonly Statement[] {
  const single = grants.flatMap(({ actions, ...rest }) => actions.map((action) => ({ action, ...rest })));
  const alike = groupBy(single, ({ action, resources, condition, isApart }) =>
    JSON.stringify([action.split(':')[0], condition, isApart && resources, resources.includes('*')]),
  );
  return alike.flatMap((group) => {
    const patterns = [...new Set(group.flatMap(({ resources }) => resources))];
    const wider = new Set(patterns.filter((each) => patterns.some((other) => isWider(each, other))));
    const parts = groupBy(group, ({ resources }) =>
      JSON.stringify(resources.some((each) => wider.has(each)) && [...resources].sort()),
    );
    return parts.map(toStatement);
  });
}

interface SingleGrant extends Omit<Grant, 'actions'> {
  readonly action: string;
}

function toStatement(grants: readonly SingleGrant[]): Statement {
  const [first] = grants;
  return {
    Effect: 'Allow',
    Action: [...new Set(grants.map(({ action }) => action))].sort(),
    Resource: [...new Set(grants.flatMap(({ resources }) => resources))].sort(),
    ...(first?.condition && { Condition: first.condition }),
  };
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return [...groups.values()];
}

/** Whether a pattern matches all that the other matches, and more. */
function isWider(pattern: string, other: string): boolean {
  if (pattern === other) return false;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(other);
}

/**
 * The most characters of a managed policy, without white space:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const longestDocument = 6_144;

/** An account in a document that becomes part of a template. */
export const accountInTemplate = '${AWS::AccountId}';

/**
 * Splits the statements into as few documents as possible without changing their order. A statement with more
 * resources than one document has room for becomes several.
 */
export function splitDocuments(statements: readonly Statement[]): readonly PolicyDocument[] {
  const documents: Statement[][] = [];
  for (const statement of statements.flatMap(splitStatement)) {
    const last = documents.at(-1);
    if (last && sizeOf(toDocument([...last, statement])) <= longestDocument) last.push(statement);
    else documents.push([statement]);
  }
  return documents.map(toDocument);
}

function splitStatement(statement: Statement): readonly Statement[] {
  const { Resource } = statement;
  if (Resource.length === 1 || sizeOf(toDocument([statement])) <= longestDocument) return [statement];
  const half = Math.ceil(Resource.length / 2);
  const halves = [Resource.slice(0, half), Resource.slice(half)];
  return halves.flatMap((each) => splitStatement({ ...statement, Resource: each }));
}

/** In a template, the place of the account takes more room than its twelve digits in IAM. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).replaceAll(accountInTemplate, '123456789012').length;
}

function toDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

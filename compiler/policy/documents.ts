type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Actions on ARNs, perhaps under a condition. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
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
 * One statement for each service, condition, and whether it is on everything. An action concerns its own kinds of
 * resources only, which are granted by the same patterns throughout, so that nothing is gained by joining them.
 */
export function joinGrants(grants: readonly Grant[]): readonly Statement[] {
  const joined = new Map<string, { actions: Set<string>; resources: Set<string>; condition?: Condition }>();
  for (const { actions, resources, condition } of grants) {
    for (const action of actions) {
      const isOnAll = resources.includes('*');
      const key = JSON.stringify([action.split(':')[0], condition, isOnAll]);
      const statement = joined.get(key) ?? {
        actions: new Set(),
        resources: new Set(),
        ...(condition && { condition }),
      };
      joined.set(key, statement);
      statement.actions.add(action);
      for (const resource of resources) statement.resources.add(resource);
    }
  }
  return [...joined.values()].map(({ actions, resources, condition }) => ({
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: [...resources].sort(),
    ...(condition && { Condition: condition }),
  }));
}

/** Characters of a managed policy, white space not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const longestDocument = 6_144;

/** As few documents as the statements need in this order. */
export function splitDocuments(statements: readonly Statement[]): readonly PolicyDocument[] {
  const documents: Statement[][] = [];
  for (const statement of statements) {
    const last = documents.at(-1);
    if (last && sizeOf(toDocument([...last, statement])) <= longestDocument) last.push(statement);
    else documents.push([statement]);
  }
  return documents.map(toDocument);
}

export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

function toDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

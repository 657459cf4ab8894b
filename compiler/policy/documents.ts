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
 */
export function joinGrants(grants: readonly Grant[]): readonly Statement[] {
  const joined = new Map<string, { actions: Set<string>; resources: Set<string>; condition?: Condition }>();
  for (const { actions, resources, condition, isApart } of grants) {
    for (const action of actions) {
      const isOnAll = resources.includes('*');
      const key = JSON.stringify([action.split(':')[0], condition, isOnAll, isApart && resources]);
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

/**
 * The most characters of a managed policy, without white space:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const longestDocument = 6_144;

/** Splits the statements into as few documents as possible without changing their order. */
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

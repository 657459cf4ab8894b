/** A stack as CloudFormation describes it. */
export interface DeployedStack {
  readonly id: string;
  readonly name: string;
  /** In CloudFormation's words: `UPDATE_ROLLBACK_COMPLETE`. */
  readonly status: string;
  readonly reason?: string;
  /** That of its template. */
  readonly description?: string;
  readonly isProtected: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly outputs: readonly StackOutput[];
  /** When it was last changed, in milliseconds since 1970. */
  readonly changedAt: number;
}

/** A stack in a list of all. */
export interface ListedStack {
  readonly name: string;
  /** That of the template that made it. */
  readonly description: string;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** Where an image is in ECR. It has a tag or a digest, or both. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The outputs' values by their keys. */
export function outputValues(outputs: readonly StackOutput[]): Readonly<Record<string, string>> {
  return Object.fromEntries(outputs.map(({ key, value }) => [key, value]));
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface StackEvent {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly stackId: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** The token of the request that began the operation. All events of the operation have the same, unless it was cancelled. */
  readonly token?: string;
}

export interface ChangeSetRequest {
  readonly stack: string;
  /** Used for no other change set. */
  readonly name: string;
  readonly kind: 'create' | 'update';
  readonly template: string;
  /** `undefined` keeps the deployed value. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ChangeSet {
  /** `CREATE_COMPLETE` when it can be executed. `FAILED` otherwise, and also when it would change nothing. */
  readonly status: string;
  readonly reason?: string;
  readonly changes: readonly ResourceChange[];
}

/** What a change set does to a resource, in AWS's words; compiler/deploy/plan/translate.ts has ours. */
export interface ResourceChange {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly action: 'add' | 'modify' | 'remove' | 'import' | 'dynamic';
  readonly replacement: 'never' | 'perhaps' | 'always';
  readonly details: readonly ChangeDetail[];
}

/** Why CloudFormation changes a resource. */
export interface ChangeDetail {
  /** `Properties`, `Tags`, `DeletionPolicy` ... */
  readonly attribute: string;
  /** Property path in the template: `Properties.ServerlessV2ScalingConfiguration.MaxCapacity`. */
  readonly path: readonly string[];
  /** The resource, parameter or attribute that causes the change. */
  readonly cause?: string;
  readonly before?: string;
  readonly after?: string;
  readonly recreates: 'never' | 'perhaps' | 'always';
}

/** What CloudFormation found wrong before it changed anything. */
export interface ValidationFinding {
  /** Whether it keeps the change set from being executed. */
  readonly isFatal: boolean;
  /** `PROPERTY_VALIDATION`, `NAME_CONFLICT_VALIDATION` ... */
  readonly name: string;
  readonly logicalId: string;
  /** Property path inside the resource. */
  readonly path: readonly string[];
  readonly reason: string;
}

/** How the resources of a stack differ from its template. */
export interface Drift {
  /** `IN_SYNC`, `DRIFTED`, or `UNKNOWN` when AWS can't tell. */
  readonly status: string;
  readonly reason?: string;
  readonly resources: readonly DriftedResource[];
}

export interface DriftedResource {
  readonly logicalId: string;
  /** `MODIFIED` or `DELETED`. */
  readonly status: string;
  readonly differences: readonly PropertyDrift[];
}

export interface PropertyDrift {
  /** `/BackupRetentionPeriod`. */
  readonly path: string;
  readonly expected?: string;
  readonly actual?: string;
}

export interface Caller {
  readonly account: string;
  readonly arn: string;
}

import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { SpecPath } from '../spec/path.ts';

/** Calls an AWS service, with the names of the SDK's client for it: `call('rds', 'describeDBClusters', {})`. */
export type AwsCall = (service: string, operation: string, input: object) => Promise<unknown>;

/** Reads the text of a resource's property: `property('NetworkConfiguration', 'IpAddressType')`. */
export type ReadProperty = (...path: readonly string[]) => string | undefined;

type Texts = Readonly<Record<string, string>>;

/** What a runtime knows about its deployed service: which resource it is, what state it is in, and why it failed. */
export interface RuntimeOperations {
  /** The type of the service's own resource. */
  readonly serviceType: string;
  /** Whether a changed tag replaces the service. CloudFormation gives a stack's tags to its resources. */
  readonly tagsAreFixed: boolean;
  /** Where a deployed service connects from, by the properties that it has in the deployed template. */
  connectsFrom(property: ReadProperty): 'internet' | 'vpc';
  /**
   * Asks AWS the same, with the outputs of the backend stack, where the template can be wrong: a service may have gone back
   * by itself, and CloudFormation does not know.
   */
  readonly connectsNow?: (call: AwsCall, outputs: Texts) => Promise<'internet' | 'vpc'>;
  /** What it means to move a deployed service. */
  readonly move: {
    /** To this runtime, or away from it. Each is a part of a sentence. */
    here(spec: ResolvedSpec): string;
    readonly away: string;
    /** Into the VPC, or out of it, where a setting decides that. Each is one line. */
    readonly vpc?: string;
    readonly internet?: string;
  };
  /** The first rule that matches applies. These come before the general rules. */
  readonly failureRules: readonly FailureRule[];
  /** Reads the state of the service, with the outputs of the backend stack. */
  readService(call: AwsCall, outputs: Texts): Promise<ServiceState>;
  /** Starts new containers with the deployed image and settings, with the outputs of the backend stack. */
  restart(call: AwsCall, outputs: Texts): Promise<Restart>;
  /** Reads the state of the spec's domain and its certificate, with the outputs of the backend stack. */
  readDomain(call: AwsCall, outputs: Texts, domain: string): Promise<DomainState>;
  /** Whether each alias of the domain has a state of its own, and not the certificate of the domain. */
  readonly aliasesApart?: true;
  /** How the names of the log groups begin that AWS makes for the service, outside the stack. */
  readonly logGroups?: (outputs: Texts) => readonly string[];
  /**
   * Reads why the service failed, when AWS reports more than CloudFormation's reason. `ids` are the physical ids of
   * the stack's resources. It must be called at once, because a rollback removes them.
   */
  readFailure?(call: AwsCall, ids: Texts, reason: string): Promise<ServiceFailure | undefined>;
}

/** The state of the running service, according to its own API. */
export interface ServiceState {
  /** In the API's words: `RUNNING`. */
  readonly status: string;
  /** Whether it answers requests. It can, while a deployment is still in progress. */
  readonly isServing: boolean;
  /** The image that it runs. */
  readonly image?: string;
  /** Why its newest deployment failed, or else why it does not answer requests. */
  readonly problem?: string;
  /** One line for each of its parts. */
  readonly details?: readonly string[];
}

/** A restart that has begun. */
export interface Restart {
  /** Asks AWS how far it is. */
  readonly look: () => Promise<RestartState>;
}

export type RestartState =
  | { readonly state: 'in-progress' | 'done' }
  /** The former containers keep running. */
  | { readonly state: 'failed'; readonly reason: string };

/** Why a service did not start, beyond CloudFormation's own reason. */
export interface ServiceFailure {
  /** One line. */
  readonly reason: string;
  /** The logical id of what ended the deployment, if that is another resource. */
  readonly cause?: string;
  /** The log of the part that failed. */
  readonly log?: { readonly group: string; readonly stream: string };
}

/** The state of a custom domain, according to the service's API. */
export interface DomainState {
  /** In the API's words: `active`. `absent` when the service doesn't have the domain. */
  readonly status: string;
  readonly isActive: boolean;
  /** What it waits for, or what is wrong with it, when it isn't active. */
  readonly waitsFor?: string;
  /** The name of AWS's that the domain must lead to. */
  readonly target?: string;
}

/** A hint about a resource that could not be deployed. AWS's reason decides whether the rule matches. */
export interface FailureRule {
  /** The type of the resource; any when left out. */
  readonly type?: string;
  readonly reason: RegExp;
  /** Must match the end of the resource's log too. */
  readonly log?: RegExp;
  readonly hint: string;
  /** Whether AWS's words fit other causes too. The hint then says so. */
  readonly isGuess?: boolean;
  /** The part of the spec that is the cause, when that is certain. */
  readonly at?: SpecPath;
}

import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { SpecPath } from '../spec/path.ts';

/** Calls an AWS service, as the SDK's client of it does: `call('rds', 'describeDBClusters', {})`. */
export type AwsCall = (service: string, operation: string, input: object) => Promise<unknown>;

type Texts = Readonly<Record<string, string>>;

/** What a runtime knows of its deployed service: what it is, how it fares, and why it failed. */
export interface RuntimeOperations {
  /** The type of the resource that is the service itself. */
  readonly serviceType: string;
  /** Whether a changed tag replaces the service. Tags of a stack are those of its resources too. */
  readonly tagsAreFixed: boolean;
  /** What a move of a deployed service to this runtime, and away from it, means. Each a part of a sentence. */
  readonly move: { here(spec: ResolvedSpec): string; readonly away: string };
  /** The first that fits holds, before the general ones. */
  readonly failureRules: readonly FailureRule[];
  /** Reads the state of the service, with the outputs of the backend stack. */
  readService(call: AwsCall, outputs: Texts): Promise<ServiceState>;
  /** Reads the state of the spec's domain and its certificate, with the outputs of the backend stack. */
  readDomain(call: AwsCall, outputs: Texts, domain: string): Promise<DomainState>;
  /**
   * Reads why the service failed, where CloudFormation's reason is not all that AWS tells, with the physical ids of the
   * stack's resources. At once: a rollback removes them.
   */
  readFailure?(call: AwsCall, ids: Texts, reason: string): Promise<ServiceFailure | undefined>;
}

/** The running service, as its own API tells. */
export interface ServiceState {
  /** In the API's words: `RUNNING`. */
  readonly status: string;
  /** Whether it answers requests, also while a deployment goes on. */
  readonly isServing: boolean;
  /** The image that it runs. */
  readonly image?: string;
  /** Why its newest deployment did not come to be, or else why it doesn't answer. */
  readonly problem?: string;
  /** What there is to know of its parts: a line each. */
  readonly details?: readonly string[];
}

/** Why a service did not come up, beside what CloudFormation says of it. */
export interface ServiceFailure {
  /** One line. */
  readonly reason: string;
  /** Of the part that failed. */
  readonly log?: { readonly group: string; readonly stream: string };
}

/** A custom domain, as the service's API tells. */
export interface DomainState {
  /** In the API's words: `active`. `absent` when the service doesn't have the domain. */
  readonly status: string;
  readonly isActive: boolean;
  /** What it waits for, or what is wrong with it, when it isn't active. */
  readonly waitsFor?: string;
}

/** What to do when a resource can't be deployed, by AWS's words about it. */
export interface FailureRule {
  /** The type of the resource; any when left out. */
  readonly type?: string;
  readonly reason: RegExp;
  /** Of the end of its log, which must fit too. */
  readonly log?: RegExp;
  readonly hint: string;
  /** What it is about, when that's plain. */
  readonly at?: SpecPath;
}

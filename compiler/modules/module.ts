import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Edit, Finding } from '../diagnostics/diagnostic.ts';
import type { Derived } from '../spec/derived.ts';
import type { Preview } from '../spec/model.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Schema } from '../spec/schema.ts';
import type { Validator } from '../spec/validator.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Measure } from './measures.ts';
import type { FailureRule, RuntimeOperations } from './operations.ts';
import type { Rights } from './rights.ts';
import type { ServiceMetrics, ServiceWatch } from './service-metrics.ts';

/** A rule that the schema can't express. `check` makes it. */
export interface Check {
  readonly reads: readonly Read[];
  /** Gets the parts by their names. Called only when all required parts exist and all parts are well-formed. */
  readonly find: (parts: Readonly<Record<string, unknown>>, about: RuntimeContext) => readonly Finding[];
}

/** A part of the spec that a check reads. */
export interface Read {
  readonly name: string;
  readonly path: SpecPath;
  /** Whether the check also runs when the spec lacks the part. */
  readonly isOptional: boolean;
}

/** What a check can ask beyond the parts that it reads. */
export interface CheckContext {
  /** All runtimes that a spec can choose. */
  readonly runtimes: readonly Runtime[];
  /** Whether the spec is that of a preview. */
  readonly isPreview: boolean;
  /** Whether the spec itself has the path, and not only a default. */
  readonly isGiven: (path: SpecPath) => boolean;
  /**
   * Where to report settings that don't go together: the first of them that the spec itself has, and not only a default.
   * So the first is the one that the hint changes.
   */
  readonly written: (...settings: readonly [SpecPath, ...SpecPath[]]) => SpecPath;
}

/** For checks that read `backend.service` or its runtime. */
export interface RuntimeContext extends CheckContext {
  readonly runtime: Runtime;
}

type Service = ResolvedSpec['backend']['service'];

/** A spec that chooses a runtime. */
export type SpecOn<Name extends Service['runtime']> = ResolvedSpec & {
  readonly backend: { readonly service: Extract<Service, { readonly runtime: Name }> };
};

/** A spec that chooses an option. */
export type SpecWith<Name extends keyof ResolvedSpec['options']> = ResolvedSpec & {
  readonly options: Required<Pick<ResolvedSpec['options'], Name>>;
};

/** A fragment that is composed once more, as another resource. */
export interface Copy {
  readonly fragment: string;
  /** The logical id of the copy, in place of the only one that the fragment has. */
  readonly logicalId: string;
  /** What the copy binds in place of what the module derives, by dotted path. */
  readonly values: Readonly<Record<string, Derived>>;
}

/**
 * The base, a runtime or an option: a folder under templates/ with fragments, settings and checks. It is given only
 * specs that choose it.
 */
export interface Module<Spec extends ResolvedSpec = ResolvedSpec> {
  readonly name: string;
  /** The fragments to compose, in order, by their path in the module's folder: `backend/service`. */
  fragments(spec: Spec, runtime: Runtime, preview?: Preview): readonly (string | Copy)[];
  /** What the fragments bind beside the spec's own values, by dotted path. */
  derive?(spec: Spec, runtime: Runtime, preview?: Preview): Readonly<Record<string, Derived>>;
  /** The names of the web ACL's rules that `derive` makes, in the order in which AWS WAF evaluates them. */
  readonly ruleNames?: readonly string[];
  readonly checks?: readonly Check[];
  /** What the module decides where the spec itself does not, in place of the schema's defaults, by dotted path. */
  readonly defaults?: Readonly<Record<string, string | number | boolean>>;
  /**
   * What hints may propose for a setting when the schema's example does not fit the rest of the spec, by dotted path; `*`
   * stands for any item or key. Any part of the spec may be missing or wrong. Each value is tried before it is proposed.
   */
  examples?(spec: unknown): Readonly<Record<string, readonly unknown[]>>;
  /** For the types of resources that no other module has. */
  readonly rights?: Rights;
  /**
   * What a preview has of the option's settings, unless the spec says so under `preview`, by their names; `undefined` takes
   * one back. `absent`: a preview does without the option.
   */
  readonly inPreview?: Readonly<Record<string, unknown>> | 'absent';
  /** About the option's own resources; a runtime has its rules among its operations. */
  readonly failureRules?: readonly FailureRule[];
}

/** Whether the database can be reached from the internet, or only from inside the VPC. */
export type DatabaseAccess = NonNullable<NonNullable<ResolvedSpec['shared']>['database']>['access'];

/** How a service comes to connect from inside the VPC. */
export interface WayInside {
  readonly edit: Edit;
  /** What a spec without a network needs for that, as it follows "write": `"network: ..." under shared`. */
  readonly network: string;
}

/** Where the container runs. */
export interface Runtime<Spec extends ResolvedSpec = ResolvedSpec> extends Module<Spec> {
  /** The regions that have it. */
  readonly regions: readonly string[];
  /** The default of `shared.database.access`. */
  readonly databaseAccess: DatabaseAccess;
  /**
   * Where the service's connections to the database come from. `access` is that of the spec's own database; a spec with
   * a `sharedStack` has none.
   */
  connectsFrom(service: Spec['backend']['service'], access: DatabaseAccess | undefined): 'internet' | 'vpc';
  /** What to write so that it connects from inside the VPC, where its settings decide that. */
  readonly wayInside?: WayInside;
  /** What a spec writes for the same service where another spec makes the shared stack. */
  apart?(spec: Spec): readonly Pick<Edit, 'path' | 'value'>[];
  /** Why the runtime decides the default of a setting as it does, by dotted path: `Fargate tasks run inside the VPC`. */
  readonly reasons: Readonly<Record<'shared.database.access' | 'backend.build.platform', string>>;
  /** Whether the firewall sees another source address than the client's, so that it can't judge by it. */
  hidesSourceAddresses(service: Spec['backend']['service']): boolean;
  /** The address families over which clients reach the service. */
  addressFamilies(service: Spec['backend']['service']): readonly ('ipv4' | 'ipv6')[];
  /** What CloudWatch has about a running service. */
  readonly metrics: ServiceMetrics;
  /** For which alarms AWS can end a deployment and bring the former version back. */
  readonly rollbackOn: readonly ServiceWatch[];
  /** The logical ids of the functions that it brings. */
  functions(spec: ResolvedSpec): readonly string[];
  /** Whether it has fragments for each measure; if not, why: `only the image decides that`. */
  readonly measures: Readonly<Record<Measure, true | string>>;
  /** What the container image must be built for. */
  imagePlatform(service: Spec['backend']['service']): 'linux/amd64' | 'linux/arm64';
  /** What a deployment needs to know of it. Compiling never uses it. */
  readonly operations: RuntimeOperations;
}

/** The fragments of all modules, by `base/backend/service`: the module's name, and the path in its folder. */
export type Fragments = Readonly<Record<string, TemplateNode>>;

/** Everything a compiler is made of. Tests add modules of their own. */
export interface Toolkit {
  /** The spec's schema with every runtime's and option's settings. */
  readonly schema: Schema;
  readonly validator: Validator;
  readonly base: Module;
  /** The first is what examples choose. */
  readonly runtimes: readonly [Runtime, ...Runtime[]];
  /** In the order in which they are merged into the templates. */
  readonly options: readonly Module[];
  /** By module and fragment: `base/shared/network`. Each is parsed when it is first read. */
  readonly fragments: Fragments;
  /** The fragments that have no rules for a web ACL. Ranking the rules leaves them unread. */
  readonly ruleless: ReadonlySet<string>;
}

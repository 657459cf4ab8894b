import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { CheckContext, RuntimeContext, Check } from './module.ts';

/** Every part of a spec, by its dotted path: `shared.database.capacity`. */
type PartName<Spec> = Spec extends readonly unknown[]
  ? never
  : Spec extends object
    ? {
        [Key in keyof Spec & string]-?: string extends Key
          ? never
          : Key | `${Key}.${PartName<NonNullable<Spec[Key]>>}`;
      }[keyof Spec & string]
    : never;

type PartAt<Spec, Name extends string> = Spec extends unknown
  ? Name extends `${infer Key}.${infer Rest}`
    ? Key extends keyof Spec
      ? PartAt<NonNullable<Spec[Key]>, Rest>
      : never
    : Name extends keyof Spec
      ? NonNullable<Spec[Name]>
      : never
  : never;

/** What a check reads: its own names, and for each a part of the spec, with `?` when the spec may lack it. */
type Reads<Spec> = Readonly<Record<string, PartName<Spec> | `${PartName<Spec>}?`>>;

/** The parts that a check reads, by its own names. */
export type Parts<Wanted extends Readonly<Record<string, string>>, Spec = ResolvedSpec> = {
  readonly [Name in keyof Wanted]: Wanted[Name] extends `${infer Part}?`
    ? PartAt<Spec, Part> | undefined
    : PartAt<Spec, Wanted[Name]>;
};

/** The runtime is known to those who read which one it is. */
type ContextFor<Wanted extends Readonly<Record<string, string>>> =
  Extract<Wanted[keyof Wanted], 'backend' | 'backend.service' | 'backend.service.runtime'> extends never
    ? CheckContext
    : RuntimeContext;

/** Makes checks for a module that is composed only with some specs, such as those that choose a runtime. */
export function checkOf<Spec extends ResolvedSpec>() {
  return <const Wanted extends Reads<Spec>>(
    wanted: Wanted,
    find: (parts: Parts<Wanted, Spec>, about: ContextFor<Wanted>) => readonly Finding[],
  ): Check => ({
    reads: Object.entries<string>(wanted).map(([name, part]) => ({
      name,
      path: part.replace(/\?$/, '').split('.'),
      isOptional: part.endsWith('?'),
    })),
    // The resolver finds the parts at these paths, and nothing wrong with them.
    find: (parts, about) => find(parts as Parts<Wanted, Spec>, about),
  });
}

/**
 * A rule that the schema can't say, about the parts of a spec that it reads. It runs when all of them are there and
 * well-formed: `check({ capacity: 'shared.database.capacity' }, ({ capacity }) => [...])`.
 */
export const check = checkOf<ResolvedSpec>();

import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { CheckContext, RuntimeContext, Check } from './module.ts';

/** The dotted path of any part of a spec: `shared.database.capacity`. */
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

/**
 * What a check reads: names of its own for parts of the spec. A `?` after the path says that the spec may lack the
 * part.
 */
type Reads<Spec> = Readonly<Record<string, PartName<Spec> | `${PartName<Spec>}?`>>;

/** The parts of the spec, under the check's own names. */
export type Parts<Wanted extends Readonly<Record<string, string>>, Spec = ResolvedSpec> = {
  readonly [Name in keyof Wanted]: Wanted[Name] extends `${infer Part}?`
    ? PartAt<Spec, Part> | undefined
    : PartAt<Spec, Wanted[Name]>;
};

/** A check that reads the choice of the runtime gets the runtime too. */
type ContextFor<Wanted extends Readonly<Record<string, string>>> =
  Extract<Wanted[keyof Wanted], 'backend' | 'backend.service' | 'backend.service.runtime'> extends never
    ? CheckContext
    : RuntimeContext;

/** Makes checks for a module that only some specs choose, such as a runtime: they read its own settings too. */
export function checkOf<Spec extends ResolvedSpec>() {
  return <const Wanted extends Reads<Spec>>(
    wanted: Wanted,
    find: (parts: Parts<Wanted, Spec>, about: ContextFor<Wanted>) => readonly Finding[],
  ): Check => ({
    reads: Object.entries<string>(wanted).map(([name, part]) => ({
      name,
      path: (part.endsWith('?') ? part.slice(0, -1) : part).split('.'),
      isOptional: part.endsWith('?'),
    })),
    // The resolver has found these parts, and they are well-formed.
    find: (parts, about) => find(parts as Parts<Wanted, Spec>, about),
  });
}

/**
 * Makes a rule that the schema can't express, about the parts of a spec that it reads. It runs when all of them exist
 * and are well-formed: `check({ capacity: 'shared.database.capacity' }, ({ capacity }) => [...])`.
 */
export const check = checkOf<ResolvedSpec>();

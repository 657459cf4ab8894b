import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { compile } from '../../../compiler/compile.ts';
import type { Outcome } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Module, Toolkit } from '../../../compiler/modules/module.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { toPlain } from '../../../compiler/template/plain.ts';
import type { Template } from '../../../compiler/template/template.ts';
import { combinationsOf, exampleOf } from './option-combinations.ts';
import type { Combination } from './option-combinations.ts';

/** An example spec with other options, compiled. */
export interface CompiledCombination {
  /** `fargate with hardening and alarms` */
  readonly title: string;
  readonly runtime: string;
  readonly templates: readonly (Template & { readonly text: string })[];
}

/** The example spec of each runtime. */
export const examples: Readonly<Record<string, string>> = {
  appRunner: 'specs/todo.yaml',
  fargate: 'specs/todo-fargate.yaml',
};

/**
 * All options together, each alone and every two of them, on every runtime, with a shared stack of its own and beside another
 * one. An option that is refused beside another one is left out there.
 */
export function compileCombinations(toolkit: Toolkit): readonly CompiledCombination[] {
  return toolkit.runtimes.flatMap(({ name: runtime }) =>
    [true, false].flatMap((ownsShared) => {
      const base: Base = { runtime, ownsShared, toolkit };
      const isTaken = ({ name }: Module) =>
        ownsShared || compileOn(base, { [name]: exampleOf(name, toolkit) }).ok;
      const { all, alone, pairs } = combinationsOf({ ...toolkit, options: toolkit.options.filter(isTaken) });
      return [all, ...alone, ...pairs].map((combination) => compileWhole(base, combination));
    }),
  );
}

interface Base {
  readonly runtime: string;
  readonly ownsShared: boolean;
  readonly toolkit: Toolkit;
}

function compileWhole(base: Base, { names, options }: Combination): CompiledCombination {
  const { runtime, ownsShared } = base;
  const title = `${runtime} with ${names.join(' and ')}${ownsShared ? '' : ', beside another shared stack'}`;
  const outcome = compileOn(base, options);
  if (!outcome.ok) {
    const messages = outcome.diagnostics.map(({ message, hint }) => `${message} (${hint ?? ''})`);
    throw new Error(`${title}: ${messages.join('; ')}`);
  }
  const { artifacts, templates } = outcome.value;
  const withTexts = templates.map((template, index) => ({ ...template, text: artifacts[index]?.text ?? '' }));
  return { title, runtime, templates: withTexts };
}

/** The example spec of a runtime, with other options. */
function compileOn({ runtime, ownsShared, toolkit }: Base, options: object): Outcome<Compiled> {
  const file = examples[runtime];
  if (file === undefined) throw new Error(`No example spec is of the runtime ${runtime}`);
  const { shared, ...others } = parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  const sharedStack = `${String(others['name'])}-shared`;
  const spec = { ...others, ...(ownsShared ? { shared } : { sharedStack }), options };
  return compile({ name: file, bytes: Buffer.from(stringify(spec)) }, toolkit);
}

/**
 * The templates that have a part (a resource, an output) which no template before them has. The first ones have all options,
 * so few are left: what is judged in them need not be judged again.
 */
export function withNewParts(compiled: readonly CompiledCombination[]): readonly CompiledCombination[] {
  const seen = new Set<string>();
  return compiled.flatMap((combination) => {
    const templates = combination.templates.filter(({ root }) => {
      const parts = root.entries.flatMap((section) =>
        section.value.kind === 'map'
          ? section.value.entries.map((entry) =>
              JSON.stringify([section.key, entry.key, toPlain(entry.value)]),
            )
          : [],
      );
      const isNew = parts.some((part) => !seen.has(part));
      for (const part of parts) seen.add(part);
      return isNew;
    });
    return templates.length === 0 ? [] : [{ ...combination, templates }];
  });
}

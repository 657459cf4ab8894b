import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { compile } from '../../../compiler/compile.ts';
import type { Toolkit } from '../../../compiler/modules/module.ts';
import { toPlain } from '../../../compiler/template/plain.ts';
import type { Template } from '../../../compiler/template/template.ts';
import { combinationsOf } from './option-combinations.ts';
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

/** All options together, each alone and every two of them, on every runtime, with a shared stack of its own and without. */
export function compileCombinations(toolkit: Toolkit): readonly CompiledCombination[] {
  const { all, alone, pairs } = combinationsOf(toolkit);
  return toolkit.runtimes.flatMap(({ name: runtime }) =>
    [all, ...alone, ...pairs].flatMap((combination) =>
      [true, false].map((ownsShared) => compileOne(runtime, combination, ownsShared, toolkit)),
    ),
  );
}

function compileOne(
  runtime: string,
  { names, options }: Combination,
  ownsShared: boolean,
  toolkit: Toolkit,
): CompiledCombination {
  const file = examples[runtime];
  if (file === undefined) throw new Error(`No example spec is of the runtime ${runtime}`);
  const example = parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  const { shared, ...others } = example;
  const sharedStack = `${String(example['name'])}-shared`;
  const spec = { ...others, ...(ownsShared ? { shared } : { sharedStack }), options };
  const title = `${runtime} with ${names.join(' and ')}${ownsShared ? '' : ', beside another shared stack'}`;
  const outcome = compile({ name: file, bytes: Buffer.from(stringify(spec)) }, toolkit);
  if (!outcome.ok) {
    const messages = outcome.diagnostics.map(({ message, hint }) => `${message} (${hint ?? ''})`);
    throw new Error(`${title}: ${messages.join('; ')}`);
  }
  const { artifacts, templates } = outcome.value;
  const withTexts = templates.map((template, index) => ({ ...template, text: artifacts[index]?.text ?? '' }));
  return { title, runtime, templates: withTexts };
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

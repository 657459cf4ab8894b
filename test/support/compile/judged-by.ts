import { compileValidator } from '../../../compiler/build/schema/make-validator.ts';
import { diagnose } from '../../../compiler/diagnostics/diagnose.ts';
import { parse } from '../../../compiler/phases/parse.ts';
import { proveHints } from '../../../compiler/phases/prove-hints.ts';
import { validate } from '../../../compiler/phases/validate.ts';
import type { SpecTree } from '../../../compiler/spec/model.ts';
import type { Schema } from '../../../compiler/spec/schema.ts';

/** What is reported about a text by a schema alone, with what each points at: `code at text: message / hint`. */
export function judgedBy(schema: Schema): (text: string) => readonly string[] {
  const validator = compileValidator(schema);
  const find = (tree: SpecTree) => validate(tree, schema, validator).findings;
  return (text) => {
    const outcome = parse({ name: 'spec', bytes: Buffer.from(text) });
    if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
    const { tree, findings } = validate(outcome.value, schema, validator);
    const proven = proveHints(findings, tree, { find, examples: () => [] });
    const lines = text.split('\n');
    return diagnose(tree, proven).map(
      ({ code, message, hint, place: { line, column, endLine, endColumn } }) => {
        const pointed = (lines[line - 1] ?? '').slice(
          column - 1,
          endLine === line ? endColumn - 1 : undefined,
        );
        return `${code} at ${pointed}: ${message}${hint === undefined ? '' : ` / ${hint}`}`;
      },
    );
  };
}

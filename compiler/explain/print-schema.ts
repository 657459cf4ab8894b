import { toJson } from '../diagnostics/controls.ts';
import type { EditorSchema } from './editor-keywords.ts';

/** The schema as text. A definition takes one line, so that the file is small and a difference shows what changed. */
export function printSchema({ definitions = {}, ...rest }: EditorSchema): string {
  const lines = Object.entries(definitions).map(([name, schema]) => `    ${toJson(name)}: ${toJson(schema)}`);
  const head = toJson(rest, 2).replace(/\n\}$/, '');
  return `${head},\n  "definitions": {\n${lines.join(',\n')}\n  }\n}\n`;
}

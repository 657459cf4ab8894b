import { toJson } from '../../diagnostics/controls.ts';
import { editorSchema } from '../../explain/editor-schema.ts';
import { command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export const schemaCommand = command({
  name: 'schema',
  summary: 'print the JSON Schema of a spec, for editors',
  operands: '',
  flags: {},
  details: [
    'Prints the schema with the settings of every runtime and option. Editors use it to complete and check specs.',
  ].join('\n'),
  examples: ['archc schema > archc.schema.json'],

  run({ operands, terminal, toolkit }) {
    if (operands.length > 0) throw new UsageError('"archc schema" takes no operands');
    terminal.out(`${toJson(editorSchema(toolkit.schema), 2)}\n`);
    return 0;
  },
});

import { editorSchema } from '../../explain/editor-schema.ts';
import { printSchema } from '../../explain/print-schema.ts';
import { command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export const schemaCommand = command({
  name: 'schema',
  summary: 'print the JSON Schema of a spec, for editors',
  operands: '',
  flags: {},
  details: [
    'Prints the schema with the settings of every runtime and option. Editors use it to complete and check specs.',
    'Under "environments" nothing is required, and "null" takes a value back; what a spec with environments must have besides',
    '"archc" and "name" can stand in each of them.',
  ].join('\n'),
  examples: ['archc schema > archc.schema.json'],

  run({ operands, terminal, toolkit }) {
    if (operands.length > 0) throw new UsageError('"archc schema" takes no operands');
    terminal.out(printSchema(editorSchema(toolkit.schema)));
    return 0;
  },
});

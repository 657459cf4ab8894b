import { makeTemplates } from '../../compile.ts';
import { stackOutputs } from '../../deploy/status/stack-outputs.ts';
import { stackName } from '../../modules/stack-names.ts';
import type { StackKind } from '../../template/template.ts';
import { command } from '../command.ts';
import { resolveSpec } from '../compile-spec.ts';
import { environmentFlag } from '../flags/environment.ts';
import { text } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { oneOf } from '../flags/word.ts';
import { openAwsFor } from '../open-aws.ts';
import { askingForCode } from '../terminal/ask.ts';
import { renderOutputsEnv, renderOutputsJson, renderOutputsText } from '../views/outputs.ts';

const views = { text: renderOutputsText, json: renderOutputsJson, env: renderOutputsEnv };

export const outputsCommand = command({
  name: 'outputs',
  summary: "print a stack's outputs",
  operands: 'SPEC',
  flags: {
    environment: environmentFlag,
    preview: previewFlag,
    from: fromFlag,
    stack: text(
      oneOf<StackKind>('STACK', ['shared', 'backend']),
      'the outputs of this stack (default: shared, or that of the preview)',
    ),
    format: formatFlag(views),
  },
  details: [
    "Reads the outputs of the spec's shared stack from AWS: where images are pushed to, the cluster's addresses and more.",
    "With --stack backend, those of its backend stack: the service's URL, the domain, and what DNS elsewhere must hold.",
    "With --format env, each line is an assignment that a shell can evaluate: SHARED_REPOSITORY_URI='...'",
    'Exit code 0: printed; 1: the stack or an output is missing, or AWS refuses; 2: wrong usage.',
  ].join('\n'),
  examples: [
    'archc outputs specs/todo.yaml',
    'archc outputs specs/todo.yaml --stack backend --format json',
    'eval "$(archc outputs specs/todo.yaml --format env)"',
  ],

  async run(invocation) {
    const { flags, terminal, toolkit } = invocation;
    const resolved = await resolveSpec(invocation);
    if (!resolved) return 1;
    const { spec } = resolved;
    const aws = await openAwsFor(resolved, askingForCode());
    const { stack: kind = resolved.tree.preview ? 'backend' : 'shared' } = flags;
    const stack = await aws.describeStack(stackName(kind, spec));
    const templates = makeTemplates(resolved, toolkit);
    const read = stackOutputs(kind, stack, { resolved, templates }, spec.region);
    // A shell reads the assignments, in which text has no effect.
    if (read.ok) terminal.out(views[flags.format](read.outputs, kind), 'verbatim');
    else terminal.err(`archc: ${read.message}\n`);
    return read.ok ? 0 : 1;
  },
});

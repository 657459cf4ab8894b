import { openAws } from '../../aws/aws.ts';
import { readStatus } from '../../deploy/status/read-status.ts';
import { findTroubles } from '../../deploy/status/status.ts';
import { command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { flag } from '../flags/flag.ts';
import { formatFlag } from '../flags/format.ts';
import { askingForCode } from '../terminal/ask.ts';
import { renderStatusJson, renderStatusText } from '../views/status.ts';

const views = { text: renderStatusText, json: renderStatusJson };

export const statusCommand = command({
  name: 'status',
  summary: 'show the state of the stacks, the service, its domain and the database',
  operands: 'SPEC',
  flags: {
    drift: flag('compare the resources with their templates, which can take minutes'),
    check: flag('exit 1 when there is a problem'),
    format: formatFlag(views),
  },
  details: [
    "Asks AWS about both stacks, the service and its image, the domain's certificate and the database. Then lists every",
    'problem, with what to wait for or what to do. Missing stacks are listed too.',
    'Exit code 0: shown; 1: AWS refuses, or --check found a problem; 2: wrong usage.',
  ].join('\n'),
  examples: [
    'archc status specs/todo.yaml',
    'archc status specs/todo.yaml --drift --format json',
    'until archc status specs/todo.yaml --check; do sleep 60; done',
  ],

  async run(invocation) {
    const { flags, terminal, toolkit } = invocation;
    const compiled = compileSpec(invocation);
    if (!compiled) return 1;
    const { spec, tree } = compiled.resolved;
    const { name, region, shared } = spec;
    const aws = await openAws(region, askingForCode());
    const status = await readStatus(aws, compiled, toolkit, { drift: flags.drift });
    const troubles = findTroubles(status, {
      deployment: `deploy with "archc deploy ${tree.name}"`,
      // The spec says nothing about the protection of another spec's stack.
      isProtected: { ...spec.terminationProtection, ...(shared ? {} : { shared: false }) },
      runtime: spec.backend.service.runtime,
      ...(shared && { engineVersion: shared.database.engineVersion }),
    });
    terminal.out(views[flags.format]({ name, region, ...status, troubles }));
    return flags.check && troubles.length > 0 ? 1 : 0;
  },
});

import { outputValues } from '../../aws/model.ts';
import type { StackEvent } from '../../aws/model.ts';
import { recordsElsewhere } from '../../deploy/status/dns-records.ts';
import type { DeployFailure, Reporter, DeployResult } from '../../deploy/deployment.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { renderJson } from '../../diagnostics/formats.ts';
import { renderText } from '../../diagnostics/text.ts';
import { expectedWait } from '../../facts/expected-times.ts';
import type { Resolved } from '../../phases/results.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { onOneLine, trustColours } from '../terminal/clean.ts';
import { columnsOf } from '../terminal/columns-of.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { wordAction } from './change-words.ts';
import { renderRecords } from './dns-records.ts';
import { movedData, renderMoved } from './moved.ts';
import { renderOutputsText } from './outputs.ts';
import { environmentOf, planData, renderPlan } from './plan.ts';
import type { DeploymentTarget } from './plan.ts';
import type { Display } from './watch-stack.ts';

export interface DeployView {
  readonly terminal: Terminal;
  readonly target: DeploymentTarget;
  readonly resolved: Resolved;
  /** Whether people see every resource of a new stack. */
  readonly listsAll?: boolean | undefined;
}

/** For people. Everything goes to standard error, except the outputs. */
export function openDeployText(
  { terminal, target, resolved, listsAll }: DeployView,
  { watch, print }: Display,
): Reporter {
  const { out, err, colour } = terminal;
  return {
    plan: (plans) => {
      err(renderPlan({ plans, target, resolved, listsAll, columns: columnsOf(2) }, colour));
    },
    refuse: (refusals) => {
      for (const { stack, change, wayOut } of refusals) {
        const { logicalId, dataLoss = '', remains } = change;
        const rest = remains === undefined ? '' : `; stays behind: ${remains}`;
        const out = wayOut === undefined ? '' : `. ${wayOut}`;
        err(`archc: ${stack}: ${logicalId} (${wordAction(change)}): ${dataLoss}${rest}${out}\n`);
      }
      const names = refusals.map(({ change }) => `--allow-replace ${change.logicalId}`);
      err(`archc: nothing was changed. To allow it: ${names.join(' ')}\n`);
    },
    moved: (moved, { after }) => {
      err(renderMoved(moved));
      err(`archc: ${after}\n`);
    },
    step: (text) => {
      print(`${text}\n`);
    },
    build: (line) => {
      print(`image | ${line}\n`);
    },
    watch,
    fail: (findings, failure) => {
      const shown = renderText(diagnose(resolved.tree, findings), resolved.tree.text, colour);
      err(`\n${trustColours(shown)}\n`);
      err(renderAfter(failure));
    },
    finish: ({ outcome, stacks, outputs, unconfirmed, approved }: DeployResult) => {
      err(renderApproved(approved));
      if (outcome === 'started') {
        err(`Started, and left to AWS. To follow it: archc deploy ${specWords(resolved.tree)}\n`);
        return;
      }
      const names = stacks.map(({ name }) => name).join(' and ');
      err(endings[outcome](names));
      out(renderOutputsText(urlsLast(outputs)));
      err(renderRecords(recordsElsewhere(resolved.spec, outputValues(outputs))));
      err(renderUnconfirmed(unconfirmed));
    },
  };
}

function renderApproved(approved: DeployResult['approved']): string {
  if (!approved) return '';
  const { file, sha256, image, commit } = approved;
  const of = commit === undefined ? '' : `, built of commit ${commit}`;
  const which = image === undefined ? '' : `. The image is ${image}${of}`;
  return `As approved in ${onOneLine(file)} (SHA-256 ${sha256})${which}\n`;
}

function renderUnconfirmed(unconfirmed: DeployResult['unconfirmed']): string {
  if (unconfirmed.length === 0) return '';
  const addresses = [...new Set(unconfirmed.map(({ address }) => address))].join(', ');
  const mails = unconfirmed.length === 1 ? 'the mail' : `the ${unconfirmed.length} mails`;
  return `Confirm ${mails} that AWS sent to ${addresses}: until then no alarm arrives there\n`;
}

const endings = {
  deployed: (names: string) => `Deployed ${names}\n`,
  restarted: (names: string) => `Started the containers anew; no other changes: ${names} as the spec wants\n`,
  unchanged: (names: string) => `No changes: ${names} as the spec wants\n`,
};

function renderAfter({ after, log }: DeployFailure): string {
  if (!log) return `${after}\n`;
  return [
    `The end of its log (${log.group}):`,
    ...log.lines.map((line) => `  ${onOneLine(line)}`),
    after,
    '',
  ].join('\n');
}

function urlsLast(outputs: DeployResult['outputs']): DeployResult['outputs'] {
  const isUrl = ({ value }: { value: string }) => value.startsWith('https://');
  return [...outputs.filter((output) => !isUrl(output)), ...outputs.filter(isUrl)];
}

/** For programs: one JSON object a line, on standard output. */
export function openDeployLines({ terminal, target, resolved }: DeployView): Reporter {
  const { out } = terminal;
  const write = (type: string, content: object) => {
    out(`${toJson({ type, ...content })}\n`);
  };
  return {
    plan: (plans) => {
      write('plan', planData({ plans, target, resolved }));
    },
    refuse: (refusals) => {
      write('refused', {
        changes: refusals.map(({ stack, change: { logicalId, action, dataLoss, remains }, wayOut }) => ({
          stack,
          logicalId,
          action,
          dataLoss,
          remains,
          wayOut,
        })),
      });
    },
    moved: (moved, { after }) => {
      write('moved', { differences: movedData(moved), after });
    },
    step: (text) => {
      write('step', { text });
    },
    build: (line) => {
      write('build', { line });
    },
    watch: (stack) => ({
      saw: (events) => {
        for (const event of events) write('event', { stack, ...eventData(event) });
      },
      lost: (failure) => {
        write('connection', { isLost: failure !== undefined, ...(failure && { reason: failure.message }) });
      },
      pause: () => undefined,
      resume: () => undefined,
      end: (status) => {
        write('end', { stack, status });
      },
    }),
    fail: (findings: readonly Finding[], { after, log }) => {
      const diagnostics = JSON.parse(renderJson(diagnose(resolved.tree, findings))) as unknown;
      write('failure', { diagnostics, after, ...(log && { log }) });
    },
    finish: ({ outcome, outputs, unconfirmed, approved }) => {
      const values = outputValues(outputs);
      const dnsRecords = recordsElsewhere(resolved.spec, values);
      write('result', {
        outcome,
        ...environmentOf(resolved),
        outputs: values,
        ...(dnsRecords.length > 0 && { dnsRecords }),
        ...(unconfirmed.length > 0 && { unconfirmed }),
        ...(approved && { approved }),
      });
    },
  };
}

function eventData({ id, time, stackId, logicalId, physicalId, type, status, reason }: StackEvent): object {
  const event = { id, stackId, logicalId, physicalId, status, reason };
  const usual = expectedWait(type, status);
  return {
    ...event,
    resourceType: type,
    time: new Date(time).toISOString(),
    ...(usual && { usually: { words: usual.words, fromMinutes: usual.from, toMinutes: usual.to } }),
  };
}

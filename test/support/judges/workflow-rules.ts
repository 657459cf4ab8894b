import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Pin {
  readonly release: string;
  readonly commit: string;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly uses?: string;
  readonly 'timeout-minutes'?: number;
  /** Absent in a job that calls a workflow. */
  readonly steps?: readonly Step[];
}

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** Every action that a workflow may use, each at one commit. */
const pins = JSON.parse(
  readFileSync(new URL('../../../.github/pinned-actions.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Pin>>;

/**
 * Which of our rules a workflow breaks, whether it is the project's own or written by archc. actionlint checks other
 * rules.
 */
export function checkWorkflow(text: string): readonly string[] {
  const workflow = parse(text) as Workflow;
  return [
    ...unpinnedActions(text),
    ...workflowComplaints(workflow),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) =>
      jobComplaints(job).map((complaint) => `job ${name} ${complaint}`),
    ),
  ];
}

/** Reads the text and not the data, since the release is in a comment. */
function unpinnedActions(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const [, action] = /^[\s-]*uses:\s*(.*)$/.exec(line) ?? [];
    if (action === undefined || action.startsWith('./')) return [];
    const [name = ''] = action.split('@');
    const pin = pins[name];
    if (pin === undefined) return [`line ${index + 1}: ${name} is not among the pinned actions`];
    const wanted = `${name}@${pin.commit} # ${pin.release}`;
    return action === wanted ? [] : [`line ${index + 1}: ${action} should be ${wanted}`];
  });
}

function workflowComplaints({ permissions, concurrency, jobs }: Workflow): string[] {
  // For the workflow, or for each of its jobs.
  const isLimited =
    concurrency !== undefined || Object.values(jobs).every((job) => job.concurrency !== undefined);
  const least = ['{}', '{"contents":"read"}'];
  return [
    ...(least.includes(JSON.stringify(permissions)) ? [] : ['permissions are not {} or contents: read']),
    ...(isLimited ? [] : ['concurrency is not set']),
  ];
}

function jobComplaints({ permissions, uses, steps = [], 'timeout-minutes': timeout }: Job): string[] {
  const blanket = typeof permissions === 'string';
  const endless = timeout === undefined && uses === undefined;
  const checkouts = steps.filter((step) => step.uses?.startsWith('actions/checkout@'));
  const keepsToken = checkouts.some((step) => step.with?.['persist-credentials'] !== false);
  // GitHub inserts an expression's value into the script as code; an environment variable stays one word.
  const injects = steps.some((step) => step.run?.includes('${{'));
  return [
    ...(blanket ? ['has blanket permissions'] : []),
    ...(endless ? ['has no timeout-minutes'] : []),
    ...(keepsToken ? ['keeps the token in the checkout: persist-credentials is not false'] : []),
    ...(injects ? ['has an expression in a script; hand it over in env'] : []),
  ];
}

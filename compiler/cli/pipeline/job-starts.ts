import type { Values } from './fill.ts';
import type { Step } from './values.ts';

/** The job of GitHub that plans what a step deploys. No environment has an underscore in its name. */
export function planJobOf({ job }: Step): string {
  return `plan_${job.name}`;
}

/**
 * Whether the job that deploys is left out when nothing changes, so that nobody has to approve that. Where an image is built,
 * only the build shows whether it is another one.
 */
export function isSkipped({ job }: Step): boolean {
  return job.isPlanned && job.platform === undefined;
}

/** What the jobs of a step wait for, and on which condition they run then. */
export function startsOf(step: Step, steps: readonly Step[]): Values {
  const before = steps.slice(0, steps.indexOf(step));
  const first = startOfStep(before);
  if (!step.job.isPlanned) return { start: first };
  return { 'plan-start': first, start: startAfterPlan(step, before) };
}

/**
 * GitHub leaves out a job if any job on the way to it was left out, unless its condition says otherwise:
 * https://github.com/actions/runner/issues/2205
 */
function startOfStep(before: readonly Step[]): readonly string[] {
  const last = before.at(-1);
  if (!last) return [];
  const { name } = last.job;
  const isDone = `needs.${name}.result == 'success'`;
  if (!isSkipped(last)) {
    const condition = before.some(isSkipped) ? [`if: \${{ !cancelled() && ${isDone} }}`] : [];
    return [`needs: ${name}`, ...condition];
  }
  const plan = planJobOf(last);
  const isFine = `needs.${plan}.result == 'success' && (${isDone} || needs.${name}.result == 'skipped')`;
  return [
    `needs: [${plan}, ${name}]`,
    '# The environment before may have had nothing to deploy.',
    `if: \${{ !cancelled() && ${isFine} }}`,
  ];
}

function startAfterPlan(step: Step, before: readonly Step[]): readonly string[] {
  const plan = planJobOf(step);
  const conditions = [
    ...(before.some(isSkipped) ? ['!cancelled()', `needs.${plan}.result == 'success'`] : []),
    ...(isSkipped(step) ? [`needs.${plan}.outputs.changes == 'true'`] : []),
  ];
  const comment = isSkipped(step) ? ['# Nobody is asked to approve that nothing changes.'] : [];
  const condition = conditions.length === 0 ? [] : [`if: \${{ ${conditions.join(' && ')} }}`];
  return [`needs: ${plan}`, ...comment, ...condition];
}

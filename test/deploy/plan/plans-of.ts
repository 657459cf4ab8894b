import { parseTemplate } from '../../../compiler/cli/files/read-version.ts';
import { planCreate, planUpdate } from '../../../compiler/deploy/plan/plan.ts';
import type { StackPlan } from '../../../compiler/deploy/plan/plan.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import type { Resolved } from '../../../compiler/phases/results.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileText, templatesOf } from '../../diff/diff-of.ts';
import type { Edit } from '../../diff/diff-of.ts';
import { changeSetOf } from '../../support/fake-aws/change-set-of.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';

/** What is planned when the first spec is deployed and the second one is wanted, its templates after an edit. */
export function plansOf(
  before: string,
  after: string,
  edit: Edit = (text) => text,
): { readonly plans: readonly StackPlan[]; readonly resolved: Resolved } {
  const compiled = compileText(after);
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const deployed = templatesOf(before);
  const parameters = { ImageUri: 'host/todo:1', SharedStackName: 'todo-shared' };
  const plans = wantStacks(compiled, toolkit).map((each) => {
    const text = edit(each.text);
    const template =
      text === each.text ? each.template : { ...each.template, root: parseTemplate(text, each.name) };
    const wanted = { ...each, text, template };
    const former = parseTemplate(deployed.get(each.kind) ?? '', each.name);
    const changes = changeSetOf(former, parseTemplate(text, each.name));
    return planUpdate({ wanted, deployed: { ...stack, parameters }, before: former, changes }, context);
  });
  return { plans, resolved: compiled.resolved };
}

/** What is planned when none of the spec's stacks exists. */
export function newPlansOf(text: string): {
  readonly plans: readonly StackPlan[];
  readonly resolved: Resolved;
} {
  const compiled = compileText(text);
  const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
  const plans = wantStacks(compiled, toolkit).map((wanted) => planCreate(wanted, context));
  return { plans, resolved: compiled.resolved };
}

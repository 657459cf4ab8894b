import { expect } from 'chai';
import { parseTemplate } from '../../../compiler/cli/files/read-version.ts';
import { compileTree, previewTree } from '../../../compiler/compile.ts';
import { planCreate, planUpdate } from '../../../compiler/deploy/plan/plan.ts';
import { findOtherPreviewUser } from '../../../compiler/deploy/plan/preview-user.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileText, replacing, spec } from '../../diff/diff-of.ts';
import { changeSetOf } from '../../support/fake-aws/change-set-of.ts';
import { stack } from '../../support/fake-aws/scripted-aws.ts';
import { plansOf } from './plans-of.ts';

const otherUser = replacing(['user: todo_app', 'user: todo_web']);
const otherName = replacing(['name: todo\n    user', 'name: tasks\n    user']);

describe('the MySQL user of a preview that exists', () => {
  it('is not changed', () => {
    expect(changed(otherUser)).to.deep.equal([
      'backend.database.user: The database of preview "pr-1" belongs to the MySQL user "todo_app_pr_1", and cannot get another one / Remove the preview, with its database, by "archc destroy todo.yaml --preview pr-1", then deploy it again; or keep the user',
    ]);
  });

  it('stays whatever else changes, or gets another database with another name', () => {
    for (const edit of [
      replacing(['LOG_LEVEL: info', 'LOG_LEVEL: debug']),
      otherName,
      (text: string) => otherName(otherUser(text)),
    ]) {
      expect(changed(edit)).to.deep.equal([]);
    }
  });

  it('is chosen by a preview that is new, and by a backend that is none', () => {
    const compiled = previewOf(otherUser(spec));
    const context = { ...compiled, toolkit };
    const plans = wantStacks(compiled, toolkit).map((each) => planCreate(each, context));
    expect(findOtherPreviewUser(plans, context)).to.deep.equal([]);
    const { plans: updates, resolved } = plansOf(spec, otherUser(spec));
    expect(findOtherPreviewUser(updates, { resolved, templates: [], toolkit })).to.deep.equal([]);
  });
});

/** What is said of a preview that is deployed, when its spec is edited. */
function changed(edit: (text: string) => string): readonly string[] {
  const [before, after] = [previewOf(spec), previewOf(edit(spec))];
  const context = { ...after, toolkit };
  const plans = wantStacks(after, toolkit).map((wanted) => {
    const former = before.artifacts.find(({ name }) => name === `${wanted.kind}.yaml`)?.text ?? '';
    const root = parseTemplate(former, wanted.name);
    const parameters = { ImageUri: 'host/todo:1', SharedStackName: 'todo-shared', Expires: 'later' };
    const changes = changeSetOf(root, wanted.template.root);
    return planUpdate({ wanted, deployed: { ...stack, parameters }, before: root, changes }, context);
  });
  return findOtherPreviewUser(plans, context).map(
    ({ path, message, hint = '' }) => `${path.join('.')}: ${message} / ${hint}`,
  );
}

function previewOf(text: string): Compiled {
  const preview = previewTree(compileText(text).resolved.tree, 'pr-1', toolkit);
  const outcome = preview.ok ? compileTree(preview.value, toolkit) : preview;
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}

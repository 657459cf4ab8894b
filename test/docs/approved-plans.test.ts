import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import pinned from '../../.github/pinned-actions.json' with { type: 'json' };
import { showFinding } from '../support/judges/finding.ts';
import { lintWorkflows, missingWorkflowLinter } from '../support/judges/lint-workflows.ts';
import { needs } from '../support/needs.ts';
import { blocksOf } from './pages.ts';

const file = 'docs/approved-plans.md';
const steps = blocksOf({ file, text: readFileSync(file, 'utf8') }, 'yaml');

describe('the steps of docs/approved-plans.md', () => {
  it('are right for GitHub, and their scripts for ShellCheck', async function () {
    needs(this, await missingWorkflowLinter());
    expect(steps).to.have.length(2);
    const job = (step: string) =>
      `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    defaults: { run: { shell: bash } }\n    steps:\n${step}`;
    const workflows = Object.fromEntries(steps.map((step, index) => [`steps-${index}.yml`, job(step)]));
    expect((await lintWorkflows(workflows)).map(showFinding)).to.deep.equal([]);
  });

  it('have the fixed commits of actions that the project uses', () => {
    const used = steps.flatMap((step) => [...step.matchAll(/uses: ([\w/-]+)@(\w+) # (v\S+)/g)]);
    expect(used).to.have.length(1);
    const known: Readonly<Record<string, { readonly commit: string; readonly release: string }>> = pinned;
    for (const [, action = '', commit, release] of used) {
      expect(known[action]).to.deep.equal({ release, commit });
    }
  });
});

import { composePolicy } from '../../policy/policy.ts';
import { command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { branchFlag } from '../flags/branch.ts';
import { flag, text } from '../flags/flag.ts';
import { wrongValue } from '../flags/word.ts';
import { accountId, documentNumber, repository } from '../flags/words.ts';
import { printBootstrap } from '../print-bootstrap.ts';

export const policyCommand = command({
  name: 'policy',
  summary: 'print the IAM policy that a deployment needs',
  operands: 'SPEC...',
  flags: {
    account: text(accountId, 'the AWS account, to name it in place of any', { notWith: 'bootstrap' }),
    part: text(documentNumber, 'only the Nth document', { notWith: 'bootstrap' }),
    bootstrap: flag('print a template with roles for GitHub Actions'),
    repository: text(repository, 'OWNER/NAME, or OWNER@ID/NAME@ID', { onlyWith: 'bootstrap' }),
    branch: branchFlag('bootstrap'),
  },
  details: [
    "Prints what an IAM role needs to deploy exactly this spec's stacks and to run its build script, and no more.",
    'That is more than one managed policy can hold, so it is a JSON array of documents; --part prints one of them.',
    'With --bootstrap it is a CloudFormation template instead: the roles that GitHub Actions takes on to plan and to',
    'deploy the specs, and the trust in GitHub. docs/ci.md says how to use it.',
    'Nothing is asked of AWS. docs/permissions.md has the reason for every right that is not narrower.',
  ].join('\n'),
  examples: [
    'archc policy specs/todo.yaml',
    'archc policy specs/todo.yaml --account 123456789012 --part 1 > policy-1.json',
    'archc policy specs/todo.yaml --bootstrap --repository octo-org/todo > pipeline.yaml',
  ],

  run(invocation) {
    const { operands, flags, terminal, toolkit } = invocation;
    const { bootstrap, repository, branch, account = '*', part } = flags;
    if (bootstrap) return printBootstrap({ specs: operands, repository, branch, terminal, toolkit });
    const compiled = compileSpec(invocation);
    if (!compiled) return 1;
    const documents = composePolicy(compiled, { account, toolkit });
    const printed = part === undefined ? documents : documents[part - 1];
    if (!printed) {
      throw wrongValue(String(part), 'part', {
        is: 'is not the number of a document',
        write: `1 to ${documents.length}`,
      });
    }
    terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
    if (part === undefined) {
      terminal.err(`${documents.length} documents: attach each to the role as a managed policy of its own\n`);
    }
    return 0;
  },
});

import { composePolicy } from '../../policy/policy.ts';
import type { Command, Values } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { printBootstrap } from '../print-bootstrap.ts';
import { UsageError } from '../usage-error.ts';

export const policyCommand: Command = {
  name: 'policy',
  summary: 'print the IAM policy that a deployment needs',
  operands: 'SPEC...',
  flags: {
    account: { type: 'string', takes: 'ID', help: 'the AWS account, to name it in place of any' },
    part: { type: 'string', takes: 'N', help: 'only the Nth document' },
    bootstrap: { type: 'boolean', help: 'print a template with roles for GitHub Actions' },
    repository: {
      type: 'string',
      takes: 'REPO',
      help: 'with --bootstrap: OWNER/NAME, or OWNER@ID/NAME@ID',
    },
    branch: { type: 'string', takes: 'BRANCH', help: 'with --bootstrap: what is deployed (default: main)' },
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

  run(operands, flags, terminal, toolkit) {
    if (flags['bootstrap'] === true) return printBootstrap(operands, flags, terminal, toolkit);
    for (const flag of ['repository', 'branch']) {
      if (flags[flag] !== undefined) throw new UsageError(`--${flag} goes with --bootstrap`);
    }
    const account = chooseAccount(flags['account']);
    const compiled = compileSpec(operands, 'policy', terminal, toolkit);
    if (!compiled) return 1;
    const documents = composePolicy(compiled, { account, toolkit });
    const part = flags['part'];
    const printed = part === undefined ? documents : documents[Number(part) - 1];
    if (!printed) throw new UsageError(`there is no part "${String(part)}": write 1 to ${documents.length}`);
    terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
    if (part === undefined) {
      terminal.err(`${documents.length} documents: attach each to the role as a managed policy of its own\n`);
    }
    return 0;
  },
};

function chooseAccount(given: Values[string]): string {
  if (given === undefined) return '*';
  if (typeof given === 'string' && /^\d{12}$/.test(given)) return given;
  throw new UsageError(`--account "${String(given)}" is not an AWS account's id of 12 digits`);
}

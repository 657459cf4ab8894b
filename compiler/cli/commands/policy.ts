import { toJson } from '../../diagnostics/controls.ts';
import { composePreviewPolicy } from '../../policy/preview.ts';
import { composePolicy, composePromotionPolicy, composeServiceRolePolicy } from '../../policy/policy.ts';
import { command } from '../command.ts';
import { compilePreviews } from '../compile-previews.ts';
import { compileSpec } from '../compile-spec.ts';
import { branchFlag } from '../flags/branch.ts';
import { environmentFlag } from '../flags/environment.ts';
import { flag, text } from '../flags/flag.ts';
import { oneOf, wrongValue } from '../flags/word.ts';
import { accountId, documentNumber, hostName, repository, roleArn } from '../flags/words.ts';
import { wantedAccount } from '../open-aws.ts';
import { printBootstrap } from '../print-bootstrap.ts';

const services = ['github', 'gitlab'] as const;

export const policyCommand = command({
  name: 'policy',
  summary: 'print the IAM policy that a deployment needs',
  operands: 'SPEC...',
  flags: {
    environment: environmentFlag,
    account: text(accountId, 'name this AWS account instead of any', { notWith: 'bootstrap' }),
    part: text(documentNumber, 'print only the Nth document', { notWith: 'bootstrap' }),
    'role-arn': text(roleArn, 'what is needed to deploy with --role-arn ARN', { notWith: 'bootstrap' }),
    'service-role': flag('what the role itself needs then', { notWith: 'role-arn' }),
    promotion: flag('what is needed to promote the image that runs there to another environment', {
      notWith: ['role-arn', 'service-role'],
    }),
    bootstrap: flag('print a template with the roles of a pipeline', {
      notWith: ['service-role', 'promotion'],
    }),
    ci: text(oneOf('CI', services), 'where the pipeline runs', { default: 'github', onlyWith: 'bootstrap' }),
    repository: text(repository, 'OWNER/NAME, or OWNER@ID/NAME@ID, or GROUP/PROJECT on GitLab', {
      onlyWith: 'bootstrap',
    }),
    branch: branchFlag('bootstrap'),
    host: text(hostName, "GitLab's, if it is not gitlab.com", { onlyWith: 'bootstrap' }),
    previews: flag('what previews of it need; with --bootstrap: a role for them too', {
      notWith: ['role-arn', 'service-role', 'promotion'],
    }),
  },
  details: [
    "Prints exactly the permissions that an IAM role needs to deploy this spec's stacks and to run its build script.",
    'They are more than one managed policy can hold: the result is a JSON array of documents, and --part prints one of them.',
    'If CloudFormation uses a service role, --service-role prints its permissions, and --role-arn those of who gives it the role.',
    'With --promotion, prints what whoever deploys another environment with --promote-from needs here. It only reads.',
    'With --previews, prints what previews named pr-1, pr-2 and so on need, for all of them.',
    'With --bootstrap, prints a CloudFormation template with the roles that let GitHub Actions or GitLab plan and deploy',
    'the specs; for specs with environments those of one environment, with --environment.',
    'docs/ci.md says how to use it. AWS is not contacted. docs/permissions.md gives the reason for every broad permission.',
  ].join('\n'),
  examples: [
    'archc policy specs/todo.yaml',
    'archc policy specs/todo.yaml --account 123456789012 --part 1 > policy-1.json',
    'archc policy specs/todo.yaml --environment staging --promotion',
    'archc policy specs/todo.yaml --previews',
    'archc policy specs/todo.yaml --bootstrap --repository octo-org/todo > pipeline.yaml',
    'archc policy specs/todo.yaml --bootstrap --ci gitlab --repository group/todo > pipeline.yaml',
  ],

  async run(invocation) {
    const { operands, flags, terminal, toolkit } = invocation;
    const { bootstrap, ci: service, part } = flags;
    if (bootstrap) return printBootstrap({ ...flags, service, specs: operands, terminal, toolkit });
    const compiled = await compileSpec(invocation);
    if (!compiled) return 1;
    const serviceRole = flags['role-arn'];
    const account = wantedAccount(compiled.resolved, flags.account)?.id ?? '*';
    const scope = { account, toolkit, serviceRole };
    const compose = flags.promotion
      ? composePromotionPolicy
      : flags['service-role']
        ? composeServiceRolePolicy
        : composePolicy;
    const previews = flags.previews ? compilePreviews([compiled], { terminal, toolkit }) : [];
    if (!previews) return 1;
    const documents = flags.previews ? composePreviewPolicy(previews, scope) : compose(compiled, scope);
    const printed = part === undefined ? documents : documents[part - 1];
    if (!printed) {
      throw wrongValue(String(part), 'part', {
        is: 'is not the number of a document',
        write: `1 to ${documents.length}`,
      });
    }
    terminal.out(`${toJson(printed, 2)}\n`);
    if (part === undefined) {
      terminal.err(
        documents.length === 1
          ? '1 document: attach it to the role as a managed policy\n'
          : `${documents.length} documents: attach each to the role as a managed policy of its own\n`,
      );
    }
    return 0;
  },
});

import { composeBootstrap } from '../policy/bootstrap.ts';
import type { Pipeline } from '../policy/bootstrap.ts';
import type { CommandContext } from './command.ts';
import { compileSpecs } from './compile-spec.ts';
import { findBranch } from './files/find-branch.ts';
import { expandAllSpecs } from './files/expand-specs.ts';
import { UsageError } from './usage-error.ts';

interface Bootstrap extends CommandContext {
  /** Their files' paths. */
  readonly specs: readonly string[];
  readonly repository: string | undefined;
  readonly branch: string | undefined;
}

/** Prints the template with a pipeline's roles, and to standard error what to do with it. */
export async function printBootstrap({
  specs: names,
  repository,
  branch: given,
  ...context
}: Bootstrap): Promise<number> {
  if (repository === undefined) throw new UsageError('--bootstrap needs --repository OWNER/NAME');
  if (names.length === 0) throw new UsageError('name the specs: archc policy specs/todo.yaml --bootstrap');
  const { terminal, toolkit } = context;
  const specs = compileSpecs(await expandAllSpecs(names), context);
  if (!specs) return 1;
  const branch = given ?? (await findBranch());
  const template = composeBootstrap(specs, { repository, branch }, toolkit);
  if (template === undefined) {
    throw new UsageError(
      `${specs.length} specs need more rights than one template can hold: make a template for some of them, and another for the rest`,
    );
  }
  terminal.out(template);
  terminal.err(nextSteps({ repository, branch }, specs[0].resolved.spec.region));
  return 0;
}

function nextSteps({ repository, branch }: Pipeline, region: string): string {
  const name = repository.replace(/@\d+/g, '');
  const stack = `${name.replace(/^.*\//, '')}-pipeline`
    .replace(/[^A-Za-z0-9-]/g, '-')
    .replace(/^[^A-Za-z]+/, '');
  const place = `--region ${region} --stack-name ${stack}`;
  const hasIds = repository !== name;
  return [
    `Its role for deployments trusts the environment production on the branch ${branch}.`,
    'Deploy this template once, with rights to make roles. If it is in pipeline.yaml:',
    `  aws cloudformation deploy ${place} --template-file pipeline.yaml --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset`,
    'In an account that has a provider for GitHub: --parameter-overrides GitHubProvider=existing',
    'Then set the variables AWS_PLAN_ROLE and AWS_DEPLOY_ROLE of the repository to the roles that this lists:',
    `  aws cloudformation describe-stacks ${place} --query 'Stacks[0].Outputs' --output table`,
    ...(hasIds
      ? []
      : [
          'A repository that was made or renamed since 2026-07-15 has ids in its tokens. What to give --repository then:',
          `  gh api repos/${name}/actions/oidc/customization/sub --jq .sub_claim_prefix`,
        ]),
    '',
  ].join('\n');
}

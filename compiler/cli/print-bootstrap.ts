import type { Toolkit } from '../modules/module.ts';
import { composeBootstrap } from '../policy/bootstrap.ts';
import type { Values } from './command.ts';
import { compileSpecs } from './compile-spec.ts';
import { chooseBranch } from './flags/branch.ts';
import type { Terminal } from './terminal/terminal.ts';
import { UsageError } from './usage-error.ts';

/** Prints the template with a pipeline's roles, and to standard error what to do with it. */
export function printBootstrap(
  operands: readonly string[],
  flags: Values,
  terminal: Terminal,
  toolkit: Toolkit,
): number {
  for (const flag of ['account', 'part']) {
    if (flags[flag] !== undefined) throw new UsageError(`--${flag} is for the documents: leave it out`);
  }
  const repository = chooseRepository(flags['repository']);
  const branch = chooseBranch(flags);
  if (operands.length === 0) throw new UsageError('name the specs: archc policy specs/todo.yaml --bootstrap');
  const specs = compileSpecs(operands, terminal, toolkit);
  if (!specs) return 1;
  const template = composeBootstrap(specs, { repository, branch }, toolkit);
  if (template === undefined) {
    throw new UsageError(
      `${specs.length} specs need more rights than one template can hold: make a template for some of them, and another for the rest`,
    );
  }
  terminal.out(template);
  terminal.err(nextSteps(repository, specs[0].resolved.spec.region));
  return 0;
}

/** As GitHub's tokens have it; `gh` prints it with "repo:" before it. */
function chooseRepository(given: Values[string]): string {
  if (given === undefined) throw new UsageError('--bootstrap needs --repository OWNER/NAME');
  const [, name, withIds] =
    /^(?:repo:)?(?:([\w-]+\/[\w.-]+)|([\w-]+@\d+\/[\w.-]+@\d+))$/.exec(String(given)) ?? [];
  const repository = name ?? withIds;
  if (repository !== undefined) return repository;
  throw new UsageError(
    `--repository "${String(given)}" is not a repository: write OWNER/NAME or OWNER@ID/NAME@ID`,
  );
}

function nextSteps(repository: string, region: string): string {
  const name = repository.replace(/@\d+/g, '');
  const stack = `${name.replace(/^.*\//, '')}-pipeline`
    .replace(/[^A-Za-z0-9-]/g, '-')
    .replace(/^[^A-Za-z]+/, '');
  const place = `--region ${region} --stack-name ${stack}`;
  const hasIds = repository !== name;
  return [
    'Deploy this template once, with rights to make roles. If it is in pipeline.yaml:',
    `  aws cloudformation deploy ${place} --template-file pipeline.yaml --capabilities CAPABILITY_IAM`,
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

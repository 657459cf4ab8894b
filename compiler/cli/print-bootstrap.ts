import { composeBootstrap } from '../policy/bootstrap.ts';
import { usualEnvironment, variablesOf } from '../policy/pipeline.ts';
import type { Pipeline } from '../policy/pipeline.ts';
import type { Compiled } from '../phases/results.ts';
import { bootstrapWarnings } from './bootstrap-warnings.ts';
import type { CommandContext } from './command.ts';
import { compileSpecs } from './compile-spec.ts';
import { compilePreviews } from './compile-previews.ts';
import { demandOne } from './choose-environment.ts';
import { findBranch } from './files/find-branch.ts';
import { expandAllSpecs } from './files/expand-specs.ts';
import { byFile, isPlannedAfterMerge, sourceOf, stageOf } from './pipeline/stages.ts';
import { UsageError } from './usage-error.ts';

type Service = 'github' | 'gitlab';

interface Bootstrap extends CommandContext {
  /** Their files' paths. */
  readonly specs: readonly string[];
  readonly environment: string | undefined;
  readonly service: Service;
  readonly repository: string | undefined;
  readonly branch: string | undefined;
  readonly host: string | undefined;
  /** Whether the roles are to have one for previews. */
  readonly previews: boolean;
}

/** Prints the template with a pipeline's roles, and to standard error what to do with it. */
export async function printBootstrap({
  specs: names,
  environment,
  service,
  repository,
  branch: given,
  host,
  previews,
  ...context
}: Bootstrap): Promise<number> {
  const checked = checkRepository(repository, service);
  if (names.length === 0) throw new UsageError('name the specs: archc policy specs/todo.yaml --bootstrap');
  if (host !== undefined && service === 'github') {
    throw new UsageError('--host is for --ci gitlab: add that, or leave --host out');
  }
  const { terminal, toolkit } = context;
  const all = compileSpecs(await expandAllSpecs(names), context);
  if (!all) return 1;
  const branch = given ?? (await findBranch());
  const specs = choose(all, environment);
  const next = environment === undefined ? [] : nextOf(all, environment);
  const isPlanned = byFile(all).some((environments) =>
    environments.some((each) => specs.includes(each) && isPlannedAfterMerge(each, environments)),
  );
  const place = { service, repository: checked, branch, host };
  const pipeline = { ...place, environment, next, isPlannedAfterMerge: isPlanned && service === 'github' };
  const shown = previews ? compilePreviews(specs, context) : [];
  if (!shown) return 1;
  const template = composeBootstrap(specs, pipeline, toolkit, shown);
  if (template === undefined) {
    throw new UsageError(
      `${specs.length} specs need more rights than one template can hold: make a template for some of them, and another for the rest`,
    );
  }
  terminal.out(template);
  for (const warning of bootstrapWarnings(specs, all, shown)) terminal.err(`${warning}.\n`);
  terminal.err(nextSteps(pipeline, { region: specs[0].resolved.spec.region, previews }));
  return 0;
}

function checkRepository(repository: string | undefined, service: Service): string {
  if (repository === undefined) {
    const what = service === 'gitlab' ? 'GROUP/PROJECT' : 'OWNER/NAME';
    throw new UsageError(`--bootstrap needs --repository ${what}`);
  }
  const isGithubs = /^[^/]+\/[^/]+$/.test(repository);
  if (service === 'gitlab' ? repository.includes('@') : !isGithubs) {
    throw new UsageError(
      service === 'gitlab'
        ? `--repository "${repository}" has ids, as GitHub's tokens have: write GROUP/PROJECT`
        : `--repository "${repository}" has subgroups, as GitLab's projects have: write OWNER/NAME, or add --ci gitlab`,
    );
  }
  return repository;
}

/** The wanted environment of each spec. */
function choose(
  specs: readonly Compiled[],
  environment: string | undefined,
): readonly [Compiled, ...Compiled[]] {
  const chosen = byFile(specs).map((environments) => {
    const tree = demandOne(
      environments.map(({ resolved }) => resolved.tree),
      environment,
    );
    return environments.find(({ resolved }) => resolved.tree === tree);
  });
  const [first, ...rest] = chosen.filter((each) => each !== undefined);
  if (!first) throw new UsageError('name the specs: archc policy specs/todo.yaml --bootstrap');
  return [first, ...rest];
}

/** The environments to which a spec is promoted from the given one. */
function nextOf(specs: readonly Compiled[], environment: string): readonly string[] {
  const next = byFile(specs).flatMap((environments) =>
    environments.flatMap((compiled) => {
      const source = sourceOf(compiled, environments);
      return source && source.resolved.tree.environment?.name === environment ? [stageOf(compiled)] : [];
    }),
  );
  return [...new Set(next)];
}

interface About {
  readonly region: string;
  readonly previews: boolean;
}

function nextSteps(pipeline: Pipeline, { region, previews }: About): string {
  const { service, repository, environment, branch } = pipeline;
  const isGitlab = service === 'gitlab';
  const provider = isGitlab ? 'GitLab' : 'GitHub';
  const name = repository.replace(/@\d+/g, '');
  const stack = [name.replace(/^.*\//, ''), environment, 'pipeline']
    .filter((part) => part !== undefined)
    .join('-')
    .replace(/[^A-Za-z0-9-]/g, '-')
    .replace(/^[^A-Za-z]+/, '');
  const place = `--region ${region} --stack-name ${stack}`;
  const hasIds = repository !== name;
  return [
    isGitlab
      ? `Its role for deployments trusts jobs of ${repository} on the branch ${branch}.`
      : `Its role for deployments trusts the environment ${environment ?? usualEnvironment} on the branch ${branch}.`,
    'Deploy this template once, with rights to make roles. If it is in pipeline.yaml:',
    `  aws cloudformation deploy ${place} --template-file pipeline.yaml --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset`,
    `In an account that has a provider for ${provider}: --parameter-overrides ${provider}Provider=existing`,
    ...variableSteps(pipeline, previews),
    `  aws cloudformation describe-stacks ${place} --query 'Stacks[0].Outputs' --output table`,
    ...(hasIds || isGitlab
      ? []
      : [
          'A repository that was made or renamed since 2026-07-15 has ids in its tokens. What to give --repository then:',
          `  gh api repos/${name}/actions/oidc/customization/sub --jq .sub_claim_prefix`,
        ]),
    '',
  ].join('\n');
}

function variableSteps(pipeline: Pipeline, previews: boolean): readonly string[] {
  const { environment, next = [], service } = pipeline;
  if (environment === undefined && !previews && service !== 'gitlab') {
    return [
      'Then set the variables AWS_PLAN_ROLE and AWS_DEPLOY_ROLE of the repository to the roles that this lists:',
    ];
  }
  const variables = variablesOf(pipeline);
  const wanted = [
    variables.plan,
    variables.deploy,
    ...(next.length > 0 ? [variables.promotion] : []),
    ...(previews ? [variables.previews] : []),
  ];
  return [
    'Then set these variables:',
    ...wanted.map((each) => `  ${each}`),
    'to the roles that this lists, each with its variable:',
  ];
}

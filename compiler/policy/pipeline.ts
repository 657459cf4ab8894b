import type { TemplateNode } from '../template/node.ts';

/** The templates with a pipeline's roles, by the service that runs it. */
export type Bootstraps = Readonly<Record<string, TemplateNode>>;

/** Where the pipeline runs, and what of the specs its roles are for. */
export interface Pipeline {
  readonly service?: 'github' | 'gitlab';
  /**
   * The repository as the service's tokens name it: `octo-org/todo`, or with ids `octo-org@123/todo@456`, or on GitLab
   * `group/subgroup/todo`.
   */
  readonly repository: string;
  /** The branch that is deployed. */
  readonly branch: string;
  /** The environment of all specs; without one they have none. */
  readonly environment?: string | undefined;
  /** The environments that the image is promoted to from here. */
  readonly next?: readonly string[];
  /** Whether a plan is made on the branch too, for its approval. */
  readonly isPlannedAfterMerge?: boolean;
  /** GitLab's, if it is not gitlab.com. */
  readonly host?: string | undefined;
}

/** Whom the roles trust: the subjects of their tokens. */
export interface Subjects {
  readonly deploy: string;
  readonly plan: readonly string[];
  readonly promotion: readonly string[];
  readonly previews: readonly string[];
}

/** Where specs without environments are deployed: the name of a stage, and of GitHub's environment. */
export const usualEnvironment = 'production';

export function subjectsOf(pipeline: Pipeline): Subjects {
  const { service, repository, branch, environment, next = [], isPlannedAfterMerge = false } = pipeline;
  if (service === 'gitlab') {
    // https://docs.gitlab.com/ci/cloud_services/aws/
    const onBranch = (name: string) => `project_path:${repository}:ref_type:branch:ref:${name}`;
    const deploy = onBranch(branch);
    return { deploy, plan: [onBranch('*')], promotion: [deploy], previews: [onBranch('*')] };
  }
  // https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
  const inEnvironment = (name: string) => `repo:${repository}:environment:${name}`;
  const pullRequest = `repo:${repository}:pull_request`;
  // For a job without an environment.
  const onBranch = `repo:${repository}:ref:refs/heads/${branch}`;
  return {
    deploy: inEnvironment(environment ?? usualEnvironment),
    plan: [pullRequest, ...(isPlannedAfterMerge ? [onBranch] : [])],
    // What is promoted is planned on the branch, before its environment is approved.
    promotion: [...next.map(inEnvironment), onBranch],
    // The second removes the previews that are over, on a schedule.
    previews: [pullRequest, onBranch],
  };
}

/** The variable with the role that plans an environment. */
export function planVariable(environment: string | undefined): string {
  return `AWS_PLAN_ROLE${suffixOf(environment)}`;
}

/** The variable with the role that reads an environment whose image is promoted. */
export function promotionVariable(environment: string | undefined): string {
  return `AWS_PROMOTION_ROLE${suffixOf(environment)}`;
}

function suffixOf(environment: string | undefined): string {
  return environment === undefined ? '' : `_${environment.toUpperCase().replaceAll('-', '_')}`;
}

/** The variables that hold the roles, and where they belong. */
export function variablesOf({ service, environment }: Pipeline) {
  const [place, scope] =
    service === 'gitlab'
      ? (['project', 'with the scope'] as const)
      : (['repository', 'of the environment'] as const);
  const ofPlace = `of the ${place}`;
  return {
    deploy: `AWS_DEPLOY_ROLE ${environment === undefined ? ofPlace : `${scope} ${environment}`}`,
    plan: `${planVariable(environment)} ${ofPlace}`,
    promotion: `${promotionVariable(environment)} ${ofPlace}`,
    previews: `AWS_PREVIEW_ROLE ${ofPlace}`,
  };
}

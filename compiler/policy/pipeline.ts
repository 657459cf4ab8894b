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
  /** GitLab's, if it is not gitlab.com. */
  readonly host?: string | undefined;
}

/** Whom the roles trust: the subjects of their tokens. */
export interface Subjects {
  readonly deploy: string;
  readonly plan: string;
  readonly promotion: readonly string[];
  readonly previews: readonly string[];
}

/** Where specs without environments are deployed: the name of a stage, and of GitHub's environment. */
export const usualEnvironment = 'production';

export function subjectsOf({ service, repository, branch, environment, next = [] }: Pipeline): Subjects {
  if (service === 'gitlab') {
    // https://docs.gitlab.com/ci/cloud_services/aws/
    const onBranch = (name: string) => `project_path:${repository}:ref_type:branch:ref:${name}`;
    const deploy = onBranch(branch);
    return { deploy, plan: onBranch('*'), promotion: [deploy], previews: [onBranch('*')] };
  }
  // https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
  const inEnvironment = (name: string) => `repo:${repository}:environment:${name}`;
  const plan = `repo:${repository}:pull_request`;
  return {
    deploy: inEnvironment(environment ?? usualEnvironment),
    plan,
    promotion: next.map(inEnvironment),
    // The second removes the previews that are over, on a schedule.
    previews: [plan, `repo:${repository}:ref:refs/heads/${branch}`],
  };
}

/** The variable with the role that plans an environment in pull requests. */
export function planVariable(environment: string | undefined): string {
  const suffix = environment === undefined ? '' : `_${environment.toUpperCase().replaceAll('-', '_')}`;
  return `AWS_PLAN_ROLE${suffix}`;
}

/** The variables that hold the roles, and where they belong. */
export function variablesOf({ service, environment, next = [] }: Pipeline) {
  const [place, scope] =
    service === 'gitlab'
      ? (['project', 'with the scope'] as const)
      : (['repository', 'of the environment'] as const);
  const ofPlace = `of the ${place}`;
  const scoped = (names: readonly string[]) =>
    names.length === 0 ? ofPlace : `${scope} ${names.join(' and ')}`;
  return {
    deploy: `AWS_DEPLOY_ROLE ${scoped(environment === undefined ? [] : [environment])}`,
    plan: `${planVariable(environment)} ${ofPlace}`,
    promotion: `AWS_PROMOTION_ROLE ${scoped(next)}`,
    previews: `AWS_PREVIEW_ROLE ${ofPlace}`,
  };
}

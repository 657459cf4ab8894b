import { readBootstrap } from '../../build/generated/bootstrap.ts';
import { InternalError } from '../internal-error.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Compiled } from '../phases/results.ts';
import { bind } from '../template/bind.ts';
import type { LookUp } from '../template/bind.ts';
import { replaceAt, resourcesOf } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import { print } from '../template/print.ts';
import { largestTemplate } from '../template/size.ts';
import { accountInTemplate } from './documents.ts';
import type { PolicyDocument } from './documents.ts';
import { composeDeployPolicy, composePlanPolicy } from './policy.ts';

/** Where the pipeline runs. */
export interface Pipeline {
  /** The repository as GitHub's tokens name it: `octo-org/todo`, or with ids `octo-org@123/todo@456`. */
  readonly repository: string;
  /** The branch that is deployed. */
  readonly branch: string;
}

/** The environment of GitHub that the deploying job names. */
const environment = 'production';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostPolicies = 10;

/**
 * A template with the roles with which a pipeline plans and deploys the specs. `undefined` when the policies don't
 * fit into the roles, or the template is too large.
 */
export function composeBootstrap(
  specs: readonly [Compiled, ...Compiled[]],
  pipeline: Pipeline,
  toolkit: Toolkit,
): string | undefined {
  const scope = { account: accountInTemplate, toolkit };
  const documents = {
    DeployPolicy: composeDeployPolicy(specs, scope),
    PlanPolicy: composePlanPolicy(specs, scope),
  };
  const root = bind(readBootstrap(), pipelineValues(specs, pipeline));
  const text = print(withPolicies(root, documents));
  const fits =
    Object.values(documents).every(({ length }) => length <= mostPolicies) && text.length <= largestTemplate;
  return fits ? text : undefined;
}

/** The values for the `!Spec` tags in the template. */
function pipelineValues(specs: readonly Compiled[], { repository, branch }: Pipeline): LookUp {
  // A long list would not fit into a description.
  const names = specs.length > 3 ? `${specs.length} specs` : specs.map(({ name }) => name).join(', ');
  const values: Readonly<Record<string, string>> = {
    'github.description': `Roles with which GitHub Actions of ${repository} plans and deploys ${names}`,
    'github.deployDescription': `Deploys ${names} from branch ${branch} of ${repository}`,
    'github.planDescription': `Plans ${names} for pull requests of ${repository}`,
    'github.deploySubject': `repo:${repository}:environment:${environment}`,
    'github.deployRef': `refs/heads/${branch}`,
    'github.planSubject': `repo:${repository}:pull_request`,
  };
  return (dotted) => {
    const value = values[dotted];
    if (value === undefined) throw new InternalError(`a pipeline has no "${dotted}"`);
    return { value, from: [] };
  };
}

/** The template has one policy for each role. Each becomes as many policies as the role has documents. */
function withPolicies(
  root: TemplateNode,
  documents: Readonly<Record<string, readonly PolicyDocument[]>>,
): MapNode {
  const resources = resourcesOf(root).flatMap((entry) => {
    const own = documents[entry.key];
    if (!own) return [entry];
    const { comment, ...copy } = entry;
    return own.map((document, index) => ({
      ...copy,
      key: `${entry.key}${index + 1}`,
      ...(index === 0 && comment && { comment }),
      value: replaceAt(entry.value, ['Properties', 'PolicyDocument'], asNode(document)),
    }));
  });
  return replaceAt(root, ['Resources'], { kind: 'map', entries: resources });
}

/**
 * A policy as a node of a template. It consists of texts, lists and mappings. A text that names the account becomes
 * an `Fn::Sub`.
 */
function asNode(value: unknown): TemplateNode {
  if (typeof value === 'string') {
    return { kind: 'scalar', value, ...(value.includes('${') && { tag: 'Sub' }) };
  }
  if (Array.isArray(value)) return { kind: 'list', items: value.map(asNode) };
  const entries = Object.entries(value as object);
  return { kind: 'map', entries: entries.map(([key, each]) => ({ key, value: asNode(each) })) };
}

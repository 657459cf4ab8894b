import { readBootstraps } from '../../build/generated/bootstraps.ts';
import { InternalError } from '../internal-error.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Compiled } from '../phases/results.ts';
import type { Derived } from '../spec/derived.ts';
import { bind } from '../template/bind.ts';
import type { LookUp } from '../template/bind.ts';
import { replaceAt, resourcesOf, sectionOf } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import { print } from '../template/print.ts';
import { largestTemplate } from '../template/size.ts';
import { accountInTemplate } from './documents.ts';
import type { PolicyDocument } from './documents.ts';
import { subjectsOf, variablesOf } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { composeDeployPolicy, composePlanPolicy, composePromotionsPolicy } from './policy.ts';
import { composePreviewPolicy } from './preview.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostPolicies = 10;

/**
 * A template with the roles with which a pipeline plans and deploys the specs; with one for previews, if those are given,
 * and with one that reads what is promoted from here. `undefined` when the policies don't fit into the roles, or the
 * template is too large.
 */
export function composeBootstrap(
  specs: readonly [Compiled, ...Compiled[]],
  pipeline: Pipeline,
  toolkit: Toolkit,
  previews: readonly Compiled[] = [],
): string | undefined {
  const scope = { account: accountInTemplate, toolkit };
  const { service = 'github', next = [], host } = pipeline;
  const documents = {
    DeployPolicy: composeDeployPolicy(specs, scope),
    PlanPolicy: composePlanPolicy(specs, scope),
    PromotionPolicy: next.length > 0 ? composePromotionsPolicy(specs, scope) : [],
    PreviewPolicy: previews.length > 0 ? composePreviewPolicy(previews, scope) : [],
  };
  const fragment = readBootstraps()[service];
  if (!fragment) throw new InternalError(`no roles for ${service}`);
  const root = bind(hostedAt(host, fragment), pipelineValues(specs, pipeline));
  const text = print(withoutOutputs(withPolicies(root, documents), documents));
  const fits =
    Object.values(documents).every(({ length }) => length <= mostPolicies) && text.length <= largestTemplate;
  return fits ? text : undefined;
}

/** The values for the `!Spec` tags in the template. */
function pipelineValues(specs: readonly Compiled[], pipeline: Pipeline): LookUp {
  const { service, repository, branch, next = [] } = pipeline;
  // A long list would not fit into a description.
  const names = specs.length > 3 ? `${specs.length} specs` : specs.map(({ name }) => name).join(', ');
  const runner = service === 'gitlab' ? 'GitLab CI' : 'GitHub Actions';
  const requests = service === 'gitlab' ? 'merge requests' : 'pull requests';
  const subjects = subjectsOf(pipeline);
  const plansOnBranch = pipeline.isPlannedAfterMerge ? ` and branch ${branch}` : '';
  const variables = variablesOf(pipeline);
  const values: Readonly<Record<string, string | readonly string[]>> = {
    'pipeline.description': `Roles with which ${runner} of ${repository} plans and deploys ${names}`,
    'pipeline.deployDescription': `Deploys ${names} from branch ${branch} of ${repository}`,
    'pipeline.planDescription': `Plans ${names} for ${requests}${plansOnBranch} of ${repository}`,
    'pipeline.promotionDescription': `Reads ${names} to promote the image to ${next.join(', ')} from ${repository}`,
    'pipeline.previewDescription': `Deploys and removes previews of ${names} for ${requests} of ${repository}`,
    'pipeline.deploySubject': subjects.deploy,
    'pipeline.deployRef': `refs/heads/${branch}`,
    'pipeline.planSubjects': subjects.plan,
    'pipeline.promotionSubjects': subjects.promotion,
    'pipeline.previewSubjects': subjects.previews,
    'pipeline.deployVariable': `The variable ${variables.deploy}`,
    'pipeline.planVariable': `The variable ${variables.plan}`,
    'pipeline.promotionVariable': `The variable ${variables.promotion}`,
    'pipeline.previewVariable': `The variable ${variables.previews}`,
  };
  return (dotted) => {
    const value = values[dotted];
    if (value === undefined) throw new InternalError(`a pipeline has no "${dotted}"`);
    return typeof value === 'string' ? derive(value) : { value: value.map(derive), from: [] };
  };
}

function derive(value: string): Derived {
  return { value, from: [] };
}

type Documents = Readonly<Record<string, readonly PolicyDocument[]>>;

/** A policy without documents is left out, and so is its role: `PlanRole` of `PlanPolicy`. */
function isLeftOut(key: string, documents: Documents): boolean {
  return documents[key.replace(/Role(Arn)?$/, 'Policy')]?.length === 0;
}

/** The template has one policy for each role. Each becomes as many policies as the role has documents. */
function withPolicies(root: TemplateNode, documents: Documents): MapNode {
  const resources = resourcesOf(root).flatMap((entry) => {
    if (isLeftOut(entry.key, documents)) return [];
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

function withoutOutputs(root: MapNode, documents: Documents): MapNode {
  const entries = sectionOf(root, 'Outputs').filter(({ key }) => !isLeftOut(key, documents));
  return replaceAt(root, ['Outputs'], { kind: 'map', entries });
}

/** GitLab on another host: its name stands in the keys of conditions too. */
function hostedAt(host: string | undefined, node: TemplateNode): TemplateNode {
  if (host === undefined) return node;
  const at = (text: string) => text.replaceAll('gitlab.com', host);
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' ? { ...node, value: at(node.value) } : node;
    case 'list':
      return { ...node, items: node.items.map((item) => hostedAt(host, item)) };
    case 'map': {
      const entries = node.entries.map((entry) => ({
        ...entry,
        key: at(entry.key),
        value: hostedAt(host, entry.value),
      }));
      return { ...node, entries };
    }
  }
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

import { AwsFailure } from '../aws/failure.ts';
import type { DeployedStack } from '../aws/model.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { specWords } from '../diagnostics/shell-quote.ts';
import { sharedStackName } from '../modules/stack-names.ts';
import type { Approval } from './approval/approval.ts';
import { compareAgain } from './approval/compare-again.ts';
import { reportMoved, wordDone } from './approval/report-moved.ts';
import { buildBeside, buildLater } from './building.ts';
import type { Building } from './building.ts';
import { closeDefaultGroup } from './default-group.ts';
import { deployStack, reportRefusal } from './deploy-stack.ts';
import type { DeployMode } from './deploy-stack.ts';
import { joinOperation } from './operation.ts';
import { DeploymentError } from './plan/deployment-error.ts';
import { refuseDataLoss } from './plan/guard.ts';
import { findObstacles } from './plan/obstacles.ts';
import { prepare } from './plan/prepare.ts';
import type { Planned } from './plan/prepare.ts';
import { findBrokenUses, findFixed } from './plan/refusals.ts';
import type { WantedStack } from './plan/wanted.ts';
import type { Deployment, DeployResult } from './deployment.ts';
import { promoteLater } from './promote.ts';
import type { Promotion } from './promote.ts';
import { demandService, restartService } from './restart.ts';
import { runsImage } from './running-image.ts';
import { stackOutputs } from './status/stack-outputs.ts';
import { readUnconfirmed } from './unconfirmed.ts';

export interface DeployRequest extends DeployMode {
  /** In the order in which they are deployed. */
  readonly stacks: readonly WantedStack[];
  /** Logical ids of resources whose data may be lost. */
  readonly allowed: readonly string[];
  /** The image's URI; `undefined` to build or copy one, or to keep the deployed one for a restart. */
  readonly image: string | undefined;
  /** The image of another environment, in place of a build. */
  readonly promotion?: Promotion;
  /** Whether the containers are started anew in the end, with the image that they run. */
  readonly restarts: boolean;
  /** The approved plan to which the deployment is held. Nobody is asked again, unless the spec is protected. */
  readonly approval?: Approval;
}

/**
 * Brings the stacks to the state the spec describes. Resolves to whether it succeeded; failures have already been
 * reported.
 */
export async function deploy(request: DeployRequest, deployment: Deployment): Promise<boolean> {
  const { stacks, allowed, image, promotion, restarts, approval } = request;
  const backend = stacks.find(({ kind }) => kind === 'backend');
  if (restarts && backend) await demandService(backend, deployment);
  const planned = await planStacks(request, deployment);
  if (!planned) return false;
  deployment.report.plan(planned.map(({ plan }) => plan));
  if (approval && reportMoved(approval.compare(planned), { approval, done: [] }, deployment)) return false;
  if (changesFixed(planned, deployment) || refuses(planned, allowed, deployment)) return false;
  if (await closesEarly(planned, deployment)) return false;

  const copies = promotion?.copies === true && backend !== undefined;
  const builds = image === undefined && !promotion && backend !== undefined && !restarts;
  const isChanged = planned.some(({ plan }) => plan.action !== 'none');
  if (await isHindered(planned, builds, deployment)) return false;
  const beside = builds ? besideWhich(planned, deployment) : undefined;
  if (builds) {
    const ahead = 'build the image while it deploys the shared stack, push it';
    const how = beside === undefined ? 'build and push the image' : ahead;
    deployment.report.step(`archc will ${how}, then deploy the backend with it`);
  }
  if (promotion) {
    const how = copies ? 'copy the image that' : 'use the image that';
    deployment.report.step(`archc will ${how} ${promotion.from} runs, and deploy the backend with it`);
  }
  if (restarts) deployment.report.step('archc will start the containers anew, with the image that they run');
  const isAsked = !approval || deployment.context.resolved.spec.protected;
  if (isAsked && (isChanged || builds || copies || restarts) && !(await deployment.approve())) {
    const { resolved } = deployment.context;
    const flag = resolved.spec.protected ? '--confirm NAME' : '--yes';
    throw new DeploymentError(`cancelled; nothing was changed (use ${flag} to deploy without being asked)`);
  }
  const build = () => (beside === undefined ? buildLater(deployment) : buildBeside(beside, deployment));
  const copy = () => (promotion && copies ? promoteLater(promotion, deployment) : undefined);
  return deployPlanned(planned, builds ? build() : copy(), request, deployment);
}

/** The name of the stack during whose operation the image can be built. */
function besideWhich(planned: readonly Planned[], { canBuildAhead }: Deployment): string | undefined {
  const [first] = planned;
  const isChanged = first?.plan.wanted.kind === 'shared' && first.plan.action !== 'none';
  return isChanged && canBuildAhead() ? first.plan.wanted.name : undefined;
}

/** Whether something would stop the deployment in the middle; if so, this has been reported. */
async function isHindered(
  planned: readonly Planned[],
  builds: boolean,
  deployment: Deployment,
): Promise<boolean> {
  const lacks = builds ? await deployment.checkBuild() : [];
  return reportObstacles(planned, lacks, deployment);
}

export async function reportObstacles(
  planned: readonly Planned[],
  lacks: readonly string[],
  deployment: Deployment,
): Promise<boolean> {
  const plans = planned.map(({ plan }) => plan);
  return reportAny(await findObstacles(plans, lacks, noting(deployment)), deployment);
}

/** Reports what prevents a deployment of which nothing has begun; whether that was anything. */
function reportAny(findings: readonly Finding[], { report }: Deployment): boolean {
  if (findings.length > 0) report.fail(findings, { after: 'Nothing was changed.' });
  return findings.length > 0;
}

/** The deployment, with a place for remarks. */
function noting(deployment: Deployment): Deployment & { readonly note: (line: string) => void } {
  const note = (line: string) => {
    deployment.report.step(line);
  };
  return { ...deployment, note };
}

/** Carries the plans out. An error in the middle says what is deployed by then. */
async function deployPlanned(
  planned: readonly Planned[],
  building: Building | undefined,
  request: DeployRequest,
  deployment: Deployment,
): Promise<boolean> {
  const done: DeployedStack[] = [];
  try {
    return await deployEach(planned, { building, request, done }, deployment);
  } catch (error) {
    if (!(error instanceof AwsFailure) && !(error instanceof DeploymentError)) throw error;
    const state = done.length === 0 ? '' : ` ${wordDone(done)}`;
    throw new DeploymentError(
      `${error.message}.${state}${wordContinuing(error, request, deployment)}`.replace(/\.$/, ''),
    );
  } finally {
    await building?.stop();
  }
}

/** A plan is used up as soon as a part of it is carried out. */
function wordContinuing({ message }: Error, { approval }: DeployRequest, { context }: Deployment): string {
  if (approval) return ` To continue, make a new plan: ${approval.planAnew}`;
  if (/archc (deploy|destroy)|run the same command/i.test(message)) return '';
  return ` To continue, run "archc deploy ${specWords(context.resolved.tree)}" again.`;
}

interface Course {
  readonly building: Building | undefined;
  readonly request: DeployRequest;
  /** Gets the stacks that are as the spec wants. */
  readonly done: DeployedStack[];
}

async function deployEach(
  planned: readonly Planned[],
  { building, request, done }: Course,
  deployment: Deployment,
): Promise<boolean> {
  let isChanged = false;
  let image = request.image;
  for (const each of planned) {
    const { kind } = each.plan.wanted;
    const isLast = each === planned.at(-1);
    let current: Planned | undefined = each;
    if (kind === 'backend' && (building || isChanged)) {
      if (building) image = await building.finish();
      current = await planAgain(withImage(each.plan.wanted, image), request, deployment);
    }
    if (!current) return false;
    const { approval } = request;
    // Where the image will be is known before, unless it is built, or copied to a repository that is made here.
    const isNewImage = building !== undefined && request.image === undefined;
    const moved = approval && current !== each ? compareAgain(each, current, isNewImage) : [];
    if (approval && reportMoved(moved, { approval, done }, deployment)) return false;
    const outcome = await deployStack(
      current,
      { ...request, detaches: request.detaches && isLast, isHeldToPlan: approval !== undefined },
      deployment,
    );
    if (outcome.state === 'failed') return false;
    if (outcome.state === 'started') {
      const started = { outcome: 'started', stacks: done, outputs: [], unconfirmed: [] } as const;
      deployment.report.finish({ ...started, ...recordOf(request, image) });
      return true;
    }
    done.push(outcome.stack);
    isChanged ||= outcome.state === 'deployed';
    if (kind === 'shared') await closeDefaultGroup(outcome.stack, deployment);
    if (kind !== 'backend') continue;
    if (!(await runsImage(outcome.stack, deployment))) return false;
    if (request.restarts && !(await restartService(each.plan.wanted, outcome.stack, deployment)))
      return false;
  }
  const outputs = done.at(-1)?.outputs ?? [];
  const unchanged = request.restarts ? 'restarted' : 'unchanged';
  const outcome = isChanged ? 'deployed' : unchanged;
  const unconfirmed = await readUnconfirmed(planned, deployment);
  deployment.report.finish({ outcome, stacks: done, outputs, unconfirmed, ...recordOf(request, image) });
  return true;
}

function recordOf({ approval }: DeployRequest, image: string | undefined): Pick<DeployResult, 'approved'> {
  return approval ? { approved: { ...approval.record, ...(image !== undefined && { image }) } } : {};
}

/** `undefined` when a stack can't be planned; the reason has been reported. */
export async function planStacks(
  request: Pick<DeployRequest, 'stacks' | 'keepsFailed' | 'approval'>,
  deployment: Deployment,
): Promise<readonly Planned[] | undefined> {
  if (!request.stacks.some(({ kind }) => kind === 'shared')) await demandShared(deployment);
  const planned: Planned[] = [];
  for (const wanted of request.stacks) {
    const sharedChanges = planned.some(({ plan }) => plan.action !== 'none');
    const current = await planOne(wanted, request, deployment, sharedChanges);
    if (!current) return undefined;
    planned.push(current);
  }
  return planned;
}

async function planOne(
  wanted: WantedStack,
  request: Pick<DeployRequest, 'keepsFailed' | 'approval'>,
  deployment: Deployment,
  sharedChanges: boolean,
): Promise<Planned | undefined> {
  for (;;) {
    const prepared = await prepare(
      wanted,
      { ...deployment, keepsFailed: request.keepsFailed },
      { sharedChanges },
    );
    if (prepared.state === 'planned') return prepared;
    if (prepared.state === 'refused') {
      reportRefusal(wanted, prepared.reason, prepared.findings, deployment);
      return undefined;
    }
    const { name, status } = prepared.deployed;
    const question = `Stack "${name}" is in ${status}. Follow that operation to its end first?`;
    // Whatever the operation does, it is not what was approved.
    if (request.approval || !(await deployment.confirm(question))) {
      const follow = `archc deploy ${specWords(deployment.context.resolved.tree)}`;
      throw new DeploymentError(
        `stack "${name}" is in ${status}: an operation is in progress. To continue, wait until it ends, or follow it with "${follow}"`,
      );
    }
    if (!(await joinOperation(wanted, prepared.deployed, deployment))) return undefined;
  }
}

async function planAgain(
  wanted: WantedStack,
  request: DeployRequest,
  deployment: Deployment,
): Promise<Planned | undefined> {
  const planned = await planOne(wanted, request, deployment, false);
  return planned && !refuses([planned], request.allowed, deployment) ? planned : undefined;
}

function refuses(planned: readonly Planned[], allowed: readonly string[], { report }: Deployment): boolean {
  const refusals = refuseDataLoss(
    planned.map(({ plan }) => plan),
    allowed,
  );
  if (refusals.length > 0) report.refuse(refusals);
  return refusals.length > 0;
}

/** Before the loss of data is refused, which a flag allows. */
function changesFixed(planned: readonly Planned[], deployment: Deployment): boolean {
  const plans = planned.map(({ plan }) => plan);
  return reportAny(findFixed(plans, deployment.context), deployment);
}

/** Whether the plans would take from services what they still use, or need another network or backup; if so, this has been reported. */
export async function closesEarly(planned: readonly Planned[], deployment: Deployment): Promise<boolean> {
  const plans = planned.map(({ plan }) => plan);
  const fixed = findFixed(plans, deployment.context);
  return reportAny([...fixed, ...(await findBrokenUses(plans, noting(deployment)))], deployment);
}

function withImage(wanted: WantedStack, image: string | undefined): WantedStack {
  return { ...wanted, parameters: { ...wanted.parameters, ImageUri: image } };
}

/** Throws unless the shared stack exists and exports what the backend imports. */
async function demandShared({ aws, context }: Deployment): Promise<void> {
  const name = sharedStackName(context.resolved.spec);
  const [stack, { account }] = await Promise.all([aws.describeStack(name), aws.caller()]);
  const read = stackOutputs('shared', stack, context, `${aws.region} of account ${account}`);
  if (!read.ok) throw new DeploymentError(read.message);
}

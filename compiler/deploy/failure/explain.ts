import type { ValidationFinding } from '../../aws/model.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { chosenModules, runtimeOf } from '../../modules/choose.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { nodeAt } from '../../spec/path.ts';
import type { SpecPath } from '../../spec/path.ts';
import { typeOf } from '../../template/node.ts';
import type { DeployContext } from '../plan/deploy-context.ts';
import { wantedResource } from '../plan/wanted.ts';
import type { WantedStack } from '../plan/wanted.ts';
import { blame, blameProperty } from './blame.ts';
import type { Insight } from './look-into.ts';
import type { RootCause } from './root-cause.ts';
import { failureRules, findRule, wordHint } from './rules.ts';

/** Findings about a failed operation, at the paths of the spec that most likely caused it. */
export function explainFailure(
  { event, reason, others }: RootCause,
  insight: Insight,
  wanted: WantedStack,
  context: DeployContext,
): readonly Finding[] {
  const isOfStack = event.physicalId === event.stackId;
  const what = isOfStack ? `stack "${wanted.name}"` : event.logicalId;
  const message = [what, reason, insight.reason].filter((part) => part !== undefined).join(': ');
  const log = insight.log?.lines.join('\n');
  return [
    findingFor(
      {
        ...event,
        message,
        ...(log !== undefined && { log }),
        ...(insight.cause !== undefined && { cause: insight.cause }),
      },
      wanted,
      context,
    ),
    ...others.map(({ logicalId, type, reason: why = 'AWS gives no reason' }) =>
      findingFor({ logicalId, type, message: `${logicalId}: ${why}` }, wanted, context),
    ),
  ];
}

/** Findings for what AWS refused before it changed anything. `reason` is its message about the whole change set. */
export function explainRefusal(
  reason: string,
  findings: readonly ValidationFinding[],
  wanted: WantedStack,
  context: DeployContext,
): readonly Finding[] {
  const fatal = findings.filter(({ isFatal }) => isFatal);
  if (fatal.length === 0) {
    const message = `stack "${wanted.name}": ${reason}`;
    return [
      { ...findingFor({ logicalId: '', type: '', message }, wanted, context), code: 'deployment-refused' },
    ];
  }
  return fatal.map((finding): Finding => {
    const { logicalId, path, name } = finding;
    const resource = wantedResource(wanted, logicalId);
    const at = blameProperty(path, resource, context);
    const property = path.filter((step) => step !== 'Properties').join('.');
    const place = [logicalId, property].filter(Boolean).join('.');
    return {
      code: 'deployment-refused',
      path: at,
      ...pointing(at, context),
      message: oneLine(`${place}: ${finding.reason}`),
      hint:
        hintFor(typeOf(resource.node), finding.reason, context) ??
        `Correct it and deploy again: AWS's check ${name} refused it, and nothing was changed`,
    };
  });
}

/** Why a resource failed. For the stack itself, logical id and type are empty. */
interface ResourceFailure {
  readonly logicalId: string;
  readonly type: string;
  readonly message: string;
  readonly log?: string;
  /** The logical id of an alarm that ended the deployment. */
  readonly cause?: string;
}

function findingFor(
  { logicalId, type, message, log, cause }: ResourceFailure,
  wanted: WantedStack,
  context: DeployContext,
): Finding {
  const rule = ruleFor(type, message, context, log);
  const path: SpecPath =
    cause === undefined
      ? (rule?.at ?? blame(message, wantedResource(wanted, logicalId), context))
      : blameProperty(['Properties', 'Threshold'], wantedResource(wanted, cause), context);
  const again = `Correct it and deploy again: archc deploy ${specWords(context.resolved.tree)}`;
  return {
    code: 'deployment-failed',
    path,
    ...pointing(path, context),
    message: oneLine(message),
    hint: rule ? wordHint(rule) : again,
  };
}

/** A whole section is shown at its key, not at its first line. */
function pointing(path: SpecPath, { resolved }: DeployContext): { readonly at?: 'key' } {
  const node = nodeAt(resolved.tree.root, path);
  return node && node.children.size > 0 ? { at: 'key' } : {};
}

function hintFor(type: string, reason: string, context: DeployContext): string | undefined {
  const rule = ruleFor(type, reason, context);
  return rule && wordHint(rule);
}

function ruleFor(type: string, reason: string, { resolved, toolkit }: DeployContext, log = '') {
  const { spec } = resolved;
  const ofOptions = chosenModules(spec, toolkit).flatMap((module) => module.failureRules ?? []);
  const own = [...runtimeOf(spec, toolkit).operations.failureRules, ...ofOptions];
  return findRule(type, reason, log, failureRules(own));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

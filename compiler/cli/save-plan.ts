import type { Deployment } from '../deploy/deployment.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import { refuseDataLoss } from '../deploy/plan/guard.ts';
import type { Planned } from '../deploy/plan/prepare.ts';
import type { Promotion } from '../deploy/promote.ts';
import { fileWord, specWords } from '../diagnostics/shell-quote.ts';
import type { Resolved } from '../phases/results.ts';
import type { StackKind } from '../template/template.ts';
import { findSource, isInContext } from './files/find-source.ts';
import type { FoundSource } from './files/find-source.ts';
import { demandPlace, writePlan } from './files/plan-file.ts';
import { quoted, UsageError } from './usage-error.ts';
import { describePlan, describePromotion } from './views/plan-document.ts';
import type { DeploymentTarget } from './views/plan.ts';

/** The flags of `archc plan` that decide what is saved. */
interface ToSave {
  readonly out: string;
  /** Whether a deployment builds an image. */
  readonly builds: boolean;
  readonly stack: StackKind | undefined;
  readonly image: string | undefined;
  readonly 'allow-replace': readonly string[];
  readonly 'role-arn': string | undefined;
}

interface Found {
  readonly target: DeploymentTarget;
  /** The image that was given, with its digest. */
  readonly image: string | undefined;
  /** Whose image it is, if it is another environment's. */
  readonly promotion: Promotion | undefined;
}

export interface Saving {
  /** Saves the plan, unless `deploy` would refuse it; whether it did. The reason has been reported. */
  readonly save: (planned: readonly Planned[], found: Found, deployment: Deployment) => boolean;
}

/** Throws when a plan can't be saved, before AWS is asked: its place is taken, or it could not say what is deployed. */
export function openSaving(flags: ToSave, resolved: Resolved): Saving {
  const { out, builds, stack, 'allow-replace': allowed, 'role-arn': serviceRole } = flags;
  if (out === '-') throw new UsageError('--out "-" is not a file: write the name of one');
  demandPlace(out);
  demandDigest(flags.image);
  const source = builds ? demandSource(out, resolved) : undefined;
  return {
    save: (planned, { target, image: uri, promotion }, { report }) => {
      const plans = planned.map(({ plan }) => plan);
      const refusals = refuseDataLoss(plans, allowed);
      if (refusals.length > 0) {
        report.refuse(refusals);
        return false;
      }
      const given = uri === undefined ? source && { source: source.source } : { uri };
      const image = promotion ? { promotion: describePromotion(promotion) } : given;
      const about = { resolved, target, stack, image, allowed, serviceRole };
      const sha256 = writePlan(out, describePlan(planned, about));
      if (source) for (const remark of wordIgnored(source)) report.step(remark);
      const next = `archc deploy ${specWords(resolved.tree)} --plan ${fileWord(out)}`;
      report.step(`The plan is saved (SHA-256 ${sha256}). To deploy it: ${next}`);
      return true;
    },
  };
}

/** ECR itself is asked for the digest, and nobody else's registry. */
function demandDigest(image: string | undefined): void {
  if (image === undefined || !image.startsWith('public.ecr.aws/') || image.includes('@sha256:')) return;
  throw new UsageError(
    `--image ${quoted(image)} may be another image when the plan is deployed: write it with its digest, ${image.replace(/:[^:/]*$/, '')}@sha256:...`,
  );
}

type Source = Extract<FoundSource, { readonly ok: true }>;

function demandSource(out: string, { spec, tree }: Resolved): Source {
  const { build } = spec.backend;
  const found = findSource(tree.name, build);
  if (!found.ok) {
    throw new DeploymentError(
      `the plan can't say which image it deploys: ${found.problem}. Commit all that the image is built from, or give an image with --image`,
    );
  }
  if (!isInContext(out, tree.name, build)) return found;
  throw new UsageError(
    `--out ${quoted(out)} is in the build context ${quoted(build.context)}, where it would change what is built: write the plan to another folder, or name it in .gitignore and .dockerignore`,
  );
}

/** A remark about what git ignores in the build context, and so the plan does not know. */
function wordIgnored({ ignored: [first, ...rest] }: Source): readonly string[] {
  if (first === undefined) return [];
  const others = rest.length === 0 ? '' : ` and ${rest.length} more`;
  return [
    `git ignores ${first}${others} in the build context: the plan does not say what of it gets into the image`,
  ];
}

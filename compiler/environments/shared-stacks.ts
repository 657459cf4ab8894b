import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Finding } from '../diagnostics/diagnostic.ts';
import { isOneSlip } from '../diagnostics/suggest.ts';
import { backendStackName, sharedStackName } from '../modules/stack-names.ts';
import type { Resolved } from '../phases/results.ts';
import { isOtherAccount, isSamePlace } from './same-stacks.ts';
import { environmentName } from '../modules/stack-owner.ts';

const path = ['sharedStack'];

/** What is wrong with the environments that use the shared stack of another one of the same spec, or seem to. */
export function sharedStackFindings(environments: readonly Resolved[]): readonly Diagnostic[] {
  const owners = environments.filter(({ spec }) => spec.shared !== undefined);
  return environments.flatMap((environment) => {
    const { sharedStack } = environment.spec;
    if (sharedStack === undefined) return [];
    const named = owners.filter(({ spec }) => sharedStackName(spec) === sharedStack);
    const isHere = named.some((owner) => isSamePlace(owner, environment));
    const findings = isHere
      ? laterFindings(environment, laterOwner(environment, environments))
      : (elsewhereFindings(environment, named) ?? nearFindings(environment, sharedStack, owners));
    return diagnose(environment.tree, findings);
  });
}

/**
 * The environment whose shared stack another one uses, if it is written after that: a pipeline deploys environments in the
 * order in which they are written. `environments` are those of one spec.
 */
export function laterOwner(environment: Resolved, environments: readonly Resolved[]): Resolved | undefined {
  const { sharedStack } = environment.spec;
  const owners = environments.filter(
    (each) =>
      each.spec.shared !== undefined &&
      sharedStackName(each.spec) === sharedStack &&
      isSamePlace(each, environment),
  );
  const [owner] = owners;
  const isFirst = (each: Resolved) => environments.indexOf(each) < environments.indexOf(environment);
  return owners.some(isFirst) ? undefined : owner;
}

function laterFindings(environment: Resolved, owner: Resolved | undefined): readonly Finding[] {
  if (!owner) return [];
  return [
    {
      code: 'shared-stack-later',
      path,
      message: `The shared stack "${sharedStackName(owner.spec)}" is that of environment ${environmentName(owner)}, which is written after ${environmentName(environment)}`,
      hint: `Move "${environmentName(owner)}" with what is in it above "${environmentName(environment)}": environments are deployed in the order in which they are written`,
    },
  ];
}

/** A stack is found by its name in one region of one account. */
function elsewhereFindings(
  environment: Resolved,
  [owner]: readonly Resolved[],
): readonly Finding[] | undefined {
  if (!owner) return undefined;
  const { region, account = '' } = owner.spec;
  const isOther = isOtherAccount(owner, environment);
  const written = [
    ...(region === environment.spec.region ? [] : [`region: ${region}`]),
    ...(isOther ? [`account: "${account}"`] : []),
  ];
  const place = ({ spec }: Resolved) =>
    isOther ? `${spec.region} of account ${spec.account ?? ''}` : spec.region;
  return [
    {
      code: 'shared-stack-elsewhere',
      path,
      message: `The shared stack "${sharedStackName(owner.spec)}" of environment ${environmentName(owner)} is in ${place(owner)}, and this environment is in ${place(environment)}`,
      hint: `Write ${written.join(' and ')} in environments.${environmentName(environment)}, or give it a shared stack of its own: "shared" in place of "sharedStack"`,
    },
  ];
}

/** Shared stacks of other specs have any name, so only one that is almost a name of this spec is taken for a slip. */
function nearFindings(
  environment: Resolved,
  written: string,
  owners: readonly Resolved[],
): readonly Finding[] {
  const here = owners.filter((owner) => isSamePlace(owner, environment));
  const backend = here.find(({ spec }) => backendStackName(spec) === written);
  const meant = backend ?? here.find(({ spec }) => isOneSlip(written, sharedStackName(spec)));
  if (!meant) return [];
  const name = sharedStackName(meant.spec);
  return [
    {
      code: 'almost-own-shared-stack',
      path,
      message: backend
        ? `"${written}" is the backend stack of environment ${environmentName(backend)}, and its shared stack is "${name}"`
        : `No environment has the shared stack "${written}", and that of environment ${environmentName(meant)} is "${name}"`,
      hint: `Write "${name}"${backend ? '' : `, unless another spec describes "${written}"`}`,
    },
  ];
}

import type { Aws } from '../../aws/aws.ts';
import type { DeployedStack } from '../../aws/model.ts';
import type { MapNode } from '../../template/node.ts';
import { readTemplate } from '../../template/read.ts';
import type { Resolved } from '../../phases/results.ts';
import { refuseOthers } from '../plan/other-owner.ts';
import { decide } from '../plan/decide.ts';
import { DeploymentError } from '../plan/deployment-error.ts';
import { decideTags } from '../plan/tags.ts';
import type { WantedStack } from '../plan/wanted.ts';

/** One of the spec's stacks, paired with its deployed template. */
export interface DeployedVersion {
  readonly wanted: WantedStack;
  /** `undefined` when the stack does not exist, or is in a state in which it can't be updated. */
  readonly template: MapNode | undefined;
  /** The values of its parameters, and of CloudFormation's own such as `AWS::Region`. */
  readonly known: Readonly<Record<string, string>>;
  /** One line each. */
  readonly notes: readonly string[];
}

/** Reads the deployed stacks, without creating change sets. */
export async function readDeployed(
  aws: Aws,
  stacks: readonly WantedStack[],
  resolved: Resolved,
): Promise<readonly DeployedVersion[]> {
  const versions: DeployedVersion[] = [];
  for (const wanted of stacks) {
    const deployed = await aws.describeStack(wanted.name);
    refuseOthers(deployed, wanted.kind, resolved);
    const decision = decide(deployed);
    if (!deployed || decision.step === 'create' || decision.step === 'replace') {
      const notes = decision.step === 'replace' ? [noteOf(wanted, deployed, decision.because)] : [];
      versions.push({ wanted, template: undefined, known: {}, notes });
      continue;
    }
    const template = readTemplate(await aws.readTemplate(wanted.name));
    if (template.kind !== 'map') {
      throw new DeploymentError(`the template of stack "${wanted.name}" cannot be read`);
    }
    const because = {
      stop: decision.step === 'stop' ? decision.because : undefined,
      wait: 'an operation is in progress, and this is the template that it deploys',
      update: undefined,
    }[decision.step];
    versions.push({
      wanted,
      template,
      known: { 'AWS::Region': aws.region, 'AWS::StackName': deployed.name, ...deployed.parameters },
      notes: [
        ...(because === undefined ? [] : [noteOf(wanted, deployed, because)]),
        ...tagNotes(deployed, wanted),
      ],
    });
  }
  return versions;
}

function noteOf({ name }: WantedStack, deployed: DeployedStack | undefined, because: string): string {
  return `stack "${name}" is in ${deployed?.status ?? ''}: ${because}`;
}

function tagNotes(deployed: DeployedStack, { name, tags, tagsAreFixed }: WantedStack): readonly string[] {
  const decided = decideTags(deployed, tags, tagsAreFixed);
  const names = [...new Set([...Object.keys(deployed.tags), ...Object.keys(decided.tags)])];
  const changed = names.filter((tag) => deployed.tags[tag] !== decided.tags[tag]);
  return [
    ...(decided.note === undefined ? [] : [decided.note]),
    ...(changed.length > 0
      ? [`the tags of stack "${name}" and of its resources change: ${changed.join(', ')}`]
      : []),
  ];
}

import type { TemplateResource } from '../../change/origin.ts';
import { InternalError } from '../../internal-error.ts';
import { runtimeOf } from '../../modules/choose.ts';
import type { Toolkit } from '../../modules/module.ts';
import { sharedStackName, stackName } from '../../modules/stack-names.ts';
import type { Compiled } from '../../phases/results.ts';
import { resourceIn } from '../../template/node.ts';
import type { StackKind, Template } from '../../template/template.ts';

/** A stack as the spec wants it. */
export interface WantedStack {
  readonly kind: StackKind;
  readonly name: string;
  readonly template: Template;
  readonly text: string;
  /** `undefined` keeps the deployed value. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** Parameters that a new stack gets, and keeps. */
  readonly firstParameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether changed tags would replace the service in the stack. */
  readonly tagsAreFixed: boolean;
}

/**
 * The stacks of a spec in the order in which they are deployed. Without an image, the backend keeps the deployed one. A
 * new preview is over when `expires` says.
 */
export function wantStacks(
  { resolved, templates, artifacts }: Compiled,
  toolkit: Toolkit,
  image?: string,
  expires?: string,
): readonly WantedStack[] {
  const { spec, tree } = resolved;
  return templates.map((template) => {
    const kind = template.stack;
    const text = artifacts.find(({ name }) => name === `${kind}.yaml`)?.text;
    if (text === undefined) throw new InternalError(`the ${kind} stack has no text`);
    const isShared = kind === 'shared';
    return {
      kind,
      name: stackName(kind, spec),
      template,
      text,
      parameters: isShared
        ? {}
        : {
            ImageUri: image,
            SharedStackName: sharedStackName(spec),
            ...(tree.preview && { Expires: undefined }),
          },
      firstParameters: tree.preview && expires !== undefined ? { Expires: expires } : {},
      tags: spec.tags,
      tagsAreFixed: !isShared && runtimeOf(spec, toolkit).operations.tagsAreFixed,
    };
  });
}

/** A resource of the stack as the spec wants it. */
export function wantedResource({ kind, template }: WantedStack, logicalId: string): TemplateResource {
  return { logicalId, kind, node: resourceIn(template.root, logicalId) };
}

/** The parameters that a deployment sets. The others keep their deployed values. */
export function givenParameters({ parameters }: WantedStack): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

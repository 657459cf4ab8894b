import type { Versions } from '../../change/difference.ts';
import type { Runtime, Toolkit } from '../../modules/module.ts';
import type { ReadProperty } from '../../modules/operations.ts';
import { entryOf, sectionOf, textOf, typeOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { DeployContext } from './deploy-context.ts';

/** A service in a template, and the runtime that it runs on. */
export interface ServiceInTemplate {
  readonly runtime: Runtime;
  readonly connectsFrom: 'internet' | 'vpc';
}

/** The service of a backend stack. A shared stack has none. */
export function serviceIn(template: TemplateNode, { runtimes }: Toolkit): ServiceInTemplate | undefined {
  const resources = template.kind === 'map' ? sectionOf(template, 'Resources') : [];
  return runtimes
    .flatMap((runtime) => {
      const found = resources.find(({ value }) => typeOf(value) === runtime.operations.serviceType);
      const properties = entryOf(found?.value, 'Properties');
      const read: ReadProperty = (...path) => textOf(path.reduce(entryOf, properties));
      return found ? [{ runtime, connectsFrom: runtime.operations.connectsFrom(read) }] : [];
    })
    .at(0);
}

function hasDatabase(template: TemplateNode): boolean {
  return typesIn(template).includes('Custom::MySqlDatabase');
}

function typesIn(template: TemplateNode): readonly string[] {
  if (template.kind !== 'map') return [];
  return sectionOf(template, 'Resources').map(({ value }) => typeOf(value));
}

/**
 * What happens to the service when it moves to another runtime, or into the VPC, or out of it; `undefined` when it stays
 * where it is.
 */
export function wordMove(
  { before, after }: Versions<TemplateNode>,
  { resolved, toolkit }: DeployContext,
): string | undefined {
  const from = serviceIn(before, toolkit);
  const to = serviceIn(after, toolkit);
  if (!from || !to) return undefined;
  const { name, operations } = to.runtime;
  if (from.runtime !== to.runtime) {
    const stays = hasDatabase(before)
      ? 'The database, its user and the web ACL stay as they are'
      : 'The web ACL stays as it is';
    return `The service moves from ${from.runtime.name} to ${name}. First ${operations.move.here(resolved.spec)}; then ${from.runtime.operations.move.away}. ${stays}`;
  }
  return from.connectsFrom === to.connectsFrom ? undefined : operations.move[to.connectsFrom];
}

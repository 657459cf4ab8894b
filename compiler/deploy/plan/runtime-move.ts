import { runtimeOf } from '../../modules/choose.ts';
import type { Runtime, Toolkit } from '../../modules/module.ts';
import { sectionOf, typeOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { DeployContext } from './deploy-context.ts';

/** The runtime of a deployed stack: the one whose service is in its template. */
export function deployedRuntime(template: TemplateNode, toolkit: Toolkit): Runtime | undefined {
  const types = typesIn(template);
  return toolkit.runtimes.find(({ operations }) => types.includes(operations.serviceType));
}

function hasDatabase(template: TemplateNode): boolean {
  return typesIn(template).includes('Custom::MySqlDatabase');
}

function typesIn(template: TemplateNode): readonly string[] {
  if (template.kind !== 'map') return [];
  return sectionOf(template, 'Resources').map(({ value }) => typeOf(value));
}

/**
 * What happens to the service when the spec has another runtime than the deployed stack; `undefined` when it has the
 * same.
 */
export function wordMove(former: TemplateNode, { resolved, toolkit }: DeployContext): string | undefined {
  const from = deployedRuntime(former, toolkit);
  const to = runtimeOf(resolved.spec, toolkit);
  if (!from || from === to) return undefined;
  const stays = hasDatabase(former)
    ? 'The database, its user and the web ACL stay as they are'
    : 'The web ACL stays as it is';
  return `The service moves from ${from.name} to ${to.name}. First ${to.operations.move.here(resolved.spec)}; then ${from.operations.move.away}. ${stays}`;
}

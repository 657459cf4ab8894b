import { entryOf, textAt } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';

/** Whether a resource's template makes AWS refuse to delete it: a property, or an attribute of a load balancer. */
export function isProtected(resource: TemplateNode | undefined): boolean {
  const properties = entryOf(resource, 'Properties');
  if (textAt(properties, 'DeletionProtection') === 'true') return true;
  const attributes = entryOf(properties, 'LoadBalancerAttributes');
  if (attributes?.kind !== 'list') return false;
  return attributes.items.some(
    (each) => textAt(each, 'Key') === 'deletion_protection.enabled' && textAt(each, 'Value') === 'true',
  );
}

import { entryOf, itemsAt, textAt } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';

/** Whether a resource's template makes AWS refuse to delete it: a property, or an attribute of a load balancer. */
export function isProtected(resource: TemplateNode | undefined): boolean {
  const properties = entryOf(resource, 'Properties');
  if (textAt(properties, 'DeletionProtection') === 'true') return true;
  return itemsAt(properties, 'LoadBalancerAttributes').some(
    (each) => textAt(each, 'Key') === 'deletion_protection.enabled' && textAt(each, 'Value') === 'true',
  );
}

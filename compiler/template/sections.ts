import type { Template } from './template.ts';

/** The functions' sources, which are long, stand at the end. */
const order = [
  'AWSTemplateFormatVersion',
  'Description',
  'Parameters',
  'Conditions',
  'Resources',
  'Outputs',
  'Mappings',
];

/** Puts a template's sections into the order that people expect, whatever the order of the fragments. */
export function sortSections(template: Template): Template {
  const entries = [...template.root.entries]
    .sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
    .map((entry) => ({ ...entry, spaced: entry.value.kind === 'map' }));
  return { ...template, root: { ...template.root, entries } };
}

import { writeFileSync } from 'node:fs';
import { toolkit } from '../toolkit.ts';
import { readResourceTypes, resourceTypesFile, resourceTypesText, typesIn } from './resource-types.ts';

// Rewrites what is known of AWS's resource types, with the cfn-lint that the tests install. A type that templates had
// once is kept, because deployed stacks may still have it.
if (process.env['CI'] === 'true') throw new Error('In CI, generated files are compared, never rewritten.');
const types = new Set([
  ...Object.keys(readResourceTypes().types),
  ...typesIn(Object.values(toolkit.fragments)),
]);
writeFileSync(resourceTypesFile, resourceTypesText([...types].sort()));

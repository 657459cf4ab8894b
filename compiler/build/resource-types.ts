import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceTypes, TypeFacts } from '../diff/effects.ts';
import { visit } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import { projectFolder } from './project-folder.ts';
import { readPackageData, schemaDate, versionOf } from './python-packages.ts';

export const resourceTypesFile = join(projectFolder, 'compiler', 'diff', 'resource-types.json');
const region = 'us-east-1';

/** The part of AWS's schema of a resource type that says what a changed property does. */
export interface ResourceSchema {
  readonly createOnlyProperties?: readonly string[];
  readonly conditionalCreateOnlyProperties?: readonly string[];
  readonly readOnlyProperties?: readonly string[];
  readonly replacementStrategy?: string;
}

/** The file as it is committed. */
export function readResourceTypes(): ResourceTypes {
  return JSON.parse(readFileSync(resourceTypesFile, 'utf8')) as ResourceTypes;
}

/** AWS's own resource types that templates have, custom ones left out. */
export function typesIn(trees: readonly TemplateNode[]): readonly string[] {
  const types = new Set<string>();
  for (const tree of trees) {
    visit(tree, (node, path) => {
      const isType = path.length === 3 && path[0] === 'Resources' && path[2] === 'Type';
      if (isType && node.kind === 'scalar') types.add(String(node.value));
    });
  }
  return [...types].filter((type) => type.startsWith('AWS::')).sort();
}

/** The text of the file for these types, made from the schemas in the installed cfn-lint. */
export function resourceTypesText(types: readonly string[]): string {
  const read = (...path: readonly string[]) => readPackageData('cfnlint', 'data', 'schemas', ...path);
  const files = read('providers', `${region}.json`) as Readonly<Record<string, string>>;
  const facts = types.map((type): readonly [string, TypeFacts] => {
    const name = files[type];
    if (name === undefined) throw new Error(`cfn-lint has no schema of ${type} in ${region}`);
    return [type, readFacts(read('resources', `${name}.json`) as ResourceSchema)];
  });
  const result: ResourceTypes = {
    source: `CloudFormation's resource schemas of ${region}, as cfn-lint ${versionOf('cfn_lint')} ships them`,
    asOf: schemaDate(),
    types: Object.fromEntries(facts),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

export function readFacts(schema: ResourceSchema): TypeFacts {
  const createOnly = toPaths(schema.createOnlyProperties);
  const conditional = toPaths(schema.conditionalCreateOnlyProperties);
  // A list is compared as a whole, so what AWS sets in its items can't be told.
  const readOnly = toPaths(schema.readOnlyProperties).filter((path) => !path.includes('*'));
  return {
    ...(createOnly.length > 0 && { createOnly }),
    ...(conditional.length > 0 && { conditional }),
    ...(readOnly.length > 0 && { readOnly }),
    ...(schema.replacementStrategy === 'delete_then_create' && { deletesFirst: true }),
  };
}

/** `/properties/Encryption/Key` to `Encryption.Key`; a path inside another one of them is left out. */
function toPaths(pointers: readonly string[] = []): readonly string[] {
  const paths = pointers.map((pointer) => pointer.replace(/^\/properties\//, '').replaceAll('/', '.'));
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`))).sort();
}

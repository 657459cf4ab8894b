import { fixedInEnvironments } from '../spec/fixed-in-environments.ts';
import { dereference } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import { demands, isMap, offers, snippetOf, words } from './editor-keywords.ts';
import type { EditorSchema } from './editor-keywords.ts';
import { defineEnvironment, partsForEnvironments, withPreviewParts } from './editor-overlay.ts';
import { showSetting } from './editor-setting.ts';
import type { View } from './editor-setting.ts';

/**
 * The schema as editors load it. Every setting has its full name as title and its default in the text that hovering
 * shows; examples of mappings are snippets. A spec with environments can leave everything to them but what is the same
 * in all; within an environment nothing is required.
 */
export function editorSchema(root: Schema): EditorSchema {
  const view: View = { root, definitions: new Map() };
  const environment = defineEnvironment(view);
  const shown = Object.entries(root.properties ?? {}).map(([name, schema]): Shown => ({
    name,
    isSection: isMap(dereference(root, schema)) && name !== 'environments',
    schema: name === 'environments' ? environmentsIn(schema, environment) : showSection(view, schema, name),
  }));
  const inEnvironment = view.definitions.get('environment.preview');
  if (inEnvironment) view.definitions.set('environment.preview', withPreviewParts(view, inEnvironment));
  const sections = shown.filter(({ isSection }) => isSection);
  const required = root.required ?? [];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...words(root, 'archc spec'),
    ...demands(root),
    additionalProperties: false,
    required: required.filter((name) => fixedInEnvironments.includes(name)),
    defaultSnippets: [{ ...snippetOf(newSpec(root)), label: 'new spec' }],
    properties: Object.fromEntries(
      shown.map(({ name, isSection, schema }) => [name, isSection ? true : schema]),
    ),
    if: { required: ['environments'] },
    then: {
      properties: partsForEnvironments(view),
      if: { required: ['sharedStack'] },
      then: noShared,
    },
    else: {
      properties: Object.fromEntries(sections.map(({ name, schema }) => [name, schema])),
      required: required.filter((name) => !fixedInEnvironments.includes(name)),
      if: { required: ['sharedStack'] },
      then: noShared,
      else: {
        required: ['shared'],
        errorMessage:
          'Add "shared" with its availabilityZones, or "sharedStack" with the name of an existing shared stack',
      },
    },
    definitions: Object.fromEntries(view.definitions),
  };
}

function showSection(view: View, schema: Schema, name: string): EditorSchema {
  const shown = showSetting(view, schema, name);
  return name === 'preview' ? withPreviewParts(view, shown) : shown;
}

interface Shown {
  readonly name: string;
  /** Whether it has settings of its own. */
  readonly isSection: boolean;
  readonly schema: EditorSchema;
}

const noShared: EditorSchema = {
  properties: { shared: false },
  errorMessage: '"shared" and "sharedStack" exclude each other',
};

function environmentsIn(schema: Schema, environment: EditorSchema): EditorSchema {
  const { propertyNames } = schema;
  return {
    ...words(schema, 'environments'),
    ...demands(schema),
    ...offers(schema),
    minProperties: 1,
    ...(propertyNames && { propertyNames: demands(propertyNames) }),
    additionalProperties: environment,
  };
}

/** An example of every part that a spec must have. */
function newSpec(root: Schema): Readonly<Record<string, unknown>> {
  const needed = [...(root.required ?? []), 'shared'];
  const examples = Object.entries(root.properties ?? {})
    .filter(([name]) => needed.includes(name))
    .map(([name, schema]) => [name, dereference(root, schema).examples?.[0]] as const);
  return Object.fromEntries(examples);
}

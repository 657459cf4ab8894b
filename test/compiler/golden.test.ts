import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile, compileAll, compileTree, previewTree } from '../../compiler/compile.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import type { SpecTree } from '../../compiler/spec/model.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { requestLimit } from '../modules/options/requestLimit/option.ts';
import { casesIn, expectFolder } from '../support/compile/snapshot.ts';
import { toolkitWith } from '../support/compile/toolkit-with.ts';
import { untriedOptions, untriedSettings } from '../support/compile/untried.ts';

const folder = 'test/golden';

/** The build script depends on few settings, which these cases have. */
const withScript = ['minimal', 'every-setting', 'fargate-every-setting'];

describe('a spec', () => {
  for (const name of casesIn(folder)) {
    it(`compiles as before: ${name}`, () => {
      const file = `${folder}/${name}/spec.yaml`;
      const bytes = readFileSync(file);
      const outcome = compileAll({ name: file, bytes }, toolkit);
      if (!outcome.ok) throw new Error(renderText(outcome.diagnostics, bytes.toString(), false));
      const previews = outcome.value
        .filter(({ resolved }) => resolved.spec.preview)
        .map(({ resolved }) => compilePreview(resolved.tree));
      const messages = [outcome.diagnostics, ...previews.map(({ diagnostics }) => diagnostics)]
        .map((diagnostics) => renderText(diagnostics, bytes.toString(), false))
        .join('');
      const compiled = [...outcome.value, ...previews.map(({ value }) => value)];
      const files = Object.fromEntries(
        compiled.flatMap(({ artifacts, resolved: { tree } }) =>
          artifacts
            .filter((artifact) => !artifact.executable || withScript.includes(name))
            .map((artifact) => [
              [tree.environment?.name, tree.preview?.id, artifact.name].filter(Boolean).join('/'),
              artifact.text,
            ]),
        ),
      );
      expectFolder(
        `${folder}/${name}/expected`,
        messages === '' ? files : { ...files, 'stderr.txt': messages },
        import.meta.filename,
      );
    });
  }

  it('gives the same bytes twice', () => {
    const source = { name: 'spec.yaml', bytes: readFileSync(`${folder}/every-setting/spec.yaml`) };
    const texts = [compile(source, toolkit), compile(source, toolkit)].map((outcome) =>
      outcome.ok ? outcome.value.artifacts : outcome.diagnostics,
    );
    expect(texts[0]).to.deep.equal(texts[1]);
  });

  it('is tried with every setting, on every runtime that has it', () => {
    expect(untriedSettings(toolkit)).to.deep.equal([]);
  });

  it('is tried with every option alone', () => {
    expect(untriedOptions(toolkit)).to.deep.equal([]);
  });

  it('that a new setting or option wants is named', () => {
    const kit = toolkitWith(requestLimit);
    const inventedForThisTest: Schema = { type: 'integer' };
    const schema = withSetting(kit.schema, 'fargateService', { inventedForThisTest });
    const before = [...untriedSettings(toolkit), ...untriedOptions(toolkit)];
    const added = (untried: readonly string[]) => untried.filter((each) => !before.includes(each));
    expect(added(untriedSettings({ ...kit, schema }))).to.deep.equal([
      'backend.service.inventedForThisTest of fargate: add it to test/golden/fargate-every-setting/spec.yaml',
      'options.requestLimit: add it to test/golden/fargate-request-limit/spec.yaml',
      'options.requestLimit.perMinute: add it to test/golden/fargate-request-limit/spec.yaml',
      'options.requestLimit: add it to test/golden/request-limit/spec.yaml',
      'options.requestLimit.perMinute: add it to test/golden/request-limit/spec.yaml',
    ]);
    expect(added(untriedOptions(kit))).to.include.members([
      'requestLimit alone: add test/golden/request-limit/spec.yaml',
    ]);
  });

  it('keeps, for every property, the place in the spec that it comes from', () => {
    const bytes = readFileSync(`${folder}/every-setting/spec.yaml`);
    const outcome = compile({ name: 'spec.yaml', bytes }, toolkit);
    if (!outcome.ok) throw new Error('the spec has errors');
    const shared = outcome.value.templates.find(({ stack }) => stack === 'shared');
    const resources = shared?.root.entries.find(({ key }) => key === 'Resources')?.value;
    expect(JSON.stringify(resources)).to.include(
      JSON.stringify({ kind: 'scalar', value: 35, from: ['shared', 'database', 'backupRetentionDays'] }),
    );
  });
});

/** A preview of a spec, or of one of its environments. */
function compilePreview(tree: SpecTree) {
  const preview = previewTree(tree, 'pr-123', toolkit);
  const outcome = preview.ok ? compileTree(preview.value, toolkit) : preview;
  if (!outcome.ok) throw new Error(renderText(outcome.diagnostics, tree.text, false));
  return outcome;
}

function withSetting(schema: Schema, definition: string, setting: Schema['properties']): Schema {
  const own = schema.definitions?.[definition];
  const extended = { ...own, properties: { ...own?.properties, ...setting } };
  return { ...schema, definitions: { ...schema.definitions, [definition]: extended } };
}

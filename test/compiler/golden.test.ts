import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import { settingPaths } from '../../compiler/explain/setting.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { casesIn, expectFolder } from '../support/compile/snapshot.ts';

const folder = 'test/golden';

/** The build script depends on few settings, which these cases have. */
const withScript = ['minimal', 'every-setting', 'fargate-every-setting'];

describe('a spec', () => {
  for (const name of casesIn(folder)) {
    it(`compiles as before: ${name}`, () => {
      const file = `${folder}/${name}/spec.yaml`;
      const bytes = readFileSync(file);
      const outcome = compile({ name: file, bytes }, toolkit);
      const messages = renderText(outcome.diagnostics, bytes.toString(), false);
      if (!outcome.ok) throw new Error(messages);
      const files = Object.fromEntries(
        outcome.value.artifacts
          .filter((artifact) => !artifact.executable || withScript.includes(name))
          .map((artifact) => [artifact.name, artifact.text]),
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

  it('is tried with every setting that there is', () => {
    const bytes = ['every-setting', 'fargate-every-setting', 'shared-stack'].map((name) =>
      readFileSync(`${folder}/${name}/spec.yaml`),
    );
    const given = bytes.flatMap((each) => {
      const outcome = compile({ name: 'spec.yaml', bytes: each }, toolkit);
      return outcome.ok ? pathsOf(outcome.value.resolved.tree.data) : [];
    });
    expect(settingPaths(toolkit.schema).filter((path) => !given.includes(path))).to.deep.equal([]);
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

function pathsOf(data: unknown, prefix = ''): string[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => [
    `${prefix}${key}`,
    ...pathsOf(value, `${prefix}${key}.`),
  ]);
}

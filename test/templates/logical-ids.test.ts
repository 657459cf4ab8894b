import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { runtimeOf } from '../support/compile/runtime-of.ts';
import { findArtifacts } from '../support/judges/find-artifacts.ts';
import { readWithYaml } from '../support/yaml/read-yaml-yaml.ts';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

/** CloudFormation never changes the type of a resource: a stack can't go from one to the other. */
describe('a logical id', () => {
  it('has one type in all templates of a stack, whatever the spec chooses', () => {
    const templates = findArtifacts('.yaml');
    expect(new Set(templates.map(runtimeOf)))
      .to.have.property('size')
      .above(1);
    const types = new Map<string, Set<string>>();
    for (const file of templates) {
      const { Resources } = readWithYaml(readFileSync(file, 'utf8'), '1.2') as Template;
      for (const [id, { Type }] of Object.entries(Resources)) {
        const key = `${id} in ${path.basename(file)}`;
        types.set(key, (types.get(key) ?? new Set()).add(Type));
      }
    }
    expect(types).to.include.keys('Vpc in shared.yaml', 'WebAcl in backend.yaml');
    const several = [...types].filter(([, those]) => those.size > 1);
    expect(several.map(([key, those]) => `${key}: ${[...those].join(', ')}`)).to.deep.equal([]);
  });
});

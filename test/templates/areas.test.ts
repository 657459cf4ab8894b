import { expect } from 'chai';
import { areaOf, areas } from '../../compiler/template/areas.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';

describe('the areas', () => {
  const types = areas.flatMap(({ nouns }) => Object.keys(nouns));

  it('have every type that templates have, and each once', () => {
    const used = Object.values(toolkit.fragments)
      .flatMap((root) => resourcesOf(root).map(({ value }) => typeOf(value)))
      .filter((type) => type !== '');
    expect([...types].sort()).to.deep.equal([...new Set(used)].sort());
  });

  it('have their own names, and so have the types in each', () => {
    const ids = areas.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { id, nouns } of areas) {
      expect(id).to.match(/^[a-z]+(-[a-z]+)*$/);
      const words = Object.values(nouns);
      expect(new Set(words).size, id).to.equal(words.length);
    }
  });

  it('are found by a type, and by nothing else', () => {
    expect(areaOf('AWS::EC2::VPC')?.id).to.equal('network');
    expect(areaOf('Custom::MySqlDatabase')?.id).to.equal('database');
    expect(areaOf('AWS::SQS::Queue')).to.equal(undefined);
    expect(areaOf('toString')).to.equal(undefined);
  });
});

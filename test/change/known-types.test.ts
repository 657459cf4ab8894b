import { expect } from 'chai';
import { revisedOr } from '../../compiler/change/known-types.ts';

describe('a change of a type whose every change is a new version', () => {
  for (const [effect, own, other] of [
    ['replace', 'revise', 'replace'],
    ['may-replace', 'revise', 'may-replace'],
    ['update', 'update', 'update'],
    ['none', 'none', 'none'],
  ] as const) {
    it(`is "${own}" where it would be "${effect}"`, () => {
      expect(revisedOr('AWS::ECS::TaskDefinition', effect)).to.equal(own);
      expect(revisedOr('AWS::AppRunner::AutoScalingConfiguration', effect)).to.equal(own);
      expect(revisedOr('AWS::ECS::Service', effect), 'another type').to.equal(other);
      expect(revisedOr('Custom::MySqlDatabase', effect), 'a custom resource').to.equal(other);
    });
  }
});

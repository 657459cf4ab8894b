import { expect } from 'chai';
import { composeDeployPolicy, composePlanPolicy } from '../../compiler/policy/policy.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';

describe('the policies of a spec with a certificate', () => {
  const scope = { account: '123456789012', toolkit };

  for (const compose of [composePlanPolicy, composeDeployPolicy]) {
    it(`allow to read exactly that one: ${compose.name}`, () => {
      const documents = compose([compileGolden('fargate-dns-elsewhere')], scope);
      const found = documents
        .flatMap(({ Statement }) => Statement)
        .filter(({ Action }) => Action.includes('acm:DescribeCertificate'));
      expect(found.flatMap(({ Resource }) => Resource)).to.deep.equal([
        'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
      ]);
    });
  }
});

import { expect } from 'chai';
import { failureRules } from '../../compiler/deploy/failure/rules.ts';
import { completeCommands } from '../../compiler/diagnostics/commands.ts';
import { specWords } from '../../compiler/diagnostics/shell-quote.ts';
import { toolkit } from '../../compiler/toolkit.ts';

describe('The commands in a message', () => {
  for (const [text, completed] of [
    ['run "archc status"', `run "archc status 'my spec.yaml'"`],
    [
      '"archc destroy --unprotect", then "archc deploy"',
      `"archc destroy 'my spec.yaml' --unprotect", then "archc deploy 'my spec.yaml'"`,
    ],
    ['"archc deploy other.yaml" and "archc init" have what they need', undefined],
    ['archc deploys, and "archc deploys" is no command', undefined],
    ['"aws rds describe-db-clusters" lists', '"aws rds describe-db-clusters --region eu-west-1" lists'],
    [
      '"aws logs delete-resource-policy --policy-name NAME"',
      '"aws logs delete-resource-policy --region eu-west-1 --policy-name NAME"',
    ],
    ['"aws ecr describe-images --region us-east-1 --repository-name a"', undefined],
    ['"aws route53 list-hosted-zones" and "aws iam list-roles" know no regions', undefined],
  ] as const) {
    it(`name the spec and its region: ${text}`, () => {
      const about = { spec: specWords({ name: 'my spec.yaml' }), region: 'eu-west-1' };
      expect(completeCommands(text, about)).to.equal(completed ?? text);
    });
  }

  it('name no region that the spec gets wrong', () => {
    for (const region of ['$(id)', 1, undefined]) {
      expect(completeCommands('"aws ec2 describe-vpcs"', { spec: 'a', region })).to.equal(
        '"aws ec2 describe-vpcs"',
      );
    }
  });

  it('are complete in every hint for a failed deployment', () => {
    const own = toolkit.runtimes.flatMap(({ operations }) => operations.failureRules);
    const hints = failureRules(own).map(({ hint }) =>
      completeCommands(hint, { spec: specWords({ name: 'my spec.yaml' }), region: 'eu-west-1' }),
    );
    const found = hints.flatMap((hint) => [...hint.matchAll(/"((?:archc|aws) [^"]+)"/g)]);
    expect(found.length).to.be.above(10);
    for (const [, command] of found) {
      expect(command).to.match(/^archc \w+ ('my spec.yaml'|SPEC)( --|$)|^aws .* --region |^aws route53 /);
    }
  });
});

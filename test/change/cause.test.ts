import { expect } from 'chai';
import type { Action, Effect } from '../../compiler/change/action.ts';
import { certaintyAfter, effectOfReference } from '../../compiler/change/cause.ts';
import type { Certainty } from '../../compiler/change/cause.ts';

describe('the value of a reference', () => {
  const cases: readonly (readonly [Action | undefined, attribute: string | undefined, Certainty])[] = [
    ['replace', undefined, 'yes'],
    ['revise', undefined, 'yes'],
    ['may-replace', undefined, 'perhaps'],
    ['update', undefined, 'no'],
    ['interrupt', undefined, 'no'],
    ['create', undefined, 'no'],
    [undefined, undefined, 'no'],
    ['replace', 'Arn', 'yes'],
    ['replace', 'VpcId', 'yes'],
    ['replace', 'RepositoryUri', 'yes'],
    ['replace', 'ServiceUrl', 'yes'],
    ['replace', 'Endpoint.Address', 'yes'],
    ['replace', 'DNSName', 'yes'],
    ['replace', 'AvailabilityZone', 'perhaps'],
    ['replace', 'ArnOfTheRole', 'perhaps'],
    ['replace', 'VpcIdentity', 'perhaps'],
    ['replace', 'Url.Path', 'perhaps'],
    ['replace', 'Urn', 'perhaps'],
    ['may-replace', 'Arn', 'perhaps'],
    ['update', 'Arn', 'no'],
  ];
  for (const [action, attribute, certainty] of cases) {
    const what = attribute === undefined ? 'to a resource' : `to the attribute ${attribute} of a resource`;
    it(`${what} with the action "${action ?? 'none at all'}" changes: ${certainty}`, () => {
      expect(certaintyAfter(action, attribute)).to.equal(certainty);
    });
  }
});

describe('a property whose value comes from elsewhere', () => {
  const cases: readonly (readonly [Certainty, done: Effect, Effect])[] = [
    ['yes', 'replace', 'replace'],
    ['yes', 'update', 'update'],
    ['yes', 'refuse', 'refuse'],
    ['perhaps', 'replace', 'may-replace'],
    ['perhaps', 'may-replace', 'may-replace'],
    ['perhaps', 'refuse', 'may-replace'],
    ['perhaps', 'update', 'follow'],
    ['perhaps', 'interrupt', 'follow'],
    ['no', 'replace', 'follow'],
  ];
  for (const [certainty, done, effect] of cases) {
    it(`is "${effect}" where a change would be "${done}" and comes: ${certainty}`, () => {
      expect(effectOfReference(certainty, done)).to.equal(effect);
    });
  }
});

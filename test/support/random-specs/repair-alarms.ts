import type { Draft } from './draft.ts';

const alarms = 'options.alarms';

/** Steps that make the checks of the option alarms content. */
export const alarmSteps: readonly ((draft: Draft) => void)[] = [
  function somebodyIsNotified(draft) {
    if (draft.given(alarms) === undefined) return;
    if (['notify', 'slack', 'topicArn'].every((key) => draft.given(`${alarms}.${key}`) === undefined))
      draft.set(`${alarms}.notify`, ['oncall@example.com']);
    const has = (key: string) => draft.given(`${alarms}.${key}`) !== undefined;
    if (has('notify') || has('slack')) draft.remove(`${alarms}.topicArn`);
  },

  function listsNameEachOnce(draft) {
    for (const path of [`${alarms}.notify`, `${alarms}.without`]) {
      if (draft.given(path) !== undefined) draft.set(path, [...new Set(draft.texts(path))]);
    }
  },

  /** Also of the account to which other steps bring all ARNs. */
  function topicIsOfTheRegion(draft) {
    const path = `${alarms}.topicArn`;
    if (draft.given(path) === undefined) return;
    const place = `${draft.text('region')}:123456789012`;
    draft.set(path, draft.text(path).replace(/^arn:aws:sns:[^:]*:[0-9]*/, `arn:aws:sns:${place}`));
  },

  function onlyFargateRollsBack(draft) {
    if (draft.text('backend.service.runtime') !== 'fargate') draft.remove(`${alarms}.rollback`);
  },
];

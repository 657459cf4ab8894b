import type { FailureRule } from '../../../compiler/modules/operations.ts';

const slack = ['options', 'alarms', 'slack'];

export const failureRules: readonly FailureRule[] = [
  {
    // https://github.com/hashicorp/terraform-provider-awscc/issues/1011
    type: 'AWS::Chatbot::',
    reason: /already been configured/i,
    hint: 'Write options.alarms.topicArn with the ARN of a topic that the configuration of this channel has, in place of slack, or choose another channel: an account can have only one configuration for a channel',
    at: [...slack, 'channelId'],
  },
  {
    // https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
    type: 'AWS::Chatbot::',
    reason: /workspace|team.*(authori[sz]ed|not found)|authori[sz]e/i,
    hint: 'Authorize the Slack workspace in the console of Amazon Q Developer in chat applications, once in this account: no API does that',
    at: [...slack, 'workspaceId'],
    isGuess: true,
  },
  {
    type: 'AWS::Chatbot::',
    reason: /topic/i,
    hint: 'Deploy the shared stack too: its alarms need their topic before the backend can send them to Slack',
    at: slack,
    isGuess: true,
  },
  {
    // https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
    type: 'AWS::SNS::Topic',
    reason: /endpoint|email address/i,
    hint: 'Check the addresses under options.alarms.notify: Amazon SNS does not take one of them',
    at: ['options', 'alarms', 'notify'],
  },
];

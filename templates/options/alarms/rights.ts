import { everything } from '../../../compiler/modules/rights.ts';
import type { Rights } from '../../../compiler/modules/rights.ts';

const alarms = ['cloudwatch:{region}:{account}:alarm:{stack}*'];
const topics = ['sns:{region}:{account}:{stack}*'];

/** Source: as in templates/base/rights.ts. */
export const rights: Rights = {
  throughStack: {
    'AWS::CloudWatch::Alarm': [
      {
        actions: [
          'cloudwatch:PutMetricAlarm',
          'cloudwatch:DescribeAlarms',
          'cloudwatch:DeleteAlarms',
          'cloudwatch:ListTagsForResource',
          'cloudwatch:TagResource',
          'cloudwatch:UntagResource',
        ],
        on: alarms,
      },
    ],
    'AWS::CloudWatch::Dashboard': [
      {
        actions: ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard', 'cloudwatch:DeleteDashboards'],
        // CloudFormation puts the logical id first in the name of a dashboard.
        on: ['cloudwatch::{account}:dashboard/{id}*', 'cloudwatch::{account}:dashboard/{stack}*'],
      },
    ],
    'AWS::Chatbot::SlackChannelConfiguration': [
      {
        actions: [
          'chatbot:CreateSlackChannelConfiguration',
          'chatbot:DescribeSlackChannelConfigurations',
          'chatbot:ListTagsForResource',
        ],
        on: everything,
      },
      {
        actions: [
          'chatbot:UpdateSlackChannelConfiguration',
          'chatbot:DeleteSlackChannelConfiguration',
          'chatbot:TagResource',
          'chatbot:UntagResource',
        ],
        on: ['chatbot::{account}:chat-configuration/slack-channel/{stack}*'],
      },
    ],
    'AWS::SNS::Topic': [
      {
        actions: [
          'sns:CreateTopic',
          'sns:DeleteTopic',
          'sns:GetDataProtectionPolicy',
          'sns:GetTopicAttributes',
          'sns:ListSubscriptionsByTopic',
          'sns:ListTagsForResource',
          'sns:PutDataProtectionPolicy',
          'sns:SetTopicAttributes',
          'sns:Subscribe',
          'sns:TagResource',
          'sns:Unsubscribe',
          'sns:UntagResource',
        ],
        on: topics,
      },
    ],
    'AWS::SNS::TopicPolicy': [{ actions: ['sns:SetTopicAttributes'], on: topics }],
  },
  direct: {
    'AWS::CloudWatch::Alarm': [{ actions: ['cloudwatch:DescribeAlarms'], on: alarms }],
    'AWS::SNS::Topic': [{ actions: ['sns:ListSubscriptionsByTopic'], on: topics }],
  },
  linkedServices: {
    // https://docs.aws.amazon.com/chatbot/latest/adminguide/using-service-linked-roles.html
    'AWS::Chatbot::SlackChannelConfiguration': 'management.chatbot.amazonaws.com',
  },
};

"""Subscriptions of mail addresses, which wait for a confirmation, and AWS::Chatbot::SlackChannelConfiguration.

MiniStack takes every address for confirmed. Here a test confirms one with the address itself as the token.
"""

from ministack.core.responses import get_account_id
from ministack.services import sns
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

from patching import add_type, after_reset, edit_answer, wrap

SLACK = "AWS::Chatbot::SlackChannelConfiguration"
# https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
PENDING = "PendingConfirmation"

# The properties of all configurations by their ARNs: they belong to no region.
channels = {}


def install(app):
    add_type(SLACK, create, update, delete, ("SlackWorkspaceId", "ConfigurationName"))
    handlers = _RESOURCE_HANDLERS["AWS::SNS::Topic"]
    for kind in ("create", "update"):
        handlers[kind] = then_wait(handlers[kind])
    wrap(sns, "_list_subscriptions_by_topic", hide_pending)
    after_reset(app, channels.clear)


def then_wait(handle):
    def handle_waiting(*arguments, **options):
        answer = handle(*arguments, **options)
        for subscription in sns._topics[answer[0]]["subscriptions"]:
            if subscription["protocol"] == "email" and "token" not in subscription:
                subscription.update(confirmed=False, token=subscription["endpoint"])
        return answer

    return handle_waiting


def hide_pending(list_subscriptions):
    """One that waits has no ARN yet."""

    def hide(text):
        for topic in sns._topics.values():
            for subscription in topic["subscriptions"]:
                if not subscription["confirmed"]:
                    text = text.replace(subscription["arn"], PENDING)
        return text

    return lambda params: edit_answer(list_subscriptions(params), hide)


def create(_logical_id, props, _stack_name):
    arn = f"arn:aws:chatbot::{get_account_id()}:chat-configuration/slack-channel/{props['ConfigurationName']}"
    check(arn, props)
    channels[arn] = props
    return arn, {"Arn": arn}


def update(arn, _old, new, _stack_name):
    check(arn, new)
    channels[arn] = new
    return arn, {"Arn": arn}


def delete(arn, _props):
    channels.pop(arn, None)


def check(arn, props):
    """https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1155"""
    channel, team = props["SlackChannelId"], props["SlackWorkspaceId"]
    if any(other != arn and each["SlackChannelId"] == channel for other, each in channels.items()):
        raise ValueError(
            f"Invalid request provided: Slack channel with ID {channel} in Slack team {team} has already been configured "
            f"for AWS account {get_account_id()}"
        )
    for topic in props["SnsTopicArns"]:
        if topic not in sns._topics:
            raise ValueError(f"Invalid request provided: The topic {topic} does not exist")

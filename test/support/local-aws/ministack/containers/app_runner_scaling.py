"""AWS::AppRunner::AutoScalingConfiguration: each is a revision that never changes."""

from ministack.core.responses import get_account_id, get_region, new_uuid

from patching import add_type

CREATE_ONLY = ("AutoScalingConfigurationName", "MaxConcurrency", "MaxSize", "MinSize", "Tags")


def install(_app):
    add_type("AWS::AppRunner::AutoScalingConfiguration", create, None, lambda arn, props: None, CREATE_ONLY)


def create(logical_id, props, stack_name):
    unique = new_uuid().replace("-", "")
    name = props.get("AutoScalingConfigurationName") or f"{logical_id}-{unique[:12]}"
    arn = f"arn:aws:apprunner:{get_region()}:{get_account_id()}:autoscalingconfiguration/{name}/1/{unique}"
    return arn, {"AutoScalingConfigurationArn": arn, "AutoScalingConfigurationRevision": 1, "Latest": True}

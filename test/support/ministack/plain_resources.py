"""Types of which only the existence matters here."""

from ministack.core.responses import get_account_id, get_region, new_uuid

from patching import add_type


def install(_app):
    add_plain("AWS::ApplicationAutoScaling::ScalableTarget", name_scalable_target)
    add_plain("AWS::ApplicationAutoScaling::ScalingPolicy", name_scaling_policy)
    add_plain("AWS::AppRunner::AutoScalingConfiguration", name_auto_scaling_configuration)


def add_plain(resource_type, name):
    """Every property may be changed in place."""

    def create(_logical_id, props, _stack_name):
        return name(props)

    def update(physical_id, _old, new, _stack_name):
        return physical_id, name(new)[1]

    add_type(resource_type, create, update, lambda physical_id, props: None)


def name_scalable_target(props):
    physical_id = "|".join(props[key] for key in ("ResourceId", "ScalableDimension", "ServiceNamespace"))
    return physical_id, {"Id": physical_id}


def name_scaling_policy(props):
    arn = f"arn:aws:autoscaling:{get_region()}:{get_account_id()}:scalingPolicy:{new_uuid()}"
    return arn, {"Arn": f"{arn}:policyName/{props['PolicyName']}"}


def name_auto_scaling_configuration(props):
    name = props.get("AutoScalingConfigurationName", "configuration")
    place = f"arn:aws:apprunner:{get_region()}:{get_account_id()}"
    arn = f"{place}:autoscalingconfiguration/{name}/1/{new_uuid().replace('-', '')}"
    return arn, {"AutoScalingConfigurationArn": arn, "AutoScalingConfigurationRevision": 1, "Latest": True}

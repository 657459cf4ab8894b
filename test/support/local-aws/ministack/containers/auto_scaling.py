"""Application Auto Scaling of ECS services: a registered service has at least the minimum and at most the maximum of
tasks.
"""

from ministack.core.responses import get_account_id, get_region, new_uuid

from containers import ecs_service
from patching import add_type, after_reset

# Physical id -> properties of the scalable target.
targets = {}
# ARN -> properties of the policy.
policies = {}

TARGET_KEY = ("ResourceId", "ScalableDimension", "ServiceNamespace")


def install(app):
    add_type("AWS::ApplicationAutoScaling::ScalableTarget", register, update_target, deregister, TARGET_KEY)
    add_type("AWS::ApplicationAutoScaling::ScalingPolicy", create_policy, update_policy, delete_policy, ("PolicyName", "ScalingTargetId"))
    after_reset(app, targets.clear)
    after_reset(app, policies.clear)


def register(_logical_id, props, _stack_name):
    physical_id = "|".join(props[key] for key in TARGET_KEY)
    targets[physical_id] = props
    scale(props)
    return physical_id, {"Id": physical_id}


def update_target(physical_id, _old, new, _stack_name):
    targets[physical_id] = new
    scale(new)
    return physical_id, {"Id": physical_id}


def deregister(physical_id, _props):
    targets.pop(physical_id, None)


def scale(props):
    _kind, _slash, key = props["ResourceId"].partition("/")
    service = ecs_service.find_active(key)
    if service is None:
        raise ValueError(f"ECS service doesn't exist: {props['ResourceId']}")
    least, most = int(props["MinCapacity"]), int(props["MaxCapacity"])
    ecs_service.scale(service, min(max(service["desiredCount"], least), most))


def create_policy(_logical_id, props, _stack_name):
    if props["ScalingTargetId"] not in targets:
        raise ValueError(f"No scalable target registered for {props['ScalingTargetId']}")
    arn = f"arn:aws:autoscaling:{get_region()}:{get_account_id()}:scalingPolicy:{new_uuid()}"
    policies[arn] = props
    return arn, {"Arn": f"{arn}:policyName/{props['PolicyName']}"}


def update_policy(arn, _old, new, _stack_name):
    policies[arn] = new
    return arn, {"Arn": f"{arn}:policyName/{new['PolicyName']}"}


def delete_policy(arn, _props):
    policies.pop(arn, None)

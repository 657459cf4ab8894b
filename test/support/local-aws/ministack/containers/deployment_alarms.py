"""The alarms that end a deployment of Amazon ECS, and a stand-in for CloudWatch's evaluation of them.

No requests are counted here. Instead, tasks whose image has a tag that ends with `erring` answer with errors as soon as they
run: an alarm about errors of their target group goes off then, as CloudWatch's own would in some minutes. It stays until
somebody sets its state.
"""

from ministack.services import alb, cloudwatch

ERRORS = "HTTPCode_Target_5XX_Count"
REASON = (
    "Threshold Crossed: 3 out of the last 5 datapoints were greater than or equal to the threshold ({threshold}) "
    "(minimum 3 datapoints for OK -> ALARM transition)."
)


def watch(service):
    """The alarms to watch during a deployment that begins now.

    When one is on already, ECS watches none, so that a repair can be deployed:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"""
    settings = service["deploymentConfiguration"].get("alarms", {})
    names = settings.get("alarmNames", []) if settings.get("enable") else []
    missing = [name for name in names if name not in cloudwatch._alarms]
    if missing:
        raise ValueError(f"The following alarms do not exist: {', '.join(missing)}")
    return [] if any(map(is_on, names)) else names


def is_on(name):
    return cloudwatch._alarms[name]["StateValue"] == "ALARM"


def evaluate(service):
    """What the alarms about the service's errors say when its tasks answer with errors."""
    groups = [balancer["targetGroupArn"] for balancer in service["loadBalancers"]]
    names = {alb._target_group_full_name_from_arn(group) for group in groups}
    for alarm in list(cloudwatch._alarms.values()):
        dimensions = {each["Name"]: each["Value"] for each in alarm.get("Dimensions", [])}
        if alarm.get("MetricName") == ERRORS and dimensions.get("TargetGroup") in names:
            state = {
                "AlarmName": alarm["AlarmName"],
                "StateValue": "ALARM",
                "StateReason": REASON.format(threshold=float(alarm["Threshold"])),
            }
            cloudwatch._set_alarm_state({}, state, False, True)

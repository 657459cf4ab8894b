"""AWS::EC2::FlowLog: the VPC, the log group and the role must be there, and the role may write."""

from ministack.core.responses import new_uuid
from ministack.services import cloudwatch_logs, ec2

from patching import add_type
from access.role_rights import find_missing

TYPE = "AWS::EC2::FlowLog"
REPLACING = ("DeliverLogsPermissionArn", "LogDestination", "LogDestinationType", "ResourceId", "ResourceType", "TrafficType")


def install(_app):
    add_type(TYPE, create, None, delete, REPLACING)


def create(_logical_id, props, _stack_name):
    if props["ResourceId"] not in ec2._vpcs:
        raise ValueError(f"The vpc ID '{props['ResourceId']}' does not exist")
    group = props["LogDestination"].removesuffix(":*").split(":log-group:")[-1]
    if group not in cloudwatch_logs._log_groups:
        raise ValueError(f"LogDestination: {props['LogDestination']} does not exist")
    stream = f"{props['LogDestination'].removesuffix(':*')}:log-stream:eni-1"
    role = props["DeliverLogsPermissionArn"]
    for action, resource in (("logs:CreateLogStream", stream), ("logs:PutLogEvents", stream)):
        missing = find_missing(role, "vpc-flow-logs.amazonaws.com", (action, resource))
        if missing is not None:
            raise ValueError(f"Unable to assume given IAM role, or it may not write: {missing}")
    flow_log = {**props, "FlowLogId": f"fl-{new_uuid().replace('-', '')[:17]}", "FlowLogStatus": "ACTIVE", "CreationTime": ec2._now_ts()}
    ec2._flow_logs[flow_log["FlowLogId"]] = flow_log
    return flow_log["FlowLogId"], {"Id": flow_log["FlowLogId"]}


def delete(flow_log_id, _props):
    ec2._flow_logs.pop(flow_log_id, None)

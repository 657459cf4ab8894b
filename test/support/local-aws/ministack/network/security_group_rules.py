"""AWS::EC2::SecurityGroupIngress: a rule as a resource of its own."""

from ministack.core.responses import new_uuid
from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from patching import add_type

TYPE = "AWS::EC2::SecurityGroupIngress"
REPLACING = (
    "CidrIp",
    "CidrIpv6",
    "FromPort",
    "GroupId",
    "IpProtocol",
    "SourcePrefixListId",
    "SourceSecurityGroupId",
    "ToPort",
)


def install(_app):
    add_type(TYPE, create, lambda physical_id, old, new, stack_name: (physical_id, {"Id": physical_id}), delete, REPLACING)


def create(_logical_id, props, _stack_name):
    group = ec2._security_groups.get(props["GroupId"])
    if group is None:
        raise ValueError(f"The security group '{props['GroupId']}' does not exist")
    group["IpPermissions"].extend(provisioners._ec2_sg_permissions([props]))
    rule_id = f"sgr-{new_uuid().replace('-', '')[:17]}"
    return rule_id, {"Id": rule_id}


def delete(_physical_id, props):
    group = ec2._security_groups.get(props["GroupId"])
    if group is None:
        return
    [rule] = provisioners._ec2_sg_permissions([props])
    group["IpPermissions"] = [other for other in group["IpPermissions"] if not ec2._rules_match(rule, other)]

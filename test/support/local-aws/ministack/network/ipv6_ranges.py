"""The resource types for IPv6 ranges of a VPC and its subnets."""

from ministack.core.responses import new_uuid
from ministack.services import alb, cloudformation, ec2
from ministack.services.cloudformation import provisioners

from patching import add_type

RANGES = "Ipv6CidrBlocks"


def install(_app):
    add_type("AWS::EC2::VPCCidrBlock", add_to_vpc, None, remove_from_vpc, ("AmazonProvidedIpv6CidrBlock", "VpcId"))
    add_type("AWS::EC2::SubnetCidrBlock", add_to_subnet, None, remove_from_subnet, ("Ipv6CidrBlock", "SubnetId"))
    handlers = provisioners._RESOURCE_HANDLERS["AWS::EC2::VPC"]
    handlers["update"] = keeping_ranges(handlers["update"])


def keeping_ranges(update):
    def update_vpc(physical_id, old, new, stack_name, logical_id=None):
        vpc_id, attributes = update(physical_id, old, new, stack_name, logical_id)
        return vpc_id, {**attributes, RANGES: list(ec2._vpcs[vpc_id].get(RANGES, {}).values())}

    return update_vpc


def add_to_vpc(_logical_id, props, _stack_name):
    vpc = ec2._vpcs[props["VpcId"]]
    association = f"vpc-cidr-assoc-{new_uuid().replace('-', '')[:17]}"
    vpc.setdefault(RANGES, {})[association] = f"2001:db8:{len(ec2._vpcs) % 0x10000:x}:a00::/56"
    tell_stacks(props["VpcId"], list(vpc[RANGES].values()))
    return association, {"Id": association}


def remove_from_vpc(physical_id, props):
    if any(s["VpcId"] == props["VpcId"] and s.get(RANGES) for s in ec2._subnets.values()):
        raise ValueError(f"The IPv6 CIDR block of {props['VpcId']} is in use by its subnets")
    ec2._vpcs.get(props["VpcId"], {}).get(RANGES, {}).pop(physical_id, None)


def tell_stacks(vpc_id, ranges):
    """Updates the VPC's attribute in its stacks: CloudFormation reads an attribute when it is used, when the range
    may already exist."""
    for stack in cloudformation._stacks.values():
        for resource in stack.get("_resources", {}).values():
            if resource["PhysicalResourceId"] == vpc_id:
                resource["Attributes"][RANGES] = ranges


def add_to_subnet(_logical_id, props, _stack_name):
    subnet = ec2._subnets[props["SubnetId"]]
    if subnet.get(RANGES):
        raise ValueError(f"The subnet {props['SubnetId']} has an IPv6 CIDR block already")
    others = [other.get(RANGES, {}).values() for other in ec2._subnets.values() if other["VpcId"] == subnet["VpcId"]]
    if any(props["Ipv6CidrBlock"] in ranges for ranges in others):
        raise ValueError(f"The CIDR '{props['Ipv6CidrBlock']}' conflicts with another subnet")
    association = f"subnet-cidr-assoc-{new_uuid().replace('-', '')[:17]}"
    subnet.setdefault(RANGES, {})[association] = props["Ipv6CidrBlock"]
    return association, {"Id": association}


def remove_from_subnet(physical_id, props):
    """Refused while a dual-stack load balancer has addresses in the range."""
    balancers = [balancer for balancer in alb._lbs.values() if props["SubnetId"] in balancer["Subnets"]]
    if any(balancer["IpAddressType"] == "dualstack" for balancer in balancers):
        raise ValueError(f"The IPv6 CIDR block {props['Ipv6CidrBlock']} of {props['SubnetId']} is in use")
    ec2._subnets.get(props["SubnetId"], {}).get(RANGES, {}).pop(physical_id, None)

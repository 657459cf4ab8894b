"""Elastic IP addresses and NAT gateways as resource types, and the subnets that EC2 refuses to delete."""

from ministack.core.responses import new_uuid
from ministack.services import alb, ec2, ecs
from ministack.services.cloudformation import provisioners

from patching import add_type


def install(_app):
    add_type("AWS::EC2::EIP", allocate, keep_address, release, ("NetworkBorderGroup",))
    add_type("AWS::EC2::NatGateway", create_gateway, None, delete_gateway, ("AllocationId", "ConnectivityType", "SubnetId"))
    handlers = provisioners._RESOURCE_HANDLERS["AWS::EC2::Subnet"]
    delete = handlers["delete"]

    def delete_unused(subnet_id, props):
        if subnet_id in list_used():
            raise ValueError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        delete(subnet_id, props)

    handlers["delete"] = delete_unused


def allocate(_logical_id, props, _stack_name):
    allocation = f"eipalloc-{new_uuid().replace('-', '')[:17]}"
    address = f"198.51.100.{len(ec2._addresses) + 1}"
    ec2._addresses[allocation] = {
        "AllocationId": allocation,
        "PublicIp": address,
        "Domain": props["Domain"],
        "AssociationId": None,
        "InstanceId": None,
        "NetworkInterfaceId": None,
        "PrivateIpAddress": None,
    }
    return address, {"AllocationId": allocation, "PublicIp": address}


def keep_address(physical_id, _old, _new, _stack_name):
    return physical_id, attributes_of(physical_id)


def attributes_of(address):
    allocation = next(each for each in ec2._addresses.values() if each["PublicIp"] == address)
    return {"AllocationId": allocation["AllocationId"], "PublicIp": address}


def release(address, _props):
    allocation = attributes_of(address)["AllocationId"]
    if any(gateway["AllocationId"] == allocation for gateway in live_gateways()):
        raise ValueError(f"Address with allocation id [{allocation}] is in use and cannot be released.")
    del ec2._addresses[allocation]


def create_gateway(_logical_id, props, _stack_name):
    subnet = ec2._subnets[props["SubnetId"]]
    if props["AllocationId"] not in ec2._addresses:
        raise ValueError(f"The allocation ID '{props['AllocationId']}' does not exist")
    if any(gateway["AllocationId"] == props["AllocationId"] for gateway in live_gateways()):
        raise ValueError(f"Elastic IP address [{props['AllocationId']}] is already associated")
    if not any(a["VpcId"] == subnet["VpcId"] for gateway in ec2._internet_gateways.values() for a in gateway["Attachments"]):
        raise ValueError(f"Network {subnet['VpcId']} has no Internet gateway attached")
    gateway_id = f"nat-{new_uuid().replace('-', '')[:17]}"
    ec2._nat_gateways[gateway_id] = {
        "NatGatewayId": gateway_id,
        "SubnetId": props["SubnetId"],
        "VpcId": subnet["VpcId"],
        "AllocationId": props["AllocationId"],
        "ConnectivityType": "public",
        "State": "available",
        "CreateTime": "",
        "Tags": [],
    }
    return gateway_id, {"NatGatewayId": gateway_id}


def delete_gateway(gateway_id, _props):
    ec2._nat_gateways[gateway_id]["State"] = "deleted"


def live_gateways():
    return [gateway for gateway in ec2._nat_gateways.values() if gateway["State"] != "deleted"]


def list_used():
    """The subnets of load balancers, of services and of NAT gateways."""
    for balancer in alb._lbs.values():
        yield from balancer["Subnets"]
    for service in ecs._services.values():
        if service["status"] == "ACTIVE":
            yield from service["networkConfiguration"]["awsvpcConfiguration"]["subnets"]
    yield from (gateway["SubnetId"] for gateway in live_gateways())

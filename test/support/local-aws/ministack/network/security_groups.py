"""EC2 refuses to delete a security group that is in use."""

from ministack.services import alb, ec2, ecs
from ministack.services.cloudformation import provisioners

from containers import app_runner_egress


def install(_app):
    handlers = provisioners._RESOURCE_HANDLERS["AWS::EC2::SecurityGroup"]
    delete = handlers["delete"]

    def delete_unused(group_id, props):
        if group_id in list_used(group_id):
            raise ValueError(f"resource {group_id} has a dependent object")
        delete(group_id, props)

    handlers["delete"] = delete_unused


def list_used(apart_from):
    """The security groups of load balancers, tasks and VPC connectors, and those that rules of other groups name."""
    for balancer in alb._lbs.values():
        yield from balancer["SecurityGroups"]
    for service in ecs._services.values():
        if service["status"] == "ACTIVE":
            yield from service["networkConfiguration"]["awsvpcConfiguration"]["securityGroups"]
    for connector in app_runner_egress.connectors.values():
        yield from connector["SecurityGroups"]
    for group_id, group in ec2._security_groups.items():
        if group_id != apart_from:
            yield from (pair["GroupId"] for rule in group["IpPermissions"] for pair in rule["UserIdGroupPairs"])

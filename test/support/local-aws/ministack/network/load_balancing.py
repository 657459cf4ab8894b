"""What Elastic Load Balancing refuses, and the health of a group's targets."""

from xml.sax.saxutils import escape

from ministack.services import acm, alb, ec2, s3, waf
from ministack.services.cloudformation import provisioners

from network import ipv6_ranges

PREFIX = "AWS::ElasticLoadBalancingV2::"
# The health of a target that has no other.
HEALTHY = {"State": "healthy"}


def install(_app):
    for kind, check in (("LoadBalancer", check_load_balancer), ("Listener", check_listener)):
        handlers = provisioners._RESOURCE_HANDLERS[PREFIX + kind]
        handlers.update(create=checked_create(handlers["create"], check), update=checked_update(handlers["update"], check))
    balancer = provisioners._RESOURCE_HANDLERS[f"{PREFIX}LoadBalancer"]
    balancer["delete"] = refusing_protected(taking_association(balancer["delete"]))
    group = provisioners._RESOURCE_HANDLERS[f"{PREFIX}TargetGroup"]
    group["delete"] = refusing_used(group["delete"])
    alb._ACTION_MAP["DescribeTargetHealth"] = describe_target_health


def checked_create(create, check):
    def create_checked(logical_id, props, stack_name):
        check(props)
        return create(logical_id, props, stack_name)

    return create_checked


def checked_update(update, check):
    def update_checked(physical_id, old, new, stack_name, logical_id=None):
        check(new)
        return update(physical_id, old, new, stack_name, logical_id)

    return update_checked


def check_load_balancer(props):
    subnets = [ec2._subnets.get(subnet_id) for subnet_id in props["Subnets"]]
    if None in subnets:
        raise ValueError(f"One of the subnets {props['Subnets']} does not exist")
    if len({subnet["AvailabilityZone"] for subnet in subnets}) < 2:
        raise ValueError("At least two subnets in two different Availability Zones must be specified")
    vpc_ids = {subnet["VpcId"] for subnet in subnets}
    attached = {a["VpcId"] for gateway in ec2._internet_gateways.values() for a in gateway["Attachments"]}
    if props.get("Scheme", "internet-facing") == "internet-facing" and not vpc_ids <= attached:
        raise ValueError(f"VPC {', '.join(vpc_ids)} has no internet gateway")
    if props.get("IpAddressType") == "dualstack" and not all(s.get(ipv6_ranges.RANGES) for s in subnets):
        raise ValueError("You must specify subnets with an associated IPv6 CIDR block.")
    check_security_groups(props["SecurityGroups"])
    check_access_log(attributes_of(props))


def attributes_of(props):
    return {each["Key"]: each["Value"] for each in props.get("LoadBalancerAttributes", [])}


def check_access_log(attributes):
    if attributes.get("access_logs.s3.enabled") != "true":
        return
    bucket = attributes["access_logs.s3.bucket"]
    if "logdelivery.elasticloadbalancing.amazonaws.com" not in (s3._bucket_policies.get(bucket) or ""):
        raise ValueError(f"Access Denied for bucket: {bucket}. Please check S3bucket permission")



def check_security_groups(group_ids):
    for group_id in group_ids:
        if group_id not in ec2._security_groups:
            raise ValueError(f"The security group '{group_id}' does not exist")


def check_listener(props):
    for certificate in props.get("Certificates", []):
        if acm._certificates.get(certificate["CertificateArn"], {}).get("Status") != "ISSUED":
            raise ValueError(f"Certificate ARN '{certificate['CertificateArn']}' is not valid")
    for action in props["DefaultActions"]:
        if action["Type"] == "forward" and action["TargetGroupArn"] not in alb._tgs:
            raise ValueError("One or more target groups not found")
        # docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
        if action["Type"] == "forward" and serves_another(action["TargetGroupArn"], props["LoadBalancerArn"]):
            group = action["TargetGroupArn"]
            raise ValueError(f"Target groups cannot be associated with more than one load balancer: {group}")


def serves_another(group_arn, balancer_arn):
    return any(
        action.get("TargetGroupArn") == group_arn and listener["LoadBalancerArn"] != balancer_arn
        for listener in alb._listeners.values()
        for action in listener["DefaultActions"]
    )


def taking_association(delete):
    def delete_balancer(arn, props):
        waf._associations.pop(arn, None)
        delete(arn, props)

    return delete_balancer


def refusing_protected(delete):
    def delete_unprotected(arn, props):
        attributes = {each["Key"]: each["Value"] for each in alb._lb_attrs.get(arn, [])}
        if attributes.get("deletion_protection.enabled") == "true":
            raise ValueError(f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled")
        delete(arn, props)

    return delete_unprotected


def refusing_used(delete):
    def delete_group(arn, props):
        actions = [action for listener in alb._listeners.values() for action in listener["DefaultActions"]]
        if any(action.get("TargetGroupArn") == arn for action in actions):
            raise ValueError(f"Target group '{arn}' is currently in use by a listener or a rule")
        delete(arn, props)

    return delete_group


def describe_target_health(params):
    arn = alb._p(params, "TargetGroupArn")
    if arn not in alb._tgs:
        return alb._error("TargetGroupNotFound", "One or more target groups not found")
    members = "".join(map(show_target, alb._targets.get(arn, [])))
    return alb._xml(200, "DescribeTargetHealth", f"<TargetHealthDescriptions>{members}</TargetHealthDescriptions>")


def show_target(target):
    health = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in target.get("Health", HEALTHY).items())
    place = f"<Target><Id>{target['Id']}</Id><Port>{target['Port']}</Port></Target>"
    return f"<member>{place}<TargetHealth>{health}</TargetHealth></member>"

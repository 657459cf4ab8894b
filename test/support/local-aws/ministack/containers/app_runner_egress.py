"""How a service on App Runner connects to others: AWS::AppRunner::VpcConnector, and whether the service reaches its
database. A connector never changes, and stays while a service uses it.
"""

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import ec2, rds

from patching import add_type, after_reset

TYPE = "AWS::AppRunner::VpcConnector"
CREATE_ONLY = ("SecurityGroups", "Subnets", "Tags", "VpcConnectorName")

# ARN -> its properties in the template.
connectors = {}


def install(app, services):
    add_type(TYPE, create, None, lambda arn, props: delete(arn, services), CREATE_ONLY)
    after_reset(app, connectors.clear)


def create(logical_id, props, _stack_name):
    unique = new_uuid().replace("-", "")
    name = props.get("VpcConnectorName") or f"{logical_id}-{unique[:12]}"
    arn = f"arn:aws:apprunner:{get_region()}:{get_account_id()}:vpcconnector/{name}/1/{unique}"
    connectors[arn] = props
    return arn, {"VpcConnectorArn": arn, "VpcConnectorRevision": 1}


def delete(arn, services):
    if any(connector_of(service) == arn for service in services.values()):
        raise ValueError(f"Provided VPC connector arn is being used by other services. ARN: {arn}")
    connectors.pop(arn, None)


def connector_of(props):
    return props.get("NetworkConfiguration", {}).get("EgressConfiguration", {}).get("VpcConnectorArn")


def can_leave(props):
    """App Runner starts no service in a public subnet:
    docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
    """
    arn = connector_of(props)
    return arn is None or not any(is_public(subnet) for subnet in connectors[arn]["Subnets"])


def is_public(subnet):
    return any(
        (route.get("GatewayId") or "").startswith("igw-")
        for table in ec2._route_tables.values()
        if any(association.get("SubnetId") == subnet for association in table["Associations"])
        for route in table["Routes"]
    )


def reaches_database(props):
    """Whether the cluster lets the service in whose address is in its variables. Without one there is nothing to
    reach."""
    image = props["SourceConfiguration"]["ImageRepository"]
    variables = image.get("ImageConfiguration", {}).get("RuntimeEnvironmentVariables", [])
    values = {variable["Value"] for variable in variables}
    cluster = next((each for each in rds._clusters.values() if each["Endpoint"] in values), None)
    return cluster is None or lets_in(cluster, connector_of(props))


def lets_in(cluster, arn):
    groups = {each["VpcSecurityGroupId"] for each in cluster["VpcSecurityGroups"]}
    rules = [rule for group in groups for rule in ec2._security_groups[group]["IpPermissions"]]
    if arn is not None:
        sources = {pair["GroupId"] for rule in rules for pair in rule["UserIdGroupPairs"]}
        return not sources.isdisjoint(connectors[arn]["SecurityGroups"])
    members = [each for each in rds._instances.values() if each.get("DBClusterIdentifier") == cluster["DBClusterIdentifier"]]
    is_open = any(each["CidrIp"] == "0.0.0.0/0" for rule in rules for each in rule["IpRanges"])
    return is_open and all(member["PubliclyAccessible"] for member in members)

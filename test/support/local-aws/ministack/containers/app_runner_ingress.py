"""AWS::AppRunner::VpcIngressConnection: gives a service that is not public a name in the VPC, through an endpoint."""

from ministack.core.responses import get_account_id, get_region, new_uuid

from patching import add_type, after_reset

TYPE = "AWS::AppRunner::VpcIngressConnection"

# ARN -> its properties in the template.
connections = {}


def install(app, services):
    add_type(
        TYPE,
        lambda logical_id, props, stack_name: create(logical_id, props, services),
        None,
        lambda arn, props: connections.pop(arn, None),
        ("ServiceArn", "Tags", "VpcIngressConnectionName"),
    )
    after_reset(app, connections.clear)


def create(logical_id, props, services):
    service = services[props["ServiceArn"]]
    if service.get("NetworkConfiguration", {}).get("IngressConfiguration", {}).get("IsPubliclyAccessible", True) is not False:
        raise ValueError(f"The service {props['ServiceArn']} is publicly accessible")
    unique = new_uuid().replace("-", "")
    arn = f"arn:aws:apprunner:{get_region()}:{get_account_id()}:vpcingressconnection/{logical_id}-{unique[:12]}/{unique}"
    connections[arn] = props
    domain = f"{unique[:10]}.{get_region()}.awsapprunner.com"
    return arn, {"VpcIngressConnectionArn": arn, "DomainName": domain, "Status": "AVAILABLE"}


def is_connected(service_arn):
    """App Runner deletes no service that has one: github.com/hashicorp/terraform-provider-aws/issues/40896"""
    return any(each["ServiceArn"] == service_arn for each in connections.values())

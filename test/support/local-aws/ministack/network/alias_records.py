"""Route 53 refuses an alias record whose target does not exist, and a weighted record beside one that is not."""

from ministack.services import alb, route53
from ministack.services.cloudformation import provisioners

from containers import app_runner


def install(_app):
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Route53::RecordSet"]
    create, update = handlers["create"], handlers["update"]

    def create_record(logical_id, props, stack_name):
        check_alias(props)
        check_policy(props)
        return create(logical_id, props, stack_name)

    def update_record(physical_id, old, new, stack_name):
        check_alias(new)
        return update(physical_id, old, new, stack_name)

    handlers.update(create=create_record, update=update_record)


def check_alias(props):
    name = props.get("AliasTarget", {}).get("DNSName")
    if name is None:
        return
    balancers = {balancer["DNSName"] for balancer in alb._lbs.values()}
    services = {service["ServiceUrl"] for service in app_runner.services.values()}
    if name not in balancers | services:
        raise ValueError(
            f"[Tried to create an alias that targets {name}., type {props['Type']} in zone "
            f"{props['AliasTarget']['HostedZoneId']}, but that target was not found]"
        )


def check_policy(props):
    """In the words of https://github.com/kubernetes-sigs/external-dns/issues/3141."""
    name, kind = props["Name"].rstrip(".") + ".", props["Type"]
    identifier = props.get("SetIdentifier")
    for record in route53._records.get(props.get("HostedZoneId"), []):
        if (record["Name"], record["Type"]) != (name, kind):
            continue
        if bool(record.get("SetIdentifier")) != bool(identifier):
            other = "a non-weighted set exists" if identifier else "other RRSets exist"
            raise ValueError(
                f"[RRSet with DNS name {name}, type {kind}, SetIdentifier {identifier} "
                f"cannot be created as {other} with the same name and type.]"
            )

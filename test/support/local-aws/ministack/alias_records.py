"""Route 53 refuses an alias record whose target does not exist."""

from ministack.services import alb
from ministack.services.cloudformation import provisioners

import app_runner


def install(_app):
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Route53::RecordSet"]
    create, update = handlers["create"], handlers["update"]

    def create_record(logical_id, props, stack_name):
        check_alias(props)
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

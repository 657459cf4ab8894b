"""The resource types of AWS WAF. What is in use can't be deleted, and a web ACL's rules are checked."""

import ipaddress
import json

from ministack.services import alb, cloudwatch_logs, waf
from ministack.services.cloudformation import provisioners

from containers import app_runner
from patching import add_type, after_reset, read_answer
from network.web_acl_rules import check_web_acl

IN_USE = "AWS WAF couldn't perform the operation because your resource is being used by another resource."

# ARN of a web ACL -> ARN of the log group that gets its logs.
destinations = {}


def install(app):
    add_type("AWS::WAFv2::IPSet", create_ip_set, update_ip_set, delete_ip_set, ("Name", "Scope", "IPAddressVersion"))
    add_type("AWS::WAFv2::WebACLAssociation", associate, None, disassociate, ("ResourceArn", "WebACLArn"))
    add_type("AWS::WAFv2::LoggingConfiguration", create_logging, update_logging, delete_logging, ("ResourceArn",))
    handlers = provisioners._RESOURCE_HANDLERS["AWS::WAFv2::WebACL"]
    handlers["delete"] = refusing_associated(handlers["delete"])
    handlers["create"] = checking(handlers["create"], lambda _logical_id, props, *_more: props)
    handlers["update"] = checking(handlers["update"], lambda _physical_id, _old, new, *_more: new)
    after_reset(app, destinations.clear)


def create_ip_set(logical_id, props, stack_name):
    check_addresses(props)
    name = props.get("Name") or provisioners._physical_name(stack_name, logical_id, max_len=128)
    summary = read_answer(waf._create_ip_set({**props, "Name": name}))["Summary"]
    return f"{name}|{summary['Id']}|{props['Scope']}", {"Arn": summary["ARN"], "Id": summary["Id"]}


def update_ip_set(physical_id, _old, new, _stack_name):
    check_addresses(new)
    key = {"Id": physical_id.split("|")[1], "Scope": new["Scope"]}
    read_answer(waf._update_ip_set({**key, "Addresses": new["Addresses"]}))
    ip_set = read_answer(waf._get_ip_set(key))["IPSet"]
    return physical_id, {"Arn": ip_set["ARN"], "Id": ip_set["Id"]}


def delete_ip_set(physical_id, props):
    key = {"Id": physical_id.split("|")[1], "Scope": props["Scope"]}
    arn = read_answer(waf._get_ip_set(key))["IPSet"]["ARN"]
    if any(arn in str(acl["Rules"]) for acl in waf._web_acls.values()):
        raise ValueError(IN_USE)
    read_answer(waf._delete_ip_set(key))


def check_addresses(props):
    version = {"IPV4": 4, "IPV6": 6}[props["IPAddressVersion"]]
    for address in props["Addresses"]:
        network = ipaddress.ip_network(address)
        if network.version != version or network.prefixlen == 0 or "/" not in address:
            raise ValueError(f"Error reason: The parameter contains formatting that is not valid: {address}")


def associate(_logical_id, props, _stack_name):
    resource = props["ResourceArn"]
    if resource not in app_runner.services and resource not in alb._lbs:
        raise ValueError("AWS WAF couldn't perform the operation because your resource doesn't exist.")
    read_answer(waf._associate_web_acl(props))
    return f"{props['WebACLArn']}|{resource}", {}


def disassociate(_physical_id, props):
    read_answer(waf._disassociate_web_acl(props))


def create_logging(_logical_id, props, _stack_name):
    return props["ResourceArn"], set_logging(props)


def update_logging(physical_id, _old, new, _stack_name):
    return physical_id, set_logging(new)


def set_logging(props):
    [destination] = props["LogDestinationConfigs"]
    group = destination.split(":log-group:")[-1]
    if not group.startswith("aws-waf-logs-") or group not in cloudwatch_logs._log_groups:
        raise ValueError(f"Error reason: The ARN isn't valid. field: LOG_DESTINATION, parameter: {destination}")
    if not takes_deliveries(group, destination):
        raise ValueError("Unable to deliver logs to the configured destination.")
    destinations[props["ResourceArn"]] = destination
    return {"ManagedByFirewallManager": False}


def takes_deliveries(group, arn):
    """Whether the log group's own policy lets AWS write to it. AWS would add this statement itself, if it were missing."""
    policy = cloudwatch_logs._log_group_policies.get(group)
    statements = json.loads(policy["policyDocument"])["Statement"] if policy else []
    return any(
        "delivery.logs.amazonaws.com" in statement["Principal"]["Service"]
        and f"{arn}:log-stream:*" in statement["Resource"]
        for statement in statements
    )


def delete_logging(physical_id, _props):
    destinations.pop(physical_id, None)


def refusing_associated(delete_web_acl):
    def delete(physical_id, props):
        _name, uid, scope = provisioners._waf_web_acl_parts(physical_id, props)
        acl = waf.web_acl_record(uid, scope)
        if acl and acl["ARN"] in waf._associations.values():
            raise ValueError(IN_USE)
        delete_web_acl(physical_id, props)

    return delete


def checking(handle, properties_of):
    def checked(*arguments, **named):
        check_web_acl(properties_of(*arguments))
        return handle(*arguments, **named)

    return checked

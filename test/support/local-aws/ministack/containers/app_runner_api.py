"""The operations of App Runner's API that the handler of custom domains and `archc` use.

A domain goes through the states that AWS shows, in lower case: `creating`, at first without records; then waiting for
its validation records; and active when Route 53 has them.
"""

import json

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.core.router import SERVICE_PATTERNS
from ministack.services import route53

from containers import app_runner


class Refused(Exception):
    """An error of the API, with its code and message."""


def install(app):
    SERVICE_PATTERNS["apprunner"] = {"target_prefixes": ["AppRunner"]}
    app.SERVICE_HANDLERS["apprunner"] = handle


async def handle(_method, _path, headers, body, _query):
    operation = OPERATIONS.get(headers.get("x-amz-target", "").split(".")[-1])
    if operation is None:
        return error_response_json("UnknownOperationException", "Unknown operation")
    try:
        return json_response(operation(json.loads(body or "{}")))
    except Refused as refused:
        code, message = refused.args
        return error_response_json(code, message, message_key="Message")


def find_service(request):
    arn = request.get("ServiceArn", "")
    if arn not in app_runner.services:
        raise Refused("ResourceNotFoundException", f"Service with the provided ARN '{arn}' does not exist.")
    return app_runner.services[arn]


def find_domain(request):
    service = find_service(request)
    domain = app_runner.domains[service["ServiceArn"]].get(request["DomainName"])
    if domain is None:
        message = f"No custom domain {request['DomainName']} found for the provided service."
        raise Refused("InvalidRequestException", message)
    return service, domain


def describe_service(request):
    return {"Service": find_service(request)}


def list_services(_request):
    keys = ("ServiceName", "ServiceId", "ServiceArn", "ServiceUrl", "CreatedAt", "UpdatedAt", "Status")
    return {"ServiceSummaryList": [{key: s[key] for key in keys} for s in app_runner.services.values()]}


def list_operations(request):
    return {"OperationSummaryList": app_runner.operations[find_service(request)["ServiceArn"]]}


def update_service(request):
    """Only another image, at once."""
    service = find_service(request)
    service["SourceConfiguration"] = request["SourceConfiguration"]
    return {"Service": service, "OperationId": new_uuid()}


def start_deployment(request):
    return {"OperationId": app_runner.restart(find_service(request)["ServiceArn"])}


def associate_custom_domain(request):
    service = find_service(request)
    name = request["DomainName"]
    if any(name in domains for domains in app_runner.domains.values()):
        raise Refused("InvalidRequestException", f"Custom domain {name} is already associated with a service.")
    domain = {
        "DomainName": name,
        "EnableWWWSubdomain": request.get("EnableWWWSubdomain", True),
        "CertificateValidationRecords": [],
        "Status": "creating",
    }
    app_runner.domains[service["ServiceArn"]][name] = domain
    return show_domain(service, domain)


def describe_custom_domains(request):
    service = find_service(request)
    arn = service["ServiceArn"]
    shown = json.loads(json.dumps(list(app_runner.domains[arn].values())))
    for domain in list(app_runner.domains[arn].values()):
        advance(app_runner.domains[arn], domain)
    return {"DNSTarget": service["ServiceUrl"], "ServiceArn": arn, "CustomDomains": shown, "VpcDNSTargets": []}


def disassociate_custom_domain(request):
    service, domain = find_domain(request)
    domain["Status"] = "deleting"
    return show_domain(service, domain)


def show_domain(service, domain):
    return {
        "DNSTarget": service["ServiceUrl"],
        "ServiceArn": service["ServiceArn"],
        "CustomDomain": domain,
        "VpcDNSTargets": [],
    }


def advance(domains, domain):
    """Advances a domain by one state; each request about it does so."""
    if domain["Status"] == "deleting":
        del domains[domain["DomainName"]]
    elif domain["Status"] == "creating":
        domain["Status"] = "pending_certificate_dns_validation"
        domain["CertificateValidationRecords"] = make_records(domain)
    elif all(map(is_in_dns, domain["CertificateValidationRecords"])):
        domain["Status"] = "active"
        for record in domain["CertificateValidationRecords"]:
            record["Status"] = "SUCCESS"


def make_records(domain):
    count = 3 if domain["EnableWWWSubdomain"] else 2
    return [
        {
            "Name": f"_{new_uuid().replace('-', '')}.{domain['DomainName']}.",
            "Type": "CNAME",
            "Value": f"_{new_uuid().replace('-', '')}.abcdefghij.acm-validations.aws.",
            "Status": "PENDING_VALIDATION",
        }
        for _ in range(count)
    ]


def is_in_dns(record):
    return any(
        known["Name"] == record["Name"] and record["Value"] in known.get("ResourceRecords", [])
        for records in route53._records.values()
        for known in records
    )


OPERATIONS = {
    "AssociateCustomDomain": associate_custom_domain,
    "DescribeCustomDomains": describe_custom_domains,
    "DescribeService": describe_service,
    "DisassociateCustomDomain": disassociate_custom_domain,
    "ListOperations": list_operations,
    "ListServices": list_services,
    "StartDeployment": start_deployment,
    "UpdateService": update_service,
}

"""Certificates that are validated by records in Route 53, as AWS Certificate Manager and CloudFormation do it
together.

CloudFormation writes the validation record into the zone, and leaves it there when the certificate is deleted
(https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1603).
"""

from ministack.services import acm, alb, route53
from ministack.services.cloudformation import provisioners

TYPE = "AWS::CertificateManager::Certificate"


def install(_app):
    handlers = provisioners._RESOURCE_HANDLERS[TYPE]
    create, delete = handlers["create"], handlers["delete"]

    def create_validated(logical_id, props, stack_name):
        zones = {option["DomainName"]: option["HostedZoneId"] for option in props.get("DomainValidationOptions", [])}
        for domain in [props["DomainName"], *props.get("SubjectAlternativeNames", [])]:
            # On AWS, CloudFormation would wait 72 hours for a record that nobody writes.
            check_zone(zones.get(domain), domain)
        arn, attributes = create(logical_id, props, stack_name)
        for option in acm._certificates[arn]["DomainValidationOptions"]:
            write_record(zones[option["DomainName"]], option["ResourceRecord"])
        return arn, attributes

    def delete_unused(arn, props):
        if any(arn in listener.get("Certificates", []) for listener in alb._listeners.values()):
            raise ValueError(f"Certificate {arn} is in use.")
        delete(arn, props)

    handlers.update(create=create_validated, delete=delete_unused)


def check_zone(zone_id, domain):
    zone = route53._zones.get(zone_id)
    if zone is None:
        raise ValueError(f"No hosted zone found with ID: {zone_id}")
    name = zone["name"].rstrip(".")
    if domain != name and not domain.endswith(f".{name}"):
        raise ValueError(f"The certificate for {domain} waits for its validation record outside of the zone {name}")


def write_record(zone_id, record):
    written = {"Name": record["Name"], "Type": record["Type"], "TTL": "300", "ResourceRecords": [record["Value"]]}
    others = [known for known in route53._records[zone_id] if known["Name"] != record["Name"]]
    route53._records[zone_id] = [*others, written]

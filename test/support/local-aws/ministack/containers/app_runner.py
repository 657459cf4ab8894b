"""A stand-in for App Runner: services with state, created through CloudFormation. app_runner_api.py serves its API.
"""

import contextvars
import threading
import time

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import secretsmanager

from containers import app_runner_api
from containers import app_runner_egress
from containers import app_runner_ingress
from containers import images
from patching import add_type, after_reset, take_time
from access.role_rights import find_missing

# On AWS this takes minutes. Here it is long enough for a test to see the state.
STARTING_SECONDS = 0.2
INSTANCES = "tasks.apprunner.amazonaws.com"

# ARN -> the service, in the API's own terms.
services = {}
# ARN -> its properties in the template.
settings = {}
# ARN -> operations, the newest first.
operations = {}
# ARN -> domain name -> the domain, in the API's own terms.
domains = {}


def install(app):
    replacing = ("ServiceName", "EncryptionConfiguration", "Tags")
    add_type("AWS::AppRunner::Service", create, update, delete, replacing)
    take_time("AWS::AppRunner::Service")
    app_runner_api.install(app)
    app_runner_egress.install(app, settings)
    app_runner_ingress.install(app, settings)
    for store in (services, settings, operations, domains):
        after_reset(app, store.clear)


def create(logical_id, props, stack_name):
    service_id = new_uuid().replace("-", "")
    name = props.get("ServiceName") or f"{logical_id}-{service_id[:12]}"
    arn = f"arn:aws:apprunner:{get_region()}:{get_account_id()}:service/{name}/{service_id}"
    if not can_start(props):
        raise ValueError(f"Resource of type 'AWS::AppRunner::Service' with identifier '{arn}' did not stabilize.")
    services[arn] = {
        "ServiceName": name,
        "ServiceId": service_id,
        "ServiceArn": arn,
        "ServiceUrl": f"{service_id[:10]}.{get_region()}.awsapprunner.com",
        "CreatedAt": time.time(),
        "Status": "RUNNING",
    }
    domains[arn] = {}
    operations[arn] = []
    configure(arn, props)
    record(arn, "CREATE_SERVICE", "SUCCEEDED")
    return arn, list_attributes(arn)


def update(arn, _old, new, _stack_name):
    """When the new version doesn't start, App Runner rolls back to the previous one by itself, and CloudFormation
    sees a running service."""
    starts = can_start(new)
    if starts:
        configure(arn, new)
    record(arn, "UPDATE_SERVICE", "SUCCEEDED" if starts else "ROLLBACK_SUCCEEDED")
    return arn, list_attributes(arn)


def delete(arn, _props):
    if app_runner_ingress.is_connected(arn):
        raise ValueError(f"You cannot delete a Service while it has VpcIngressConnections. Service Arn: {arn}")
    for store in (services, settings, operations, domains):
        store.pop(arn, None)


def list_attributes(arn):
    return {key: services[arn][key] for key in ("ServiceArn", "ServiceId", "ServiceUrl", "Status")}


def configure(arn, props):
    settings[arn] = props
    services[arn].update(
        UpdatedAt=time.time(),
        SourceConfiguration=show_source(props["SourceConfiguration"]),
        InstanceConfiguration=props.get("InstanceConfiguration", {}),
        HealthCheckConfiguration=props.get("HealthCheckConfiguration", {}),
        NetworkConfiguration=props.get("NetworkConfiguration", {}),
        AutoScalingConfigurationSummary={},
    )


def show_source(source):
    """The API has maps where a template has lists of names and values."""
    image = source["ImageRepository"]
    configuration = {
        key: {entry["Name"]: entry["Value"] for entry in value} if key.startswith("RuntimeEnvironment") else value
        for key, value in image.get("ImageConfiguration", {}).items()
    }
    return {**source, "ImageRepository": {**image, "ImageConfiguration": configuration}}


def record(arn, kind, status):
    now = time.time()
    operation = {"Id": new_uuid(), "Type": kind, "Status": status, "TargetArn": arn}
    operations[arn].insert(0, {**operation, "StartedAt": now, "EndedAt": now, "UpdatedAt": now})
    return operations[arn][0]


def restart(arn):
    """Starts new instances, which takes time, and returns the operation's id."""
    operation = record(arn, "START_DEPLOYMENT", "IN_PROGRESS")
    services[arn]["Status"] = "OPERATION_IN_PROGRESS"

    def work():
        operation["Status"] = "SUCCEEDED" if can_start(settings[arn]) else "ROLLBACK_SUCCEEDED"
        services[arn]["Status"] = "RUNNING"

    threading.Thread(target=contextvars.copy_context().run, args=(work,)).start()
    return operation["Id"]


def can_start(props):
    time.sleep(STARTING_SECONDS)
    if not (app_runner_egress.can_leave(props) and app_runner_egress.reaches_database(props)):
        return False
    source = props["SourceConfiguration"]
    image = source["ImageRepository"]
    secrets = image.get("ImageConfiguration", {}).get("RuntimeEnvironmentSecrets", [])
    if not all(can_read(props, secret["Value"]) for secret in secrets):
        return False
    identifier = image["ImageIdentifier"]
    if (image["ImageRepositoryType"] == "ECR_PUBLIC") != images.is_public(identifier):
        raise ValueError(f"Invalid image identifier {identifier} for {image['ImageRepositoryType']}")
    return can_pull(source.get("AuthenticationConfiguration", {}).get("AccessRoleArn"), identifier)


def can_pull(role, identifier):
    rights = images.list_rights(identifier)
    if rights and (role is None or find_missing(role, "build.apprunner.amazonaws.com", *rights)):
        return False
    return images.is_pushed(identifier)


def can_read(props, value):
    """Whether the instance's role may read the secret or parameter, and it exists."""
    role = props.get("InstanceConfiguration", {}).get("InstanceRoleArn", "")
    if ":ssm:" in value:
        return find_missing(role, INSTANCES, ("ssm:GetParameters", value)) is None
    secret = secretsmanager._resolve(":".join(value.split(":")[:7]))[1]
    if secret is None:
        return False
    return find_missing(role, INSTANCES, ("secretsmanager:GetSecretValue", secret["ARN"])) is None

"""Tasks of the stand-in for Amazon ECS. They are in MiniStack's own store, so that its API lists them.

A task fails to start without its image, its secrets, its log group, or the right to use them. The last word of the
image's only tag chooses other errors in the container: `todo-crashing`, `todo-greedy`, `todo-unhealthy`, `todo-erring`, which
answers requests with errors.
"""

import ipaddress
import itertools
import time

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import alb, cloudwatch_logs, ecs, secretsmanager

from containers import images
from patching import read_answer
from access.role_rights import find_missing

SERVICE = "ecs-tasks.amazonaws.com"

# No two tasks share an address: a group's targets are told apart by it.
addresses = map(ipaddress.ip_address("10.0.4.4").__add__, itertools.count())
CRASH_LOG = ["Starting to listen", "Error: Cannot find module './settings.js'"]


def start(service, deployment):
    """Starts a task, and returns it. It may have stopped already."""
    definition = find_definition(deployment["taskDefinition"])
    [container] = definition["containerDefinitions"]
    cluster = service["clusterArn"].split("/")[-1]
    task_id = new_uuid().replace("-", "")
    arn = f"arn:aws:ecs:{get_region()}:{get_account_id()}:task/{cluster}/{task_id}"
    task = {
        "taskArn": arn,
        "clusterArn": service["clusterArn"],
        "taskDefinitionArn": deployment["taskDefinition"],
        "group": f"service:{service['serviceName']}",
        "startedBy": deployment["id"],
        "launchType": service["launchType"],
        "cpu": definition["cpu"],
        "memory": definition["memory"],
        "createdAt": time.time(),
        "lastStatus": "RUNNING",
        "desiredStatus": "RUNNING",
        "containers": [
            {
                "taskArn": arn,
                "name": container["name"],
                "image": container["image"],
                "lastStatus": "RUNNING",
                "networkInterfaces": [{"privateIpv4Address": str(next(addresses))}],
            }
        ],
    }
    ecs._tasks[arn] = task
    if obstacle := find_obstacle(definition):
        stop(task, "TaskFailedToStart", obstacle)
        return task
    task["startedAt"] = time.time()
    run(task, container, service)
    return task


def find_definition(arn):
    return ecs._task_defs[ecs._resolve_td_key(arn)]


def find_obstacle(definition):
    """Why the container can't be started, in AWS's words."""
    [container] = definition["containerDefinitions"]
    role = definition.get("executionRoleArn")
    if not role:
        return "Fargate requires task definition to have execution role ARN to support ECR images."
    image = container["image"]
    if missing := find_missing(role, SERVICE, *images.list_rights(image)):
        return f"CannotPullECRContainerError: {missing}"
    if not images.is_pushed(image):
        failed = f"failed to resolve ref {image}: {image}: not found"
        return f"CannotPullContainerError: pull image manifest has been retried 1 time(s): {failed}"
    for secret in container.get("secrets", []):
        if failure := find_secret_failure(role, secret["valueFrom"]):
            return f"ResourceInitializationError: unable to pull secrets or registry auth: {failure}"
    if failure := find_log_failure(role, container["logConfiguration"]["options"]["awslogs-group"]):
        return f"ResourceInitializationError: failed to validate logger args: create stream: {failure}"
    return None


def find_secret_failure(role, value_from):
    if ":ssm:" in value_from:
        return find_missing(role, SERVICE, ("ssm:GetParameters", value_from))
    arn = ":".join(value_from.split(":")[:7])
    secret = secretsmanager._resolve(arn)[1]
    # IAM compares with the complete ARN, also when the task definition has only a part of it.
    complete = secret["ARN"] if secret else arn
    if missing := find_missing(role, SERVICE, ("secretsmanager:GetSecretValue", complete)):
        return missing
    if secret is None:
        words = "ResourceNotFoundException: Secrets Manager can't find the specified secret."
        return f"failed to fetch secret {value_from} from secrets manager: {words}"
    return None


def find_log_failure(role, group):
    stream = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}:log-stream:api/api/task"
    if missing := find_missing(role, SERVICE, ("logs:CreateLogStream", stream), ("logs:PutLogEvents", stream)):
        return missing
    if group not in cloudwatch_logs._log_groups:
        return "ResourceNotFoundException: The specified log group does not exist."
    return None


def find_trouble(task):
    [container] = task["containers"]
    return "".join(images.list_tags(container["image"])).rpartition("-")[2]


def run(task, container, service):
    how = find_trouble(task)
    write_log(task, container, CRASH_LOG if how == "crashing" else CRASH_LOG[:1])
    if how == "crashing":
        stop(task, "EssentialContainerExited", "Essential container in task exited", exit_code=1)
    elif how == "greedy":
        reason = "OutOfMemoryError: Container killed due to memory usage"
        stop(task, "EssentialContainerExited", "Essential container in task exited", exit_code=137, reason=reason)
    elif how == "unhealthy":
        group = service["loadBalancers"][0]["targetGroupArn"]
        port = service["loadBalancers"][0]["containerPort"]
        codes = "due to (reason Health checks failed with these codes: [404])."
        tell(service, f"(port {port}) is unhealthy in (target-group {group}) {codes}")
        stop(task, "ServiceSchedulerInitiated", f"Task failed ELB health checks in (target-group {group})")
    else:
        register(task, service)


def write_log(task, container, lines):
    options = container["logConfiguration"]["options"]
    task_id = task["taskArn"].split("/")[-1]
    place = {
        "logGroupName": options["awslogs-group"],
        "logStreamName": f"{options['awslogs-stream-prefix']}/{container['name']}/{task_id}",
    }
    now = int(time.time() * 1000)
    read_answer(cloudwatch_logs._create_log_stream(place))
    events = [{"timestamp": now + at, "message": line} for at, line in enumerate(lines)]
    read_answer(cloudwatch_logs._put_log_events({**place, "logEvents": events}))


def register(task, service):
    for balancer in service["loadBalancers"]:
        target = {"Id": address_of(task), "Port": balancer["containerPort"]}
        alb._targets[balancer["targetGroupArn"]].append(target)


def address_of(task):
    return task["containers"][0]["networkInterfaces"][0]["privateIpv4Address"]


def stop(task, code, stopped_reason, exit_code=None, reason=None):
    if task["lastStatus"] == "STOPPED":
        return
    task.update(
        lastStatus="STOPPED",
        desiredStatus="STOPPED",
        stopCode=code,
        stoppedReason=stopped_reason,
        stoppedAt=time.time(),
    )
    task["containers"][0].update(lastStatus="STOPPED", exitCode=exit_code, reason=reason)
    for arn, targets in list(alb._targets.items()):
        alb._targets[arn] = [target for target in targets if target["Id"] != address_of(task)]


def tell(service, what):
    """Adds an event of the service."""
    event = {"id": new_uuid(), "createdAt": time.time(), "message": f"(service {service['serviceName']}) {what}"}
    service["events"].insert(0, event)


def list_arns(service):
    return [task["taskArn"] for task in list_all(service)]


def list_running(service, deployment=None):
    return [
        task
        for task in list_all(service)
        if task["lastStatus"] == "RUNNING" and (deployment is None or task["startedBy"] == deployment["id"])
    ]


def list_all(service):
    group = f"service:{service['serviceName']}"
    return [
        task
        for task in ecs._tasks.values()
        if task["clusterArn"] == service["clusterArn"] and task["group"] == group
    ]

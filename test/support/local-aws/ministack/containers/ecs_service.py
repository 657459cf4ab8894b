"""A stand-in for Amazon ECS: services with a circuit breaker, created through CloudFormation in MiniStack's own
stores.

MiniStack's own services need a container engine.
"""

import contextvars
import json
import os
import threading
import time

from ministack.core.responses import get_account_id, get_region, json_response, new_uuid
from ministack.services import alb, cloudformation, ec2, ecs
from ministack.services.cloudformation import provisioners

from containers import deployment_alarms
from containers import ecs_tasks
from stacks import failed_creates
from containers.ecs_tasks import tell
from network.load_balancing import check_security_groups
from patching import add_type, after_reset, take_time

TYPE = "AWS::ECS::Service"
CREATE_ONLY = ("Cluster", "LaunchType", "Role", "SchedulingStrategy", "ServiceName")
BROKEN = (
    "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was "
    f'triggered\'." (RequestToken: {new_uuid()}, HandlerErrorCode: GeneralServiceException)'
)
# What CloudFormation says of an alarm, AWS does not document. archc asks ECS for the reason.
ALARMED = BROKEN.replace("ECS Deployment Circuit Breaker was triggered", "ECS Deployment Alarm was triggered")
ALARM = "alarm detected."
TRIES = 3
# On AWS it takes minutes. Here a test can see the starting state.
STARTING_SECONDS = 0.2
# Only so that nothing waits for ever.
LONGEST_DRAINING_SECONDS = 600

# ARNs of the tasks that somebody has asked for.
asked = set()


def install(app):
    add_type(TYPE, create, update, delete, CREATE_ONLY)
    take_time(TYPE)
    describe_tasks = ecs._ACTION_MAP["DescribeTasks"]

    def describe_noting(data):
        answer = describe_tasks(data)
        asked.update(data.get("tasks", []))
        return answer

    ecs._ACTION_MAP["DescribeTasks"] = describe_noting
    ecs._ACTION_MAP["UpdateService"] = restart
    ecs._ACTION_MAP["ListServiceDeployments"] = list_deployments
    after_reset(app, asked.clear)


def create(logical_id, props, stack_name):
    name = props.get("ServiceName") or f"{stack_name}-{logical_id}-{new_uuid().replace('-', '')[:12]}"
    cluster = ecs._clusters.get(props["Cluster"])
    if cluster is None:
        raise ValueError("ClusterNotFoundException: Cluster not found.")
    arn = f"arn:aws:ecs:{get_region()}:{get_account_id()}:service/{props['Cluster']}/{name}"
    service = {
        "serviceArn": arn,
        "serviceName": name,
        "clusterArn": cluster["clusterArn"],
        "status": "ACTIVE",
        "launchType": props["LaunchType"],
        "desiredCount": int(props.get("DesiredCount", 1)),
        "pendingCount": 0,
        "runningCount": 0,
        "deployments": [],
        # All of them, the same objects as above.
        "history": [],
        "events": [],
        "createdAt": time.time(),
    }
    configure(service, props)
    ecs._services[f"{props['Cluster']}/{name}"] = service
    if not deploy(service, props["TaskDefinition"]):
        failed_creates.note(cloudformation._stacks[stack_name]["StackId"], logical_id, TYPE, arn, props)
        raise ValueError(why_broken(service))
    return arn, list_attributes(service)


def update(arn, old, new, _stack_name):
    service = find(arn)
    former = {key: service[key] for key in ("loadBalancers", "networkConfiguration")}
    configure(service, new)
    restarts = any(old.get(key) != new.get(key) for key in ("TaskDefinition", "LoadBalancers", "NetworkConfiguration"))
    if restarts and not deploy(service, new["TaskDefinition"]):
        service.update(former)
        raise ValueError(why_broken(service))
    return arn, list_attributes(service)


def why_broken(service):
    return ALARMED if any(ALARM in event["message"] for event in service["events"][:2]) else BROKEN


def restart(data):
    """UpdateService, with nothing but forceNewDeployment."""
    if not data.get("forceNewDeployment"):
        raise ValueError("Only a service's tasks can be started anew here")
    service = find(data["service"])
    deployment = make_deployment(service, service["taskDefinition"])
    deployment.update(rolloutState="IN_PROGRESS", rolloutStateReason=f"ECS deployment {deployment['id']} in progress.")
    former = [d for d in service["deployments"] if d["rolloutState"] == "COMPLETED"]
    for other in former:
        other["status"] = "ACTIVE"
    service["deployments"] = [deployment, *former]
    answer = json_response({"service": json.loads(json.dumps(service))})
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(roll_out, service, deployment, former)).start()
    return answer


def list_deployments(data):
    wanted, after = data.get("status"), data.get("createdAt", {}).get("after", 0)
    listed = [
        {"serviceArn": data["service"], "status": status_of(deployment), "createdAt": deployment["createdAt"]}
        for deployment in find(data["service"])["history"]
        if deployment["createdAt"] >= after
    ]
    return json_response({"serviceDeployments": [d for d in listed if wanted is None or d["status"] in wanted]})


def status_of(deployment):
    states = {"COMPLETED": "SUCCESSFUL", "IN_PROGRESS": "IN_PROGRESS", "FAILED": "ROLLBACK_SUCCESSFUL"}
    return states[deployment["rolloutState"]]


def delete(arn, _props):
    """A deleted service is listed as INACTIVE for a while, and so are its tasks."""
    service = find(arn)
    if not any(deployment["rolloutState"] == "COMPLETED" for deployment in service["deployments"]):
        drain(service)
    for task in ecs_tasks.list_running(service):
        ecs_tasks.stop(task, "ServiceSchedulerInitiated", "Scaling activity initiated by deployment")
    service.update(status="INACTIVE", desiredCount=0, runningCount=0)


def drain(service):
    """On AWS it takes minutes, in which archc asks why the tasks have stopped."""
    if os.environ["DRAIN_UNTIL_ASKED"] != "1":
        return
    end = time.monotonic() + LONGEST_DRAINING_SECONDS
    while asked.isdisjoint(ecs_tasks.list_arns(service)) and time.monotonic() < end:
        time.sleep(0.02)


def find(arn):
    return ecs._services["/".join(arn.split("/")[-2:])]


def find_active(key):
    """The active service with this key: `cluster/name`."""
    service = ecs._services.get(key)
    return service if service and service["status"] == "ACTIVE" else None


def list_attributes(service):
    return {"ServiceArn": service["serviceArn"], "Name": service["serviceName"]}


def configure(service, props):
    settings = {
        key: provisioners._pascal_to_camel(props[key[0].upper() + key[1:]])
        for key in ("loadBalancers", "networkConfiguration", "deploymentConfiguration")
    }
    network = settings["networkConfiguration"]["awsvpcConfiguration"]
    check_security_groups(network["securityGroups"])
    for subnet in network["subnets"]:
        if subnet not in ec2._subnets:
            raise ValueError(f"The subnet ID '{subnet}' does not exist")
    for balancer in settings["loadBalancers"]:
        group = balancer["targetGroupArn"]
        if not alb._tgs.get(group, {}).get("LoadBalancerArns"):
            raise ValueError(f"The target group with targetGroupArn {group} does not have an associated load balancer.")
    if not settings["deploymentConfiguration"]["deploymentCircuitBreaker"]["rollback"]:
        raise ValueError("Without the circuit breaker CloudFormation waits for hours")
    service.update(settings)


def deploy(service, task_definition):
    """As roll_out does."""
    former = [d for d in service["deployments"] if d["rolloutState"] == "COMPLETED"]
    return roll_out(service, make_deployment(service, task_definition), former)


def roll_out(service, deployment, former):
    """Whether the new tasks are healthy. When they aren't, the previous ones keep running."""
    alarms = deployment_alarms.watch(service)
    time.sleep(STARTING_SECONDS)
    for _try in range(TRIES):
        start_missing(service, deployment)
        if deployment["failedTasks"] == 0:
            break
    why = "tasks failed to start." if deployment["failedTasks"] > 0 else look_at_alarms(service, deployment, alarms)
    if why is None:
        for task in ecs_tasks.list_running(service):
            if task["startedBy"] != deployment["id"]:
                ecs_tasks.stop(task, "ServiceSchedulerInitiated", f"Scaling activity initiated by {task['startedBy']}")
        deployment.update(rolloutState="COMPLETED", rolloutStateReason="ECS deployment completed.")
        service.update(taskDefinition=deployment["taskDefinition"], deployments=[deployment])
        tell(service, "has reached a steady state.")
    else:
        roll_back(service, deployment, former, why)
    count(service)
    return why is None


def look_at_alarms(service, deployment, alarms):
    """Why the new tasks are stopped again, if they are. On AWS the former ones have stopped by then, and start anew."""
    tasks = ecs_tasks.list_running(service, deployment)
    if any(ecs_tasks.find_trouble(task) == "erring" for task in tasks):
        deployment_alarms.evaluate(service)
    if not any(map(deployment_alarms.is_on, alarms)):
        return None
    for task in tasks:
        ecs_tasks.stop(task, "ServiceSchedulerInitiated", f"Scaling activity initiated by (deployment {deployment['id']})")
    return ALARM


def make_deployment(service, task_definition):
    deployment = {
        "id": f"ecs-svc/{new_uuid().replace('-', '')[:19]}",
        "status": "PRIMARY",
        "taskDefinition": task_definition,
        "desiredCount": service["desiredCount"],
        "pendingCount": 0,
        "runningCount": 0,
        "failedTasks": 0,
        "rolloutState": "COMPLETED",
        "rolloutStateReason": "ECS deployment completed.",
        "createdAt": time.time(),
        "updatedAt": time.time(),
    }
    service["history"].append(deployment)
    return deployment


def start_missing(service, deployment):
    missing = service["desiredCount"] - len(ecs_tasks.list_running(service, deployment))
    for _task in range(missing):
        task = ecs_tasks.start(service, deployment)
        tell(service, f"has started 1 tasks: (task {task['taskArn'].split('/')[-1]}).")
        deployment["failedTasks"] += task["lastStatus"] == "STOPPED"


def roll_back(service, failed, former, why):
    """Without a previous deployment a rollback is impossible, and the service has no tasks."""
    by = "ECS deployment alarms" if why == ALARM else "ECS deployment circuit breaker"
    failed.update(rolloutState="FAILED", rolloutStateReason=f"{by}: {why}")
    tell(service, f"(deployment {failed['id']}) deployment failed: {why}")
    if former:
        [back] = former
        back["status"] = "PRIMARY"
        back["rolloutStateReason"] = f"{by}: rolling back to deploymentId {back['id']}."
        failed["status"] = "ACTIVE"
        tell(service, f"rolling back to deployment {back['id']}.")
    service["deployments"] = [*former, failed]
    service.setdefault("taskDefinition", failed["taskDefinition"])


def scale(service, desired):
    """Changes the number of tasks, which stay of the same kind."""
    deployment = service["deployments"][0]
    service["desiredCount"] = deployment["desiredCount"] = desired
    start_missing(service, deployment)
    for task in ecs_tasks.list_running(service)[desired:]:
        ecs_tasks.stop(task, "ServiceSchedulerInitiated", f"Scaling activity initiated by {deployment['id']}")
    count(service)


def count(service):
    for deployment in service["deployments"]:
        deployment["runningCount"] = len(ecs_tasks.list_running(service, deployment))
    service["runningCount"] = len(ecs_tasks.list_running(service))

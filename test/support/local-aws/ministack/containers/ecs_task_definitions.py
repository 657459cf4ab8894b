"""AWS::ECS::TaskDefinition with all of its properties. A change creates the next revision."""

from ministack.services import ecs
from ministack.services.cloudformation import provisioners

from patching import add_type, read_answer

CREATE_ONLY = (
    "ContainerDefinitions",
    "Cpu",
    "EphemeralStorage",
    "ExecutionRoleArn",
    "Family",
    "Memory",
    "NetworkMode",
    "RequiresCompatibilities",
    "RuntimePlatform",
    "TaskRoleArn",
    "Volumes",
)


def install(_app):
    add_type("AWS::ECS::TaskDefinition", create, None, delete, CREATE_ONLY)


def create(logical_id, props, stack_name):
    settings = {"Family": f"{stack_name}-{logical_id}", **props}
    answer = read_answer(ecs._register_task_definition(provisioners._pascal_to_camel(settings)))
    arn = answer["taskDefinition"]["taskDefinitionArn"]
    return arn, {"TaskDefinitionArn": arn}


def delete(arn, _props):
    read_answer(ecs._deregister_task_definition({"taskDefinition": arn}))

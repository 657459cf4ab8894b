"""A resource whose Create failed may exist: it is listed, and gets a Delete when the stack rolls back."""

from ministack.core.responses import new_uuid, now_iso
from ministack.services import cloudformation
from ministack.services.cloudformation import stacks

from patching import after_reset, wrap

# Stack id and logical id -> the record of the resource.
records = {}


def install(app):
    wrap(stacks, "_add_event", naming)
    wrap(stacks, "_roll_back_operation", deleting_failed)
    wrap(stacks, "_delete_stack_async", deleting_kept)
    after_reset(app, records.clear)


def note(stack_id, logical_id, resource_type, physical_id, props):
    """As CloudFormation does, makes up a physical id when the failure has none."""
    stack_name = stack_id.split("/")[1]
    records[stack_id, logical_id] = {
        "LogicalResourceId": logical_id,
        "PhysicalResourceId": physical_id or f"{stack_name}-{logical_id}-{new_uuid()[:8].upper()}",
        "ResourceType": resource_type,
        "ResourceStatus": "CREATE_FAILED",
        "Properties": props,
        "Attributes": {},
        "Timestamp": now_iso(),
    }


def naming(add_event):
    def add(stack_id, stack_name, logical_id, resource_type, status, reason="", physical_id="", *rest, **more):
        record = records.get((stack_id, logical_id))
        if status.endswith("_FAILED") and record and not physical_id:
            physical_id = record["PhysicalResourceId"]
        add_event(stack_id, stack_name, logical_id, resource_type, status, reason, physical_id, *rest, **more)

    return add


def take(stack_id):
    keys = [key for key in records if key[0] == stack_id]
    return {key[1]: records.pop(key) for key in keys}


def deleting_failed(roll_back):
    async def roll_back_operation(stack_name, stack_id, stack, operation, *rest):
        failed = take(stack_id)
        stack.setdefault("_resources", {}).update(failed)
        operation = {**operation, "created": [*operation["created"], *failed]}
        await roll_back(stack_name, stack_id, stack, operation, *rest)

    return roll_back_operation


def deleting_kept(delete_stack):
    """After a failure without a rollback, deleting the stack deletes the resource too."""

    async def delete(stack_name, stack_id, *rest, **more):
        failed = take(stack_id)
        if stack_name in cloudformation._stacks:
            cloudformation._stacks[stack_name].setdefault("_resources", {}).update(failed)
        await delete_stack(stack_name, stack_id, *rest, **more)

    return delete

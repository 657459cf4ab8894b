"""A custom resource whose Create failed gets a Delete when the stack rolls back, as on AWS."""

from ministack.core.responses import new_uuid
from ministack.services import cloudformation
from ministack.services.cloudformation import custom_resource, stacks

from patching import after_reset, wrap

# Stack id and logical id -> the physical id that a failed answer named.
named = {}
# Stack id and logical id -> the record of a resource whose Create failed.
failed_creates = {}


def install(app):
    wrap(custom_resource, "deliver_response", noting_name)
    wrap(custom_resource, "invoke_custom_resource", noting_failure)
    wrap(stacks, "_roll_back_operation", deleting_failed)
    wrap(stacks, "_delete_stack_async", deleting_kept)
    after_reset(app, named.clear)
    after_reset(app, failed_creates.clear)


def noting_name(deliver):
    def deliver_response(token, response):
        if response.get("Status") == "FAILED":
            key = response.get("StackId"), response.get("LogicalResourceId")
            named[key] = response.get("PhysicalResourceId")
        return deliver(token, response)

    return deliver_response


def noting_failure(invoke):
    def invoke_custom_resource(kind, logical_id, props, stack_name, stack_id, resource_type, *rest, **more):
        key = stack_id, logical_id
        named.pop(key, None)
        try:
            return invoke(kind, logical_id, props, stack_name, stack_id, resource_type, *rest, **more)
        except Exception:
            if kind == "Create":
                failed_creates[key] = {
                    "LogicalResourceId": logical_id,
                    # CloudFormation makes one up when the answer has none, or there is no answer.
                    "PhysicalResourceId": named.get(key) or f"{stack_name}-{logical_id}-{new_uuid()[:8].upper()}",
                    "ResourceType": resource_type,
                    "ResourceStatus": "CREATE_FAILED",
                    "Properties": props,
                    "Attributes": {},
                }
            raise

    return invoke_custom_resource


def take_failed(stack_id):
    keys = [key for key in failed_creates if key[0] == stack_id]
    return {key[1]: failed_creates.pop(key) for key in keys}


def deleting_failed(roll_back):
    async def roll_back_operation(stack_name, stack_id, stack, operation, *rest):
        failed = take_failed(stack_id)
        stack.setdefault("_resources", {}).update(failed)
        operation = {**operation, "created": [*operation["created"], *failed]}
        await roll_back(stack_name, stack_id, stack, operation, *rest)

    return roll_back_operation


def deleting_kept(delete_stack):
    """A stack that failed without a rollback still has the resource to delete."""

    async def delete(stack_name, stack_id, *rest, **more):
        failed = take_failed(stack_id)
        if stack_name in cloudformation._stacks:
            cloudformation._stacks[stack_name].setdefault("_resources", {}).update(failed)
        await delete_stack(stack_name, stack_id, *rest, **more)

    return delete

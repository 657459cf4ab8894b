"""When a custom resource's Create fails, its Delete gets the physical id from the failed answer."""

from ministack.services.cloudformation import custom_resource

from stacks import failed_creates
from patching import after_reset, wrap

# Stack id and logical id -> the physical id in the failed answer.
named = {}


def install(app):
    wrap(custom_resource, "deliver_response", noting_name)
    wrap(custom_resource, "invoke_custom_resource", noting_failure)
    after_reset(app, named.clear)


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
                failed_creates.note(stack_id, logical_id, resource_type, named.get(key), props)
            raise

    return invoke_custom_resource

"""The events of an update: none for resources that it doesn't change, and CREATE events for new resources."""

from ministack.services import cloudformation
from ministack.services.cloudformation import stacks

from patching import after_reset, wrap

# Stack id and logical id of resources: those whose next event is left out, and those that are being created.
unchanged = set()
new = set()


def install(app):
    wrap(stacks, "_update_resource", noting_unchanged)
    wrap(stacks, "_add_event", telling)
    after_reset(app, unchanged.clear)
    after_reset(app, new.clear)


def noting_unchanged(update_resource):
    def update(resource_type, physical_id, old, changed, stack_name, logical_id=None, attributes=None):
        if old == changed:
            stack_id = cloudformation._stacks[stack_name]["StackId"]
            events = cloudformation._stack_events[stack_id]
            # MiniStack adds the first event before it compares.
            if events and events[-1]["LogicalResourceId"] == logical_id:
                events.pop()
            unchanged.add((stack_id, logical_id))
        return update_resource(resource_type, physical_id, old, changed, stack_name, logical_id, attributes)

    return update


def telling(add_event):
    def add(stack_id, stack_name, logical_id, resource_type, status, *rest, **more):
        key = stack_id, logical_id
        if status == "UPDATE_COMPLETE" and key in unchanged:
            unchanged.discard(key)
            return
        if status == "UPDATE_IN_PROGRESS" and logical_id != stack_name and not is_known(stack_name, logical_id):
            new.add(key)
        if key in new and status.startswith("UPDATE_"):
            status = status.replace("UPDATE_", "CREATE_")
            if status != "CREATE_IN_PROGRESS":
                new.discard(key)
        add_event(stack_id, stack_name, logical_id, resource_type, status, *rest, **more)

    return add


def is_known(stack_name, logical_id):
    return logical_id in cloudformation._stacks[stack_name].get("_resources", {})

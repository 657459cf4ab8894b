"""An update leaves no events of a resource that it doesn't change."""

from ministack.services import cloudformation
from ministack.services.cloudformation import stacks

from patching import after_reset, wrap

# Stack id and logical id of resources whose next event is to be left out.
unchanged = set()


def install(app):
    wrap(stacks, "_update_resource", noting_unchanged)
    wrap(stacks, "_add_event", leaving_out)
    after_reset(app, unchanged.clear)


def noting_unchanged(update_resource):
    def update(resource_type, physical_id, old, new, stack_name, logical_id=None, attributes=None):
        if old == new:
            stack_id = cloudformation._stacks[stack_name]["StackId"]
            events = cloudformation._stack_events[stack_id]
            # MiniStack tells of the beginning before it compares.
            if events and events[-1]["LogicalResourceId"] == logical_id:
                events.pop()
            unchanged.add((stack_id, logical_id))
        return update_resource(resource_type, physical_id, old, new, stack_name, logical_id, attributes)

    return update


def leaving_out(add_event):
    def add(stack_id, stack_name, logical_id, resource_type, status, *rest, **more):
        if status == "UPDATE_COMPLETE" and (stack_id, logical_id) in unchanged:
            unchanged.discard((stack_id, logical_id))
            return
        add_event(stack_id, stack_name, logical_id, resource_type, status, *rest, **more)

    return add

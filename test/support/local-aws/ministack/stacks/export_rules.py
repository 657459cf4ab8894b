"""CloudFormation refuses to change or remove an export that another stack imports."""

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers, stacks
from ministack.services.cloudformation.helpers import _p, _xml

from patching import after_reset, wrap

# Stack id -> why its update fails.
blocked = {}


def install(app):
    wrap(stacks, "_resolve_stack_outputs", refusing_change)
    wrap(stacks, "_add_event", leaving_out_failure)
    wrap(stacks, "_roll_back_operation", saying_why)
    actions = handlers._ACTION_HANDLERS
    actions["DeleteStack"] = cancelling(actions["DeleteStack"])
    after_reset(app, blocked.clear)


def find_importers(export, exporter):
    return [
        name
        for name, stack in cloudformation._stacks.items()
        if name != exporter
        and stack["StackStatus"] != "DELETE_COMPLETE"
        and export in handlers._imported_export_names(stack, name)
    ]


def refusing_change(resolve):
    def resolve_outputs(*args):
        outputs, exports = resolve(*args)
        stack_name, stack_id = args[-2:]
        former = [e for e in cloudformation._exports.values() if e["StackId"] == stack_id]
        for export in former:
            name = export["Name"]
            change = "deleted" if name not in exports else "updated"
            if name in exports and exports[name]["Value"] == export["Value"]:
                continue
            if importers := find_importers(name, stack_name):
                blocked[stack_id] = f"Export {name} cannot be {change} as it is in use by {', '.join(importers)}"
                raise ValueError(blocked[stack_id])
        for export in former:
            if export["Name"] not in exports:
                cloudformation._exports.pop(export["Name"])
        return outputs, exports

    return resolve_outputs


def leaving_out_failure(add_event):
    """CloudFormation gives the reason only with the rollback."""

    def add(stack_id, stack_name, logical_id, resource_type, status, reason="", *rest, **more):
        if status == "UPDATE_FAILED" and reason and reason == blocked.get(stack_id):
            return
        add_event(stack_id, stack_name, logical_id, resource_type, status, reason, *rest, **more)

    return add


def saying_why(roll_back):
    async def roll_back_operation(stack_name, stack_id, stack, operation, reason_override=""):
        reason = blocked.pop(stack_id, reason_override)
        await roll_back(stack_name, stack_id, stack, operation, reason)

    return roll_back_operation


def cancelling(delete_stack):
    """CloudFormation accepts the request, and then leaves the stack as it was, with the reason in an event."""

    def delete(params):
        stack = handlers._resolve_stack(_p(params, "StackName"))
        if stack is None or stack.get("EnableTerminationProtection"):
            return delete_stack(params)
        for output in stack.get("Outputs", []):
            export = output.get("ExportName")
            importers = find_importers(export, stack["StackName"]) if export else []
            if importers:
                reason = f"Delete canceled. Cannot delete export {export} as it is in use by {importers[0]}"
                stack["StackStatusReason"] = reason
                stack_id, name = stack["StackId"], stack["StackName"]
                stacks._add_event(
                    stack_id, name, name, "AWS::CloudFormation::Stack", stack["StackStatus"], reason, stack_id
                )
                return _xml(200, "DeleteStackResponse", "")
        return delete_stack(params)

    return delete

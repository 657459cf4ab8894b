"""Operations that CloudFormation refuses to start: without the required capability, or in a state that does not allow
them.
"""

from ministack.services.cloudformation import handlers
from ministack.services.cloudformation.helpers import _error, _p

# docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
UNUPDATABLE = {
    "CREATE_FAILED",
    "DELETE_FAILED",
    "REVIEW_IN_PROGRESS",
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_FAILED",
}
UNDELETABLE = {"UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"}


def install(_app):
    handlers._capabilities_enforced = lambda: True
    actions = handlers._ACTION_HANDLERS
    for action, refusal in (
        ("CreateStack", refuse_create),
        ("UpdateStack", refuse_update),
        ("CreateChangeSet", refuse_change_set),
        ("DeleteStack", refuse_delete),
    ):
        actions[action] = guard(actions[action], refusal)


def guard(action, refusal):
    def guarded(params):
        stack = handlers._resolve_stack(_p(params, "StackName"))
        if stack is None or stack["StackStatus"] == "DELETE_COMPLETE":
            return action(params)
        return refusal(stack, params) or action(params)

    return guarded


def refuse_create(stack, _params):
    return _error("AlreadyExistsException", f"Stack [{stack['StackName']}] already exists")


def refuse_update(stack, _params):
    status = stack["StackStatus"]
    if status not in UNUPDATABLE and not status.endswith("_IN_PROGRESS"):
        return None
    message = f"Stack:{stack['StackId']} is in {status} state and can not be updated."
    return _error("ValidationError", message)


def refuse_change_set(stack, params):
    if _p(params, "ChangeSetType", "UPDATE") != "CREATE":
        return refuse_update(stack, params)
    if stack["StackStatus"] == "REVIEW_IN_PROGRESS":
        return None
    name = f"Stack [{stack['StackName']}] already exists and cannot be created again with the changeSet"
    return _error("ValidationError", f"{name} [{_p(params, 'ChangeSetName')}].")


def refuse_delete(stack, _params):
    if stack["StackStatus"] not in UNDELETABLE:
        return None
    message = f"Stack [{stack['StackId']}] cannot be deleted while in status {stack['StackStatus']}"
    return _error("ValidationError", message)

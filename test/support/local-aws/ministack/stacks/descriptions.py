"""The description that a stack has from its template: MiniStack forgets it with a change set, and lists none."""

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers
from ministack.services.cloudformation.helpers import _esc

from patching import edit_answer


def install(_app):
    actions = handlers._ACTION_HANDLERS
    actions["DescribeStacks"] = remembering(actions["DescribeStacks"])
    actions["ListStacks"] = listing(actions["ListStacks"])


def remembering(describe):
    def describe_stacks(params):
        for stack in cloudformation._stacks.values():
            stack["Description"] = description_of(stack)
        return describe(params)

    return describe_stacks


def listing(list_all):
    def describe(text):
        for stack in cloudformation._stacks.values():
            stack_id = f"<StackId>{_esc(stack['StackId'])}</StackId>"
            said = f"<TemplateDescription>{_esc(description_of(stack))}</TemplateDescription>"
            text = text.replace(stack_id, stack_id + said)
        return text

    return lambda params: edit_answer(list_all(params), describe)


def description_of(stack):
    return (stack.get("_template") or {}).get("Description") or stack.get("Description", "")

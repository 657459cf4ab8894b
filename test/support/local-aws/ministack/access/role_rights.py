"""Whether a role has a right, according to its policies as IAM evaluates them."""

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam


def find_missing(role_arn, service, *needed):
    """AWS's message about the first needed right, an action and a resource, that the role lacks for the service."""
    name = role_arn.split("/")[-1]
    account = get_account_id()
    if service not in str(iam._roles.get(name, {}).get("AssumeRolePolicyDocument")):
        return f"{service} is unable to assume the role '{role_arn}'"
    policies = iam_evaluator._gather_role_policies(name, account)
    for action, resource in needed:
        principal = f"arn:aws:sts::{account}:assumed-role/{name}/service"
        context = iam_evaluator.EvalContext(principal, "AssumedRole", account, action, resource, get_region())
        if iam_evaluator.evaluate(context, policies).decision != "Allow":
            return (
                f"AccessDeniedException: User: {principal} is not authorized to perform: {action} on resource: "
                f"{resource} because no identity-based policy allows the {action} action"
            )
    return None

"""AWS::IAM::OIDCProvider: MiniStack's IAM has these providers, its CloudFormation does not."""

from ministack.services import iam

from patching import add_type


def install(_app):
    add_type("AWS::IAM::OIDCProvider", create, update, delete, replacing=("Url",))


def create(_logical_id, props, _stack_name):
    answer = iam._create_oidc_provider(request_of(props))
    status, _headers, body = answer
    if status >= 400:
        raise ValueError(body.decode() if isinstance(body, bytes) else body)
    arn = next(arn for arn in iam._oidc_providers if arn.endswith(host_of(props)))
    return arn, {"Arn": arn}


def update(physical_id, _old, new, _stack_name):
    iam._oidc_providers[physical_id]["ClientIDList"] = new.get("ClientIdList", [])
    return physical_id, {"Arn": physical_id}


def delete(physical_id, _props):
    iam._oidc_providers.pop(physical_id, None)


def host_of(props):
    return props["Url"].removeprefix("https://")


def request_of(props):
    clients = {f"ClientIDList.member.{index}": [client] for index, client in enumerate(props["ClientIdList"], 1)}
    return {"Url": [props["Url"]], **clients}

"""The rotation of secrets: the function is really invoked for each step, as Secrets Manager does it.

On AWS a failed rotation is tried again later. Here it waits for the next RotateSecret, which goes on with its version.
"""

import contextvars
import json
import threading
import time

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.services import lambda_svc, secretsmanager
from ministack.services.cloudformation import provisioners

from patching import add_type, take_time, wrap
from access.role_rights import find_missing

TYPE = "AWS::SecretsManager::RotationSchedule"
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
USED = ("GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage")


def install(_app):
    add_type(TYPE, create, update, delete, replacing=("SecretId",))
    take_time(TYPE)
    policy = provisioners._RESOURCE_HANDLERS["AWS::IAM::Policy"]
    add_type(
        "AWS::IAM::RolePolicy",
        lambda logical_id, props, stack: policy["create"](logical_id, of_role(props), stack),
        lambda arn, old, new, stack: policy["update"](arn, of_role(old), of_role(new), stack),
        lambda arn, props: policy["delete"](arn, of_role(props)),
        replacing=("PolicyName", "RoleName"),
    )
    secretsmanager._rotate_secret = rotate
    wrap(secretsmanager, "_get_secret_value", asking_for_both)


def of_role(props):
    return {**props, "Roles": [props["RoleName"]]}


def create(_logical_id, props, _stack_name):
    arn = props["SecretId"]
    configure(arn, props)
    return arn, {"Id": arn}


def update(arn, _old, new, _stack_name):
    configure(arn, new)
    return arn, {"Id": arn}


def delete(arn, _props):
    secret = secretsmanager._resolve(arn)[1]
    if secret:
        secret["RotationEnabled"] = False


def configure(arn, props):
    """A schedule that does not rotate at once is tested with a copy of the current version."""
    secret = secretsmanager._resolve(arn)[1]
    function = props["RotationLambdaARN"]
    if "secretsmanager.amazonaws.com" not in json.dumps(lambda_svc._functions[name_of(function)].get("policy", {})):
        raise ValueError("Secrets Manager cannot invoke the specified Lambda function.")
    secret.update(RotationEnabled=True, RotationLambdaARN=function, RotationRules=props["RotationRules"])
    if props.get("RotateImmediatelyOnUpdate", True) in (True, "true"):
        raise ValueError("At creation the service may not run yet: a rotation would fail")
    copy = new_uuid()
    current = secretsmanager._find_stage_version(secret, "AWSCURRENT")[1]
    secret["Versions"][copy] = {**current, "Stages": ["AWSPENDING"]}
    try:
        invoke(secret, "testSecret", copy)
    finally:
        del secret["Versions"][copy]


def rotate(data):
    secret = secretsmanager._resolve(data["SecretId"])[1]
    if not secret or not secret.get("RotationEnabled"):
        return error_response_json("InvalidRequestException", "You haven't enabled rotation for this secret.", 400)
    pending = secretsmanager._find_stage_version(secret, "AWSPENDING")[0]
    version = pending or data.get("ClientRequestToken") or new_uuid()
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run_steps, secret, version)).start()
    return json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": version})


def run_steps(secret, version):
    for step in STEPS:
        invoke(secret, step, version)
    secretsmanager._remove_stage(secret, version, "AWSPENDING")
    secret["LastRotatedDate"] = int(time.time())


def invoke(secret, step, version):
    record, config, _name = lambda_svc._get_func_record_for_ref(secret["RotationLambdaARN"])
    needed = [(f"secretsmanager:{action}", secret["ARN"]) for action in USED]
    needed.append(("cloudformation:DescribeStackResource", config["Environment"]["Variables"]["StackId"]))
    if missing := find_missing(config["Role"], "lambda.amazonaws.com", *needed):
        raise ValueError(missing)
    event = {"Step": step, "SecretId": secret["ARN"], "ClientRequestToken": version, "RotationToken": new_uuid()}
    answer = lambda_svc._execute_function_with_config_scope(
        lambda_svc._execution_record_for_config(record, config), event
    )
    if answer.get("error") or answer.get("function_error"):
        raise ValueError(f"{step}: {answer}")


def name_of(arn):
    return arn.split(":")[-1]


def asking_for_both(get_value):
    """A version that is asked for by its id and a label must have both."""

    def get_secret_value(data):
        secret = secretsmanager._resolve(data.get("SecretId"))[1]
        version, label = data.get("VersionId"), data.get("VersionStage")
        if secret and version and label:
            if label not in secret["Versions"].get(version, {"Stages": []})["Stages"]:
                message = "Secrets Manager can't find the specified secret value for that version and label"
                return error_response_json("ResourceNotFoundException", message, 400)
        return get_value(data)

    return get_secret_value

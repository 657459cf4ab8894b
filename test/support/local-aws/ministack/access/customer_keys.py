"""What AWS refuses of who gives it a KMS key that it can't use."""

import json

from ministack.core.responses import get_region
from ministack.services import kms
from ministack.services.cloudformation import provisioners

# The property with a key, by resource type; with a path where it is deeper.
KEYS = {
    "AWS::ECR::Repository": ("EncryptionConfiguration", "KmsKey"),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::RDS::DBCluster": ("KmsKeyId",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
}


def install(_app):
    for kind, path in KEYS.items():
        handlers = provisioners._RESOURCE_HANDLERS[kind]
        for operation in ("create", "update"):
            if operation in handlers:
                handlers[operation] = checked(handlers[operation], kind, path)


def checked(handler, kind, path):
    def handle(*arguments):
        # create(logical_id, props, stack_name), update(physical_id, old, new, stack_name, ...)
        props = arguments[2] if isinstance(arguments[2], dict) else arguments[1]
        for step in path:
            props = (props or {}).get(step)
        if props is not None:
            check_key(kind, props)
        return handler(*arguments)

    return handle


def check_key(kind, key_id):
    key = kms._resolve_key(key_id)
    if key is None or key["KeyState"] != "Enabled":
        raise ValueError(f"The KMS key {key_id} does not exist or can't be used")
    if kind == "AWS::Logs::LogGroup" and f"logs.{get_region()}.amazonaws.com" not in principals(key):
        raise ValueError(f"The specified KMS key does not exist or is not allowed to be used with CloudWatch Logs: {key_id}")


def principals(key):
    """The services that the key's policy allows."""
    policy = key["Policy"] if isinstance(key["Policy"], dict) else json.loads(key["Policy"])
    allowed = [statement for statement in policy["Statement"] if statement["Effect"] == "Allow"]
    return [statement["Principal"].get("Service") for statement in allowed if isinstance(statement["Principal"], dict)]

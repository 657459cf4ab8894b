"""Secrets as CloudFormation creates them: Ref is the ARN, and GenerateSecretString has its effect."""

import json

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners

from patching import read_answer

TEMPLATE_KEYS = ("SecretStringTemplate", "GenerateStringKey")
FLAGS = (
    "ExcludeLowercase",
    "ExcludeNumbers",
    "ExcludePunctuation",
    "ExcludeUppercase",
    "IncludeSpace",
    "RequireEachIncludedType",
)


def install(_app):
    provisioners._sm_secret_string = make_value
    handlers = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def create_secret(logical_id, props, stack_name):
        name, attributes = create(logical_id, props, stack_name)
        return attributes["Arn"], attributes

    def update_secret(arn, old, new, stack_name, logical_id=None):
        _name, attributes = update(find_name(arn), old, new, stack_name, logical_id)
        return attributes["Arn"], attributes

    def delete_secret(arn, props):
        delete(find_name(arn), props)

    handlers.update(create=create_secret, update=update_secret, delete=delete_secret)


def find_name(arn):
    return secretsmanager._resolve(arn)[0] or arn


def make_value(props):
    generate = props.get("GenerateSecretString")
    if not generate:
        return props.get("SecretString", "")
    password = generate_password({k: v for k, v in generate.items() if k not in TEMPLATE_KEYS})
    if "SecretStringTemplate" not in generate:
        return password
    return json.dumps({**json.loads(generate["SecretStringTemplate"]), generate["GenerateStringKey"]: password})


def generate_password(options):
    """Templates may write numbers and booleans as strings."""
    request = {k: str(v).lower() == "true" if k in FLAGS else v for k, v in options.items()}
    request["PasswordLength"] = int(options.get("PasswordLength", 32))
    return read_answer(secretsmanager._get_random_password(request))["RandomPassword"]

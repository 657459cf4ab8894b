"""AWS Backup: a vault's name and lock as AWS takes them, and what is assigned to a plan. No backup is made."""

import json
import re

from ministack.services import backup
from ministack.services.cloudformation import provisioners

from patching import add_type, read_answer


def install(_app):
    add_type(
        "AWS::Backup::BackupSelection",
        create_selection,
        None,
        delete_selection,
        replacing=("BackupPlanId", "BackupSelection"),
    )
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Backup::BackupVault"]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def create_vault(logical_id, props, stack_name):
        name = props["BackupVaultName"]
        if not re.fullmatch(r"[A-Za-z0-9_-]{2,50}", name):
            raise ValueError(f"Invalid backup vault name: {name}")
        if name in backup._vaults:
            raise ValueError("Backup vault with the same name already exists")
        made = create(logical_id, props, stack_name)
        lock(name, props)
        return made

    def update_vault(physical_id, old, new, stack_name, logical_id=None):
        made = update(physical_id, old, new, stack_name, logical_id)
        lock(physical_id, new)
        return made

    def delete_vault(physical_id, props):
        if backup._vaults.get(physical_id, {}).get("NumberOfRecoveryPoints"):
            raise ValueError("Backup vault cannot be deleted because it contains recovery points.")
        delete(physical_id, props)

    handlers.update(create=create_vault, update=update_vault, delete=delete_vault)


def lock(name, props):
    configuration = props.get("LockConfiguration")
    vault = backup._vaults[name]
    vault["Locked"] = configuration is not None
    vault["MinRetentionDays"] = int(configuration["MinRetentionDays"]) if configuration else None


def create_selection(_logical_id, props, _stack_name):
    selection = props["BackupSelection"]
    if not selection["IamRoleArn"].startswith("arn:aws:iam::"):
        raise ValueError(f"Invalid role: {selection['IamRoleArn']}")
    answer = read_answer(backup._create_selection(props["BackupPlanId"], {"BackupSelection": selection}))
    physical_id = f"{answer['SelectionId']}_{props['BackupPlanId']}"
    return physical_id, {"SelectionId": answer["SelectionId"], "BackupPlanId": props["BackupPlanId"]}


def delete_selection(physical_id, props):
    selection_id = physical_id.split("_")[0]
    status, _headers, body = backup._delete_selection(props["BackupPlanId"], selection_id)
    if status >= 400 and status != 404:
        raise ValueError(json.loads(body)["message"])

"""One real MySQL server replaces the only Aurora cluster of a stack: the Data API runs statements on it.

The master user has the same rights as on Aurora: all rights on databases with the grant option, and no others.
"""

import json
import os

import pymysql
from ministack.core.responses import new_uuid
from ministack.services import rds, rds_data, secretsmanager
from ministack.services.cloudformation import provisioners

from database import aurora_backups
from patching import after_reset, read_answer

MASTER_RIGHTS = (
    "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, "
    "CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, "
    "ALTER ROUTINE, CREATE USER, EVENT, TRIGGER"
)

login = json.loads(os.environ.get("MYSQL_LOGIN", "null"))
# The databases and users that the server had before the cluster was created; empty without a cluster.
before = {}
# Cluster -> the ARN of the secret in which RDS keeps its master user's password.
managed = {}


def install(app):
    if login is None:
        return
    rds_data._has_real_endpoint = lambda instance: True
    rds_data._connect = connect_as
    handlers = provisioners._RESOURCE_HANDLERS["AWS::RDS::DBCluster"]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def create_cluster(logical_id, props, stack_name):
        if before:
            raise ValueError("One MySQL server can't stand for two clusters")
        if props.get("ManageMasterUserPassword") in (True, "true"):
            password = new_uuid()
            arn = keep_password(props["MasterUsername"], password)
            physical_id, attributes = create_cluster(logical_id, with_password(props, password), stack_name)
            managed[physical_id] = arn
            return physical_id, {**attributes, "MasterUserSecret.SecretArn": arn}
        source = aurora_backups.find_source(props)
        before.update(list_contents())
        if source:
            record, statements = source
            aurora_backups.load(statements)
            inherited = {key: record[key] for key in ("MasterUsername", "StorageEncrypted")}
            run("ALTER USER %s@'%%' IDENTIFIED BY %s", record["MasterUsername"], props["MasterUserPassword"])
            return create(logical_id, {**props, **inherited}, stack_name)
        run("CREATE USER %s@'%%' IDENTIFIED BY %s", props["MasterUsername"], props["MasterUserPassword"])
        run(f"GRANT {MASTER_RIGHTS} ON *.* TO %s@'%%' WITH GRANT OPTION", props["MasterUsername"])
        return create(logical_id, props, stack_name)

    def update_cluster(physical_id, old, new, stack_name, logical_id=None):
        if physical_id in managed:
            arn = managed[physical_id]
            same = [with_password(props, "") for props in (old, new)]
            physical_id, attributes = update(physical_id, *same, stack_name, logical_id)
            return physical_id, {**attributes, "MasterUserSecret.SecretArn": arn}
        if new["MasterUserPassword"] != old["MasterUserPassword"]:
            user = rds._clusters[physical_id]["MasterUsername"]
            run("ALTER USER %s@'%%' IDENTIFIED BY %s", user, new["MasterUserPassword"])
        return update(physical_id, old, new, stack_name, logical_id)

    def delete_cluster(physical_id, props):
        if physical_id in rds._clusters:
            aurora_backups.keep(rds._clusters[physical_id])
        clear()
        if physical_id in managed:
            secretsmanager._delete_secret({"SecretId": managed.pop(physical_id), "ForceDeleteWithoutRecovery": True})
            props = with_password(props, "")
        delete(physical_id, props)

    handlers.update(create=create_cluster, update=update_cluster, delete=delete_cluster)
    after_reset(app, clear)
    after_reset(app, managed.clear)


def keep_password(user, password):
    """A secret of RDS with the master user's password; its ARN."""
    value = json.dumps({"username": user, "password": password})
    return read_answer(secretsmanager._create_secret({"Name": f"rds!cluster-{new_uuid()}", "SecretString": value}))["ARN"]


def with_password(props, password):
    managing = ("ManageMasterUserPassword", "MasterUserSecret")
    return {**{key: value for key, value in props.items() if key not in managing}, "MasterUserPassword": password}


def connect_as(_instance, _engine, database=None, password=None, username=None):
    return connect(user=username, password=password, database=database)


def connect(**credentials):
    return pymysql.connect(host=login["host"], port=login["port"], autocommit=True, **credentials)


def run(sql, *parameters):
    with connect(user=login["user"], password=login["password"]) as connection, connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return [row[0] for row in cursor.fetchall()]


def list_contents():
    return {
        "DATABASE": run("SELECT CONCAT('`', schema_name, '`') FROM information_schema.schemata"),
        "USER": run("SELECT CONCAT(QUOTE(user), '@', QUOTE(host)) FROM mysql.user"),
    }


def clear():
    """Deletes the cluster's data from the server."""
    for kind, names in list_contents().items():
        for name in names:
            if before and name not in before[kind]:
                run(f"DROP {kind} {name}")
    before.clear()

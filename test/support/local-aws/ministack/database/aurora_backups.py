"""Snapshots and automatic backups of the cluster: copies of what the MySQL server has, as statements.

A restored cluster has the master user of the backup. CloudFormation's handler sets its password afterwards:
github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds, modifyDbClusterAfterCreateRequest
"""

from ministack.services import rds

from database import aurora_mysql
from patching import after_reset, wrap

# By the name of a snapshot, and by the resource id of a deleted cluster.
copies = {}
deleted = {}


def install(app):
    if aurora_mysql.login is None:
        return
    wrap(rds, "_create_cluster_snapshot_internal", copying)
    rds._ACTION_MAP["DescribeDBClusterAutomatedBackups"] = describe_automated_backups
    after_reset(app, copies.clear)
    after_reset(app, deleted.clear)


def copying(create):
    def create_with_copy(snapshot_id, cluster):
        copies[snapshot_id] = copy_of()
        return create(snapshot_id, cluster)

    return create_with_copy


def keep(cluster):
    """Keeps the automatic backups of a cluster that is deleted."""
    resource_id = cluster["DbClusterResourceId"]
    copies[resource_id] = copy_of()
    deleted[resource_id] = cluster


def find_source(props):
    """The record that a new cluster is made from, and the statements; None for an empty cluster."""
    name = (props.get("SnapshotIdentifier") or "").rpartition("cluster-snapshot:")[2]
    if name:
        if name not in copies:
            raise ValueError(f"DBClusterSnapshot not found: {name}")
        return rds._db_cluster_snapshots[name], copies[name]
    resource_id = props.get("SourceDbClusterResourceId")
    if resource_id:
        if resource_id not in deleted:
            raise ValueError(f"DBClusterAutomatedBackup not found for {resource_id}")
        return deleted[resource_id], copies[resource_id]
    if props.get("SourceDBClusterIdentifier"):
        raise ValueError("One MySQL server can't stand for two clusters")
    return None


def copy_of():
    """Statements with their parameters."""
    found = []
    contents = aurora_mysql.list_contents()
    with aurora_mysql.connect(**own_login()) as connection, connection.cursor() as cursor:

        def rows(sql):
            cursor.execute(sql)
            return cursor.fetchall()

        cursor.execute("SET print_identified_with_as_hex = ON")
        for database in added(contents, "DATABASE"):
            found.append((rows(f"SHOW CREATE DATABASE {database}")[0][1], None))
            found.append((f"USE {database}", None))
            cursor.execute(f"USE {database}")
            for name, kind in rows("SHOW FULL TABLES"):
                if kind == "BASE TABLE":
                    found.append((rows(f"SHOW CREATE TABLE `{name}`")[0][1], None))
                    found += [insertion(name, row) for row in rows(f"SELECT * FROM `{name}`")]
        for user in added(contents, "USER"):
            found.append((rows(f"SHOW CREATE USER {user}")[0][0], None))
            found += [(grant, None) for (grant,) in rows(f"SHOW GRANTS FOR {user}")]
    return found


def load(statements):
    with aurora_mysql.connect(**own_login()) as connection, connection.cursor() as cursor:
        cursor.execute("SET foreign_key_checks = OFF")
        for sql, parameters in statements:
            cursor.execute(sql, parameters)


def own_login():
    return {"user": aurora_mysql.login["user"], "password": aurora_mysql.login["password"]}


def added(contents, kind):
    return [name for name in contents[kind] if name not in aurora_mysql.before.get(kind, contents[kind])]


def insertion(table, row):
    return f"INSERT INTO `{table}` VALUES ({', '.join(['%s'] * len(row))})", row


def describe_automated_backups(params):
    wanted = rds._p(params, "DbClusterResourceId")
    members = "".join(
        f"""<DBClusterAutomatedBackup>
        <DbClusterResourceId>{resource_id}</DbClusterResourceId>
        <DBClusterIdentifier>{cluster["DBClusterIdentifier"]}</DBClusterIdentifier>
        <Engine>{cluster["Engine"]}</Engine>
        <EngineVersion>{cluster["EngineVersion"]}</EngineVersion>
        <MasterUsername>{cluster["MasterUsername"]}</MasterUsername>
        <StorageEncrypted>{str(cluster["StorageEncrypted"]).lower()}</StorageEncrypted>
        <Status>retained</Status>
        </DBClusterAutomatedBackup>"""
        for resource_id, cluster in deleted.items()
        if wanted in ("", resource_id)
    )
    name = "DescribeDBClusterAutomatedBackups"
    body = f"<{name}Result><DBClusterAutomatedBackups>{members}</DBClusterAutomatedBackups></{name}Result>"
    return rds._xml(200, f"{name}Response", body)

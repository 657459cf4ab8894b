"""Names that CloudFormation makes up are new for every resource, even when an older resource was left behind."""

from ministack.core.responses import new_uuid
from ministack.services.cloudformation import provisioners


def install(_app):
    name_uniquely("AWS::ECS::Cluster", "ClusterName")
    name_uniquely("AWS::Logs::LogGroup", "LogGroupName")
    # RDS keeps names in lower case.
    name_uniquely("AWS::RDS::DBCluster", "DBClusterIdentifier", str.lower)


def name_uniquely(resource_type, name, spell=str):
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    create, update = handlers["create"], handlers["update"]

    def create_named(logical_id, props, stack_name):
        made_up = f"{stack_name}-{logical_id}-{new_uuid().replace('-', '')[:12]}"
        return create(logical_id, {name: spell(made_up), **props}, stack_name)

    def update_named(physical_id, old, new, stack_name, logical_id=None):
        """Removing the name from the template replaces the resource. Without a name in both versions, the made-up
        name stays."""
        kept = {} if name in old else {name: physical_id}
        return update(physical_id, {**kept, **old}, {**kept, **new}, stack_name, logical_id)

    handlers.update(create=create_named, update=update_named)

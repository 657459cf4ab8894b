"""Starts MiniStack with the resource types and the rules of AWS that it lacks.

mini-stack.ts starts this script and sets its environment, which MiniStack reads when it is imported.
"""

import os
import signal
import sys
import threading
import time

# Without this script's arguments, because MiniStack reads the command line too.
sys.argv = sys.argv[:1]

from ministack import app

import notifications
from access import (
    customer_keys,
    oidc_providers,
    web_identities,
)
from containers import (
    app_runner,
    app_runner_scaling,
    auto_scaling,
    ecs_service,
    ecs_task_definitions,
    images,
    real_registry,
)
from database import (
    aurora_backups,
    aurora_mysql,
    backup_plans,
    secret_rotation,
    secret_values,
)
from network import (
    alias_records,
    certificates,
    flow_logs,
    hosted_zones,
    ipv6_ranges,
    load_balancing,
    security_group_rules,
    security_groups,
    ways_out,
    web_firewall,
)
from stacks import (
    change_rules,
    conditions,
    custom_resources,
    descriptions,
    export_rules,
    failed_creates,
    held_waiters,
    replacements,
    unique_names,
    update_events,
)

for part in (
    alias_records,
    app_runner,
    app_runner_scaling,
    aurora_backups,
    aurora_mysql,
    auto_scaling,
    backup_plans,
    certificates,
    change_rules,
    conditions,
    custom_resources,
    customer_keys,
    descriptions,
    ecs_service,
    ecs_task_definitions,
    export_rules,
    failed_creates,
    flow_logs,
    held_waiters,
    hosted_zones,
    images,
    ipv6_ranges,
    load_balancing,
    notifications,
    oidc_providers,
    real_registry,
    replacements,
    secret_rotation,
    secret_values,
    security_group_rules,
    security_groups,
    unique_names,
    update_events,
    ways_out,
    web_firewall,
    web_identities,
):
    part.install(app)


def end_with_starter():
    """Ends with the process that started this one: then the input closes, even if that process was killed."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2)
    # A custom resource that never answers would keep its thread, and so the process, alive.
    os._exit(0)


threading.Thread(target=end_with_starter, daemon=True).start()
app.main()

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

import alias_records
import app_runner
import app_runner_scaling
import aurora_backups
import aurora_mysql
import auto_scaling
import backup_plans
import certificates
import change_rules
import conditions
import custom_resources
import customer_keys
import descriptions
import ecs_service
import ecs_task_definitions
import export_rules
import failed_creates
import flow_logs
import held_waiters
import hosted_zones
import images
import ipv6_ranges
import load_balancing
import notifications
import oidc_providers
import real_registry
import replacements
import secret_rotation
import secret_values
import security_group_rules
import security_groups
import unique_names
import update_events
import ways_out
import web_firewall
import web_identities

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

"""Starts MiniStack as these tests need it: with the resource types and the rules of AWS that it lacks.

mini-stack.ts starts this script and sets its environment, which MiniStack reads when it is imported.
"""

import os
import signal
import sys
import threading
import time

# MiniStack reads the command line too.
sys.argv = sys.argv[:1]

from ministack import app

import app_runner
import aurora_mysql
import change_rules
import custom_resources
import export_rules
import held_waiters
import hosted_zones
import oidc_providers
import plain_resources
import real_registry
import secret_values
import security_group_rules
import update_events
import web_firewall

for part in (
    app_runner,
    aurora_mysql,
    change_rules,
    custom_resources,
    export_rules,
    held_waiters,
    hosted_zones,
    oidc_providers,
    plain_resources,
    real_registry,
    secret_values,
    security_group_rules,
    update_events,
    web_firewall,
):
    part.install(app)


def end_with_starter():
    """The input closes when the process that started this one ends, however it does."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2)
    # A custom resource that never answers holds its thread, and so the process.
    os._exit(0)


threading.Thread(target=end_with_starter, daemon=True).start()
app.main()

"""Hosted zones with fixed ids, which a spec can name."""

import json
import os

from ministack.core.responses import set_request_account_id
from ministack.services import route53

from patching import after_reset


def install(app):
    zones = json.loads(os.environ.get("HOSTED_ZONES", "{}"))

    def make_zones():
        set_request_account_id(os.environ["ACCOUNT"])
        for zone_id, name in zones.items():
            route53._zones[zone_id] = {
                "id": zone_id,
                "name": f"{name}.",
                "caller_reference": zone_id,
                "comment": "",
                "private": False,
            }
            route53._records[zone_id] = route53._default_records(f"{name}.")

    make_zones()
    after_reset(app, make_zones)

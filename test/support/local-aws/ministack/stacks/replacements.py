"""Which changes replace a resource, for the types of which MiniStack's change sets say only that they may."""

import json
from pathlib import Path

from ministack.services.cloudformation import provisioners

# The schema lacks that another name replaces a record.
INCOMPLETE = {"AWS::Route53::RecordSet"}
KNOWN = Path(__file__).parents[5] / "compiler/diff/resource-types.json"


def install(_app):
    for name, known in json.loads(KNOWN.read_text())["types"].items():
        if name in provisioners._REPLACING_PROPERTIES or name in INCOMPLETE:
            continue
        paths = known.get("createOnly", [])
        provisioners._REPLACING_PROPERTIES[name] = tuple(path for path in paths if "." not in path)
        provisioners._CONDITIONALLY_REPLACING_PROPERTIES[name] = tuple(path.split(".")[0] for path in paths if "." in path)

"""Reads YAML texts, one JSON string a line, and answers each with one line of JSON, until its input ends."""

import base64
import datetime
import json
import math
import sys

import yaml


class Loader(yaml.SafeLoader):
    """Keeps the tags of CloudFormation: `!Ref Vpc` becomes {"!Ref": "Vpc"}."""


def construct_tagged(loader, suffix, node):
    if isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_scalar(node)
    return {f"!{suffix}": value}


Loader.add_multi_constructor("!", construct_tagged)


def to_json(value):
    """Marks what JSON lacks, so that a comparison shows it."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else f"!!key {key!r}": to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"!!timestamp": value.isoformat()}
    if isinstance(value, bytes):
        return {"!!binary": base64.b64encode(value).decode()}
    if isinstance(value, set):
        return {"!!set": sorted(map(str, value))}
    if isinstance(value, float) and not math.isfinite(value):
        return {"!!float": repr(value)}
    return value


def answer(text):
    try:
        return {"value": to_json(yaml.load(text, Loader))}
    except (yaml.YAMLError, ValueError) as error:
        return {"error": str(error)}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)

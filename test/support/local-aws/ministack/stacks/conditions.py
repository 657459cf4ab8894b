"""Conditions whose values come of Fn::Select and Fn::Split: MiniStack splits no text in them."""

from ministack.services.cloudformation import changesets, engine, handlers, stacks

from patching import wrap


def install(_app):
    for module in (changesets, handlers, stacks):
        if hasattr(module, "_evaluate_conditions"):
            wrap(module, "_evaluate_conditions", with_values)


def with_values(evaluate):
    def evaluate_all(template, params):
        conditions = template.get("Conditions", {})
        return evaluate({**template, "Conditions": replace(conditions, params)}, params)

    return evaluate_all


def replace(value, params):
    if isinstance(value, list):
        return [replace(item, params) for item in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Select" in value:
        return engine._resolve_refs(value, {}, params, {}, {}, "", "")
    return {key: replace(child, params) for key, child in value.items()}

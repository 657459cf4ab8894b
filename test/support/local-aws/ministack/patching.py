"""How the other modules here change MiniStack."""

import json

from ministack.services.cloudformation import stacks
from ministack.services.cloudformation.provisioners import _REPLACING_PROPERTIES, _RESOURCE_HANDLERS


def wrap(owner, name, make):
    """Replaces an attribute of a module by what `make` makes of it."""
    setattr(owner, name, make(getattr(owner, name)))


def after_reset(app, clear):
    """Clears our own state with MiniStack's."""

    def make(reset):
        def reset_all():
            reset()
            clear()

        return reset_all

    wrap(app, "_reset_all_state", make)


def add_type(name, create, update, delete, replacing=()):
    """Registers a resource type.

    create(logical_id, properties, stack_name) -> (physical id, attributes)
    update(physical_id, old, new, stack_name) -> (physical id, attributes)
    delete(physical_id, properties)
    A change of a `replacing` property makes a new resource; a type of only such properties has no update.
    """
    handlers = {"create": create, "update": update, "delete": delete}
    _RESOURCE_HANDLERS[name] = {kind: handler for kind, handler in handlers.items() if handler}
    _REPLACING_PROPERTIES[name] = tuple(replacing)


def take_time(name):
    """Lets the handlers of a resource type wait while others are served."""
    wrap(stacks, "_runs_on_worker_thread", lambda runs: lambda resource_type: resource_type == name or runs(resource_type))


def read_answer(answer):
    """The body of a service's answer; an error becomes an exception with the service's own words."""
    status, _headers, body = answer
    value = json.loads(body)
    if status >= 400:
        raise ValueError(value.get("message") or value.get("Message") or str(value))
    return value

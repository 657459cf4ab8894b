"""Functions with which the other modules here change MiniStack."""

import json

from ministack.services.cloudformation import stacks
from ministack.services.cloudformation.provisioners import _REPLACING_PROPERTIES, _RESOURCE_HANDLERS


def wrap(owner, name, make):
    """Replaces an attribute of a module by `make(attribute)`."""
    setattr(owner, name, make(getattr(owner, name)))


def after_reset(app, clear):
    """Calls `clear` whenever MiniStack is reset."""

    def make(reset):
        def reset_all():
            reset()
            clear()

        return reset_all

    wrap(app, "_reset_all_state", make)


def add_type(name, create, update, delete, replacing=()):
    """Registers a resource type.

    create(logical_id, properties, stack_name) -> (physical id, attributes) update(physical_id, old, new, stack_name)
    -> (physical id, attributes) delete(physical_id, properties) A change of a `replacing` property replaces the
    resource. A type that has only such properties needs no update."""
    handlers = {"create": create, "update": update, "delete": delete}
    _RESOURCE_HANDLERS[name] = {kind: handler for kind, handler in handlers.items() if handler}
    _REPLACING_PROPERTIES[name] = tuple(replacing)


def take_time(name):
    """Runs the handlers of a resource type in a thread, so that MiniStack answers other requests in the meantime."""
    wrap(stacks, "_runs_on_worker_thread", lambda runs: lambda resource_type: resource_type == name or runs(resource_type))


def read_answer(answer):
    """The body of a service's answer. An error is raised with the service's own message."""
    status, _headers, body = answer
    value = json.loads(body)
    if status >= 400:
        raise ValueError(value.get("message") or value.get("Message") or str(value))
    return value


def edit_answer(answer, edit):
    """A service's answer with the text that `edit` makes of its body."""
    status, headers, body = answer
    if isinstance(body, bytes):
        return status, headers, edit(body.decode()).encode()
    return status, headers, edit(body)

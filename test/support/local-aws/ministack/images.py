"""Whether an image can be pulled; real_registry.py asks a real registry instead."""

from ministack.services import ecr


def is_pushed(identifier):
    repository, _colon, tag = identifier.partition("/")[2].partition(":")
    return any(tag in image.get("imageTags", []) for image in ecr._images.get(repository, []))

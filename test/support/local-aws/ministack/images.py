"""Whether an image can be pulled. real_registry.py replaces this by a request to a real registry."""

from ministack.services import ecr


def is_pushed(identifier):
    repository, _colon, tag = identifier.partition("/")[2].partition(":")
    return any(tag in image.get("imageTags", []) for image in ecr._images.get(repository, []))

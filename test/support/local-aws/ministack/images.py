"""ECR's images as AWS answers about them, and whether one can be pulled.

real_registry.py replaces list_tags by a request to a real registry.
"""

from ministack.core.responses import error_response_json
from ministack.services import ecr


def install(_app):
    describe_images = ecr._describe_images

    def describe(data):
        """AWS refuses to describe an image that isn't there; MiniStack leaves it out."""
        for image_id in data.get("imageIds") or []:
            if data["repositoryName"] in ecr._repositories and not ecr._find_image(data["repositoryName"], image_id):
                return refuse_missing(data["repositoryName"], image_id)
        return describe_images(data)

    ecr._describe_images = describe


def refuse_missing(repository, image_id):
    named = f"{{imageDigest:'{image_id.get('imageDigest', 'null')}', imageTag:'{image_id.get('imageTag', 'null')}'}}"
    message = f"The image with imageId {named} does not exist within the repository with name '{repository}'"
    return error_response_json("ImageNotFoundException", message, 400)


def split(identifier):
    """The repository of an image, and its id there: `host/team/api@sha256:...` or `host/team/api:tag`."""
    name, _at, digest = identifier.partition("/")[2].partition("@")
    repository, _colon, tag = name.partition(":")
    return repository, {"imageDigest": digest} if digest else {"imageTag": tag}


def list_tags(identifier):
    """The tags of an image; None without the image."""
    repository, image_id = split(identifier)
    image = ecr._find_image(repository, image_id)
    return image and image.get("imageTags", [])


def is_pushed(identifier):
    return list_tags(identifier) is not None

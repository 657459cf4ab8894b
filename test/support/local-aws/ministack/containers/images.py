"""ECR's images as AWS answers about them, and whether one can be pulled.

ECR Public has every image, except below public.ecr.aws/missing/.

real_registry.py replaces list_tags by a request to a real registry.
"""

from ministack.core.responses import error_response_json
from ministack.services import ecr

PUBLIC = "public.ecr.aws"


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
    """Account, region and repository of an image, and its id there.

    ACCOUNT.dkr.ecr.REGION.amazonaws.com/team/api@sha256:..., or :tag"""
    host, _slash, path = identifier.partition("/")
    account, _dkr, _ecr, region, *_domain = host.split(".")
    name, _at, digest = path.partition("@")
    repository, _colon, tag = name.partition(":")
    return account, region, repository, {"imageDigest": digest} if digest else {"imageTag": tag}


def is_public(identifier):
    return identifier.partition("/")[0] == PUBLIC


def list_rights(identifier):
    """The actions, each with a resource, that a role needs to pull the image."""
    if is_public(identifier):
        return []
    account, region, repository, _id = split(identifier)
    arn = f"arn:aws:ecr:{region}:{account}:repository/{repository}"
    layers = ("BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer")
    return [("ecr:GetAuthorizationToken", "*"), *((f"ecr:{action}", arn) for action in layers)]


def list_tags(identifier):
    """The tags of an image; None without the image."""
    if is_public(identifier):
        return None if identifier.startswith(f"{PUBLIC}/missing/") else [identifier.rpartition(":")[2]]
    account, region, repository, wanted = split(identifier)
    for image in ecr._images.get_scoped(account, region, repository, []):
        tags = image.get("imageTags", [])
        if wanted == {"imageDigest": image["imageDigest"]} or wanted.get("imageTag") in tags:
            return tags
    return None


def is_pushed(identifier):
    return list_tags(identifier) is not None

"""A real registry replaces ECR's, so that images can be pushed and found. registry.ts leads an engine to it by ECR's names."""

import base64
import json
import os
import ssl
import urllib.error
import urllib.request

from ministack.core.responses import get_account_id, get_region, json_response
from ministack.services import ecr

from containers import images

registry = json.loads(os.environ.get("REGISTRY", "null"))


def install(_app):
    if registry is None:
        return
    ecr._get_authorization_token = get_authorization_token
    ecr._describe_images = describe_images
    images.list_tags = list_tags


def get_authorization_token(_data):
    endpoint = f"https://{get_account_id()}.dkr.ecr.{get_region()}.amazonaws.com"
    token = {"authorizationToken": login(), "proxyEndpoint": endpoint, "expiresAt": 4102444800}
    return json_response({"authorizationData": [token]})


def login():
    return base64.b64encode(f"AWS:{registry['password']}".encode()).decode()


def describe_images(data):
    details = []
    for image_id in data["imageIds"]:
        digest = find_digest(data["repositoryName"], image_id)
        if digest is None:
            return images.refuse_missing(data["repositoryName"], image_id)
        details.append({"imageDigest": digest, "imageTags": tags_of(data["repositoryName"], digest)})
    return json_response({"imageDetails": details})


def tags_of(repository, digest):
    """A registry only tells all tags of the repository."""
    with ask("GET", f"{repository}/tags/list") as answer:
        tags = json.load(answer)["tags"] or []
    return [tag for tag in tags if find_digest(repository, {"imageTag": tag}) == digest]


def list_tags(identifier):
    """A registry doesn't tell the tags of an image."""
    if images.is_public(identifier):
        return []
    _account, _region, repository, image_id = images.split(identifier)
    return None if find_digest(repository, image_id) is None else []


def find_digest(repository, image_id):
    reference = image_id.get("imageDigest") or image_id["imageTag"]
    try:
        return ask("HEAD", f"{repository}/manifests/{reference}").headers["Docker-Content-Digest"]
    except urllib.error.HTTPError:
        return None


FORMS = (
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.index.v1+json",
)


def ask(method, path):
    headers = {"authorization": f"Basic {login()}", "accept": ", ".join(FORMS)}
    request = urllib.request.Request(f"https://{registry['host']}/v2/{path}", method=method, headers=headers)
    # Not verified, because its certificate is made for the tests.
    return urllib.request.urlopen(request, timeout=300, context=ssl._create_unverified_context())

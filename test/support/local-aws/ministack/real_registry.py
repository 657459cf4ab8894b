"""A real registry replaces ECR's: the repositories' URIs lead to it, so that images can be pushed and found."""

import base64
import json
import os
import ssl
import urllib.error
import urllib.request

from ministack.core.responses import json_response
from ministack.services import ecr

import images

registry = json.loads(os.environ.get("REGISTRY", "null"))


def install(_app):
    if registry is None:
        return
    ecr._repo_uri = lambda name: f"{registry['host']}/{name}"
    ecr._get_authorization_token = lambda _data: json_response(
        {"authorizationData": [{"authorizationToken": login(), "expiresAt": 4102444800}]}
    )
    images.is_pushed = is_pushed


def login():
    return base64.b64encode(f"AWS:{registry['password']}".encode()).decode()


def is_pushed(identifier):
    repository, _colon, tag = identifier.partition("/")[2].partition(":")
    url = f"https://{registry['host']}/v2/{repository}/manifests/{tag}"
    headers = {
        "authorization": f"Basic {login()}",
        "accept": "application/vnd.docker.distribution.manifest.v2+json",
    }
    request = urllib.request.Request(url, method="HEAD", headers=headers)
    try:
        # Not verified, because its certificate is made for the tests.
        urllib.request.urlopen(request, timeout=300, context=ssl._create_unverified_context())
        return True
    except urllib.error.HTTPError:
        return False

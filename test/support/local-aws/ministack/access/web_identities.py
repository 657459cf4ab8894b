"""Whether a role trusts the token of a web identity, which MiniStack looks at only with all other permissions."""

from urllib.parse import parse_qs

from ministack.services import sts

from patching import wrap


def install(_app):
    wrap(sts, "handle_request", check_trust)


def check_trust(handle):
    async def checked(method, path, headers, body, query_params):
        params = dict(query_params)
        if method == "POST" and body:
            params.update(parse_qs(body.decode("utf-8", errors="replace")))
        if (params.get("Action") or [""])[0] == "AssumeRoleWithWebIdentity":
            role_arn = (params.get("RoleArn") or [""])[0]
            denied = sts._web_identity_trust_denied(role_arn, params, False)
            if denied:
                return denied
        return await handle(method, path, headers, body, query_params)

    return checked

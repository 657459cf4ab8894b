"""The AWS CLI asks every 30 seconds whether a stack is done. Here its request is held until the stack is done."""

import asyncio
import os
from urllib.parse import parse_qs

from ministack.services.cloudformation import handlers

# Less than the 60 seconds after which the CLI's request times out.
LONGEST_HOLD_SECONDS = 50


def install(app):
    if os.environ["HOLD_WAITERS"] != "1":
        return
    handle = app.SERVICE_HANDLERS["cloudformation"]

    async def handle_held(method, path, headers, body, query):
        if "aws-cli" in headers.get("user-agent", "") and b"Action=DescribeStacks" in body:
            [name] = parse_qs(body.decode()).get("StackName", [None])
            await await_end(name)
        return await handle(method, path, headers, body, query)

    app.SERVICE_HANDLERS["cloudformation"] = handle_held


async def await_end(stack_name):
    for _ in range(LONGEST_HOLD_SECONDS * 50):
        stack = handlers._resolve_stack(stack_name) if stack_name else None
        status = stack["StackStatus"] if stack else ""
        if not status.endswith("_IN_PROGRESS") or status == "REVIEW_IN_PROGRESS":
            return
        await asyncio.sleep(0.02)

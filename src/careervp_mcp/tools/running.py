"""Running a story for a client: in a worker thread, with progress, stopped when the call is cancelled."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio.from_thread
import anyio.to_thread
from mcp.server.mcpserver import Context

Result = TypeVar("Result")


async def run_story(ctx: Context[Any, Any], story: Callable[..., Result]) -> Result:
    """The story's result; it gets `progress` and `cancelled`, and a cancelled call raises its flag at once."""
    stopped = threading.Event()

    def progress(done: int, total: int, message: str) -> None:
        if not stopped.is_set():
            anyio.from_thread.run(ctx.report_progress, done, total, message)

    try:
        return await anyio.to_thread.run_sync(
            partial(story, progress=progress, cancelled=stopped.is_set), abandon_on_cancel=True
        )
    finally:
        stopped.set()

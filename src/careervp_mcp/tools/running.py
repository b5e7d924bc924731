"""Running a story for a client: in a worker thread, with progress, stopped when the call is cancelled."""

import asyncio
import contextlib
import math
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from anyio.streams.memory import MemoryObjectReceiveStream
from mcp.server.mcpserver import Context

Result = TypeVar("Result")
Step = tuple[int, int, str]


async def run_story(ctx: Context[Any, Any], story: Callable[..., Result]) -> Result:
    """The story's result; it gets `progress` and `cancelled`, and a cancelled call raises its flag at once.

    The story never waits for a client to hear of its progress; all of it is told before the result is.
    """
    stopped = threading.Event()
    loop = asyncio.get_running_loop()
    steps, heard = anyio.create_memory_object_stream[Step](math.inf)

    def tell(step: Step) -> None:
        with contextlib.suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):  # cancelled meanwhile
            steps.send_nowait(step)

    def progress(done: int, total: int, message: str) -> None:
        if not stopped.is_set():
            with contextlib.suppress(RuntimeError):  # the server has ended, and nobody listens
                loop.call_soon_threadsafe(tell, (done, total, message))

    telling = asyncio.ensure_future(_tell_all(ctx, heard))
    try:
        result = await anyio.to_thread.run_sync(
            partial(story, progress=progress, cancelled=stopped.is_set), abandon_on_cancel=True
        )
        steps.close()
        await telling
    finally:
        stopped.set()
        steps.close()
        telling.cancel()
    return result


async def _tell_all(ctx: Context[Any, Any], heard: MemoryObjectReceiveStream[Step]) -> None:
    async with heard:
        async for step in heard:
            await ctx.report_progress(*step)

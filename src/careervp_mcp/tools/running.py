"""Running a story for a client: in a worker thread, with progress, stopped when the call is cancelled."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from mcp.server.mcpserver import Context

Result = TypeVar("Result")
_PAUSE_SECONDS = 0.05
"""Between two tellings of what happened meanwhile: a batch of finished items would wake the loop for each."""


def can_ask(ctx: Context[Any, Any]) -> bool:
    """Whether the client shows forms to its person."""
    able = ctx.client_capabilities.elicitation if ctx.client_capabilities else None
    return able is not None and (able.form is not None or able.url is None)


async def run_story(ctx: Context[Any, Any], story: Callable[..., Result]) -> Result:
    """The story's result; it gets `progress` and `cancelled`, and a cancelled call raises its flag at once.

    The story never waits for a client to hear of its progress; all of it is told before the result is.
    """
    stopped = threading.Event()
    told = _Told(ctx)
    telling = asyncio.ensure_future(told.tell_all())
    try:
        result = await anyio.to_thread.run_sync(
            partial(story, progress=told.step, cancelled=stopped.is_set), abandon_on_cancel=True
        )
        told.end()
        await telling
    finally:
        stopped.set()
        telling.cancel()
    return result


class _Told:
    """A story's steps on their way to its client: every one is told, some at a time."""

    def __init__(self, ctx: Context[Any, Any]) -> None:
        self._ctx = ctx
        self._loop = asyncio.get_running_loop()
        self._steps: deque[tuple[int, int, str]] = deque()
        self._news, self._ended = asyncio.Event(), asyncio.Event()
        self._called = False
        """Whether the loop was called and has not looked yet."""

    def step(self, done: int, total: int, message: str) -> None:
        """Take a step in the story's thread, without waiting."""
        self._steps.append((done, total, message))
        if not self._called:
            self._called = True
            with contextlib.suppress(RuntimeError):  # the server has ended, and nobody listens
                self._loop.call_soon_threadsafe(self._news.set)

    def end(self) -> None:
        """No step comes any more."""
        self._ended.set()
        self._news.set()

    async def tell_all(self) -> None:
        """Tell the steps in order until the end."""
        while self._steps or not self._ended.is_set():
            await self._news.wait()
            self._news.clear()
            self._called = False  # before the steps are looked at: one that comes now calls again
            while self._steps:
                await self._ctx.report_progress(*self._steps.popleft())
            with anyio.move_on_after(_PAUSE_SECONDS):
                await self._ended.wait()

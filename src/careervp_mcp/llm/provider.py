"""The provider: one request to the Anthropic API, and its failures in our words; nothing else knows it."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from careervp_mcp.career.commissions import RateLimited, TimedOut, WriterFailed

if TYPE_CHECKING:
    from anthropic import Anthropic, APIStatusError
    from anthropic.types import Message

_TOO_MANY, _SERVER = 429, 500


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    model: str
    system: str
    """The same for every request of a task, so that the provider may keep it."""
    user: str
    schema: Mapping[str, object]
    max_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    text: str
    stop_reason: str
    input_tokens: int
    output_tokens: int
    cache_written: int = 0
    cache_read: int = 0


class Provider(Protocol):
    """Sends requests."""

    def send(self, request: Request) -> Reply:
        """One request, tried once; raises WriterFailed."""


class ServerFailed(WriterFailed):
    """The provider has trouble of its own, or could not be reached."""


class RequestRefused(WriterFailed):
    """The provider will not take this request, however often it is sent."""

    passing = False


class AnthropicProvider:
    """The Anthropic API through its own library, which is loaded at the first request."""

    def __init__(self, api_key: str, base_url: str | None = None) -> None:
        self._api_key, self._base_url = api_key, base_url
        self._lock = threading.Lock()

    def send(self, request: Request) -> Reply:
        """One request; raises RateLimited, TimedOut, ServerFailed or RequestRefused."""
        import anthropic

        with self._lock:
            client = self._client
        try:
            return _reply(client.messages.create(**_parameters(request)))
        except anthropic.APITimeoutError:
            raise TimedOut(f"no answer within {request.seconds:g} s") from None
        except anthropic.APIConnectionError:
            raise ServerFailed("the provider could not be reached") from None
        except anthropic.APIStatusError as error:
            raise _failure(error) from None
        except anthropic.AnthropicError:
            raise RequestRefused("the provider's library refused the request") from None

    @cached_property
    def _client(self) -> "Anthropic":
        import anthropic

        return anthropic.Anthropic(api_key=self._api_key, base_url=self._base_url, max_retries=0)


def _parameters(request: Request) -> dict[str, Any]:
    import anthropic

    return {
        "model": request.model,
        "max_tokens": request.max_tokens,
        "system": [{"type": "text", "text": request.system, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": request.user}],
        "output_config": {
            "format": {"type": "json_schema", "schema": anthropic.transform_schema(dict(request.schema))}
        },
        "timeout": request.seconds,
    }


def _reply(message: "Message") -> Reply:
    usage = message.usage
    return Reply(
        "".join(block.text for block in message.content if block.type == "text"),
        message.stop_reason or "",
        usage.input_tokens,
        usage.output_tokens,
        usage.cache_creation_input_tokens or 0,
        usage.cache_read_input_tokens or 0,
    )


def _failure(error: "APIStatusError") -> WriterFailed:
    """A status in our words; its body may repeat the request, so it is not told."""
    if error.status_code == _TOO_MANY:
        return RateLimited("the provider asks for patience", retry_after=_seconds(error))
    if error.status_code >= _SERVER:
        return ServerFailed(f"the provider failed (status {error.status_code})", retry_after=_seconds(error))
    return RequestRefused(f"the provider refused the request (status {error.status_code}); look at key and models")


def _seconds(error: "APIStatusError") -> float:
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return 0.0

"""Serving over HTTP, to those who carry a token; nothing here is loaded for standard input and output."""

import dataclasses
import socket
from collections.abc import Iterable, Sequence

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from careervp_mcp.desk import Desk
from careervp_mcp.door import Door, Pace
from careervp_mcp.server import build_server
from careervp_mcp.settings import SettingsRefused
from careervp_mcp.tools.auth import REVOKED, tokens_of

PATH = "/mcp"
_HERE = ("127.0.0.1", "localhost", "[::1]")
_EVERYWHERE = ("0.0.0.0", "[::]")  # noqa: S104 - to know them by
_LARGEST = 16 << 20
"""Bytes of a request: a CV of 10 MiB in base64, and some room."""
_GRACE_SECONDS = 5


def guarded(desk: Desk) -> Desk:
    """The same desk with a door, and with a revocation list where there was none.

    Raises SettingsRefused where no secret is set, or the state folder can't hold the list.
    """
    tokens = tokens_of(desk.settings)
    if tokens is None:
        raise SettingsRefused("CAREERVP_TOKEN_SECRET: serving over HTTP needs a secret of at least 32 bytes")
    try:
        desk.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        (desk.state / REVOKED).touch(mode=0o600)
    except OSError as refused:
        raise SettingsRefused(
            f"CAREERVP_STATE_DIR: no revocation list can be kept there: {refused.strerror}"
        ) from None
    return dataclasses.replace(desk, door=Door(tokens, Pace()))


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError."""
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def address(listening: socket.socket) -> str:
    """Where clients find it, as a URL."""
    host, port = listening.getsockname()[:2]
    return f"http://{_spelled(host)}:{port}{PATH}"


def http_server(desk: Desk, host: str, names: Sequence[str] = ()) -> uvicorn.Server:
    """A server that is ready to run on a bound socket; `names` are what else its clients call this machine.

    A request needs no other before it, so none finds the wrong user's session.
    """
    app = build_server(desk).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        max_request_body_size=_LARGEST,
        transport_security=_security(host, names),
    )
    return uvicorn.Server(
        uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=_GRACE_SECONDS)
    )


def _security(host: str, names: Sequence[str]) -> TransportSecuritySettings:
    """Which names a request may call this server by, and from which pages it may come."""
    own = _spelled(host)
    known = [*(_HERE if own in (*_HERE, *_EVERYWHERE) else (own,)), *map(_spelled, names)]
    return TransportSecuritySettings(
        allowed_hosts=list(_at_any_port(known)),
        allowed_origins=list(_at_any_port(f"{scheme}://{name}" for name in known for scheme in ("http", "https"))),
    )


def _at_any_port(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield from (name, f"{name}:*")


def _spelled(host: str) -> str:
    """A host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host

"""A server on loopback that speaks the provider's API, answers as it is told, and remembers what it was asked."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One answer."""

    text: str = "{}"
    stop_reason: str = "end_turn"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tokens: tuple[int, int] = (1000, 800)
    after: float = 0.0
    """Seconds that it takes; a waiting client may go."""

    def body(self) -> bytes:
        if self.status != HTTPStatus.OK:
            told_back = {"type": "api_error", "message": "told back: secret brief"}
            return json.dumps({"type": "error", "error": told_back}).encode()
        told = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_sequence": None,
            "content": [{"type": "text", "text": self.text}], "stop_reason": self.stop_reason,
            "usage": {"input_tokens": self.tokens[0], "output_tokens": self.tokens[1]},
        }  # fmt: skip
        return json.dumps(told).encode()


def draft(value: object) -> Said:
    """An answer that is a draft."""
    return Said(json.dumps(value, ensure_ascii=False))


class ApiServer:
    """The answers in order, the last one again and again; and every request that came."""

    def __init__(self, answers: Sequence[Said]) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self.url = ""

    def take(self, body: bytes, headers: Mapping[str, str]) -> Said:
        with self._lock:
            self.asked.append(json.loads(body))
            self.headers.append({name.lower(): value for name, value in headers.items()})
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def api(*answers: Said) -> Iterator[ApiServer]:
    """The server while the block lasts."""
    told = ApiServer(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = told.take(self.rfile.read(int(self.headers["content-length"])), dict(self.headers))
            told.ended.wait(said.after)
            body = said.body()
            try:
                self.send_response(said.status)
                for name, value in {"content-type": "application/json", **said.headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()

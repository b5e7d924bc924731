"""The real server over HTTP: who is let in, whose records they see, and how often they may write."""

import asyncio
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import TextContent
from references import DANIEL, NORA
from rooms import ERAS, PATIENCE, quick_desk, server_environment

from careervp_mcp.career.errors import TooManyCalls
from careervp_mcp.desk import Desk
from careervp_mcp.door import Door, Pace
from careervp_mcp.listening import address, bound, guarded, http_server
from careervp_mcp.tools.auth import REVOKED, tokens_of

SECRET = "an invented secret of more than thirty-two bytes"  # noqa: S105 - invented
ASK = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def token(email: str = "nora@example.com", **claims: Any) -> str:
    return jwt.encode({"sub": email, "email": email, "exp": int(time.time()) + 3600} | claims, SECRET, "HS256")


def bearer(held: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {held}"}


@dataclasses.dataclass
class Hand:
    """A clock that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def desk(tmp_path: Path, hand: Hand) -> Desk:
    root = tmp_path / "root"
    root.mkdir()
    plain = guarded(quick_desk(root, token_secret=SECRET))
    tokens = tokens_of(plain.settings)
    assert tokens is not None
    return dataclasses.replace(plain, door=Door(tokens, Pace(hand)))


@asynccontextmanager
async def served(desk: Desk, *names: str) -> AsyncIterator[str]:
    """The address of a server on a free port of this machine."""
    with bound("127.0.0.1", 0) as listening:
        server = http_server(desk, "127.0.0.1", names)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield address(listening)
        finally:
            server.should_exit = True
            await running


@asynccontextmanager
async def client(url: str, email: str, mode: str = "auto") -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers=bearer(token(email)), timeout=PATIENCE) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as connected,
    ):
        yield connected


async def called(connected: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await connected.call_tool(tool, arguments)
    assert result.structured_content is not None
    return dict(result.structured_content)


async def posted(url: str, **headers: str) -> httpx2.Response:
    async with httpx2.AsyncClient(timeout=PATIENCE) as http:
        return await http.post(url, json=ASK, headers=ACCEPT | headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer x.y.z"},
        {"Authorization": "Basic bm9yYTpzZWNyZXQ="},
        {"Authorization": token()},
        bearer(token(exp=int(time.time()) - 1)),
        bearer(token(email="")),
        bearer(jwt.encode({"email": "nora@example.com", "exp": 2**40}, "x" * 32, "HS256")),
        {"X-Token": token()},
    ],
)
async def test_without_a_token_that_holds_nobody_is_let_in(desk: Desk, headers: dict[str, str]) -> None:
    async with served(desk) as url:
        answer = await posted(url, **headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert "tools" not in answer.text


async def test_a_token_in_the_address_is_none(desk: Desk) -> None:
    async with served(desk) as url:
        assert (await posted(f"{url}?access_token={token()}")).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Origin": "https://careers.example"}, 200),
        ({"Host": "careers.example"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 421),
    ],
)
async def test_a_page_of_somebody_elses_is_refused_even_with_a_token(
    desk: Desk, headers: dict[str, str], status: int
) -> None:
    async with served(desk, "careers.example") as url:
        answer = await posted(url, **bearer(token()), **headers)

    assert answer.status_code == status


async def test_a_token_that_is_revoked_meanwhile_is_refused_from_then_on(desk: Desk) -> None:
    held = bearer(token(jti="t-1"))
    async with served(desk) as url:
        assert (await posted(url, **held)).status_code == 200

        (desk.state / REVOKED).write_text("t-1\n")

        assert (await posted(url, **held)).status_code == 401


@pytest.mark.parametrize("era", ERAS)
async def test_a_cv_is_read_and_a_text_proved_by_it(desk: Desk, era: str) -> None:
    async with served(desk) as url, client(url, "nora@example.com", era) as nora:
        listed = (await nora.list_tools()).tools
        imported = await called(nora, "cv_import", source={"text": NORA})
        judged = await called(
            nora,
            "fvs_validate",
            target={"text": NORA},
            cv_id=imported["cv_id"],
            options={"kind": "cv", "checks": ["facts"]},
        )
        (bank,) = (await nora.read_resource(imported["uris"]["bank"])).contents

    assert "cv_import" in {tool.name for tool in listed}
    assert judged["passed"]
    assert "r1.title" in str(bank)


@pytest.mark.parametrize("era", ERAS)
async def test_one_users_records_are_unknown_to_another(desk: Desk, era: str) -> None:
    async with (
        served(desk) as url,
        client(url, "nora@example.com", era) as nora,
        client(url, "daniel@example.com", era) as daniel,
    ):
        hers = await called(nora, "cv_import", source={"text": NORA})
        his = await called(daniel, "cv_import", source={"text": DANIEL})
        asked = [
            await called(daniel, "fvs_validate", target={"text": NORA}, cv_id=cv_id)
            for cv_id in (hers["cv_id"], "cv_nobodys")
        ]
        again = await called(nora, "fvs_validate", target={"text": NORA}, cv_id=hers["cv_id"])
        with pytest.raises(Exception, match="no CV has the id"):
            await daniel.read_resource(hers["uris"]["bank"])

    assert [told["error"]["code"] for told in asked] == ["CV_NOT_FOUND"] * 2
    assert "error" not in again
    assert his["cv_id"] != hers["cv_id"]


async def test_calls_at_once_keep_their_users_apart(desk: Desk) -> None:
    emails = [f"user{number}@example.com" for number in range(6)]

    async def own(url: str, email: str) -> str:
        async with client(url, email) as user:
            told = await called(user, "cv_import", source={"text": NORA})
        assert "cv_id" in told, told
        return str(told["cv_id"])

    async with served(desk) as url:
        ids = await asyncio.gather(*(own(url, email) for email in emails))

    assert len(set(ids)) == len(emails)


async def test_a_user_writes_ten_times_a_minute_and_reads_as_they_like(desk: Desk, hand: Hand) -> None:
    async with (
        served(desk) as url,
        client(url, "nora@example.com") as nora,
        client(url, "daniel@example.com") as daniel,
    ):
        ten = [await called(nora, "cv_import", source={"text": NORA}) for _ in range(10)]
        hand.now += 12.5
        result = await nora.call_tool("company_research", {"company": "Northgate"})
        read = [await called(nora, "bulk_read_new_jobs") for _ in range(12)]
        other = await called(daniel, "cv_import", source={"text": DANIEL})
        hand.now += 47.5
        later = await called(nora, "cv_import", source={"text": NORA})

    assert not any("error" in told for told in (*ten, other, later))
    assert not any(told.get("error", {}).get("code") == "RATE_LIMIT_EXCEEDED" for told in read)
    (block,) = result.content
    assert isinstance(block, TextContent)
    error = json.loads(block.text)["error"]
    assert (error["code"], error["retryable"], error["details"]) == (
        "RATE_LIMIT_EXCEEDED",
        True,
        {"retry_after_s": 48},
    )


def test_a_refused_call_does_not_make_the_wait_longer(hand: Hand) -> None:
    pace = Pace(hand, calls=2)
    pace.step("a")
    hand.now += 30
    pace.step("a")
    for _ in range(5):
        with pytest.raises(TooManyCalls):
            pace.step("a")

    hand.now += 30
    pace.step("a")

    with pytest.raises(TooManyCalls) as refused:
        pace.step("a")
    assert refused.value.details == {"retry_after_s": 30}


async def test_at_a_desk_with_a_door_nobody_without_a_token_has_records(desk: Desk) -> None:
    from careervp_mcp.server import build_server

    async with Client(build_server(desk)) as stranger:
        written = await called(stranger, "cv_import", source={"text": NORA})
        judged = await called(stranger, "fvs_validate", target={"text": NORA}, cv_id="cv_1")

    assert [told["error"]["code"] for told in (written, judged)] == ["UNAUTHORIZED"] * 2


@contextmanager
def command(tmp_path: Path, *arguments: str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    (tmp_path / "root").mkdir(exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-m", "careervp_mcp.cli", "serve", "--http", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | server_environment(tmp_path / "root", tmp_path / "state", **environment),
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("arguments", "environment", "line"),
    [
        ((), {}, "CAREERVP_TOKEN_SECRET: serving over HTTP needs a secret of at least 32 bytes"),
        ((), {"CAREERVP_TOKEN_SECRET": "canary"}, "CAREERVP_TOKEN_SECRET: Value error, write at least 32 bytes"),
        (
            ("--host", "203.0.113.7", "--port", "1"),
            {"CAREERVP_TOKEN_SECRET": SECRET},
            "can't listen on 203.0.113.7, port 1: ",
        ),
    ],
)
def test_it_says_in_one_line_why_it_does_not_start(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], line: str
) -> None:
    with command(tmp_path, *arguments, **environment) as process:
        out, told = process.communicate(timeout=PATIENCE)

    assert (process.returncode, out, told.count("\n")) == (2, "", 1)
    assert told.startswith(line)
    assert "canary" not in told


async def test_the_command_listens_on_this_machine_alone_until_it_is_ended(tmp_path: Path) -> None:
    with command(tmp_path, "--port", "0", CAREERVP_TOKEN_SECRET=SECRET) as process:
        assert process.stderr
        url = (await asyncio.to_thread(process.stderr.readline)).removeprefix("listening on ").strip()
        async with client(url, "nora@example.com") as nora:
            assert (await nora.list_tools()).tools
        process.send_signal(signal.SIGINT)
        rest = await asyncio.to_thread(process.stderr.read)
        code = process.wait(PATIENCE)

    assert url.startswith("http://127.0.0.1:")
    assert (code, rest) == (130, "")
    assert (tmp_path / "state" / REVOKED).stat().st_mode & 0o777 == 0o600

"""knowledge_erase through a client: one that can ask its person, and one that can't."""

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult, TextContent
from references import NORA
from rooms import ERAS, QuickDesk, quick_desk

from careervp_mcp.server import build_server

Era = Literal["auto", "legacy"]


@pytest.fixture
async def desk(tmp_path: Path) -> QuickDesk:
    (tmp_path / "root").mkdir()
    desk = quick_desk(tmp_path / "root")
    await called(desk, "cv_import", source={"text": NORA}, options={"cv_id": "cv_nora"})
    return desk


async def called(
    desk: QuickDesk, tool: str, era: Era = "auto", person: Any = None, **arguments: Any
) -> dict[str, Any]:
    async with Client(build_server(desk), mode=era, elicitation_callback=person) as client:
        result = await client.call_tool(tool, arguments)
    (content,) = result.content
    assert isinstance(content, TextContent)
    told: dict[str, Any] = json.loads(content.text)
    return told


async def cvs(desk: QuickDesk) -> int:
    return len((await called(desk, "knowledge", action="list", kind="cvs"))["items"])


def person(
    action: Literal["accept", "decline", "cancel"],
    asked: list[str],
    *,
    erase: bool = True,
    says: dict[str, str | int | float | bool | list[str] | None] | None = None,
) -> Any:
    async def answer(_: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action=action, content=(says or {"erase": erase}) if action == "accept" else None)

    return answer


@pytest.mark.parametrize("era", ERAS)
async def test_without_a_person_nothing_goes_before_its_token_comes_back(desk: QuickDesk, era: Era) -> None:
    dry = await called(desk, "knowledge_erase", era, scope="cv", id="cv_nora")
    assert (dry["erased"], dry["counts"]["cv"], await cvs(desk)) == (False, 1, 1)

    done = await called(desk, "knowledge_erase", era, scope="cv", id="cv_nora", confirm=dry["confirm"])
    assert (done["erased"], await cvs(desk)) == (True, 0)


@pytest.mark.parametrize("era", ERAS)
async def test_where_the_client_can_ask_the_person_says_so_instead(desk: QuickDesk, era: Era) -> None:
    asked: list[str] = []

    done = await called(desk, "knowledge_erase", era, person("accept", asked), scope="cv", id="cv_nora")

    assert (done["erased"], await cvs(desk)) == (True, 0)
    assert asked == ["Erase for good what is kept in the scope cv of cv_nora: 1 records and 0 files?"]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(("action", "erase"), [("decline", True), ("cancel", True), ("accept", False)])
async def test_a_person_who_does_not_agree_keeps_everything(
    desk: QuickDesk, era: Era, action: Literal["accept", "decline", "cancel"], *, erase: bool
) -> None:
    told = await called(desk, "knowledge_erase", era, person(action, [], erase=erase), scope="cv", id="cv_nora")

    assert told.get("erased") is False, told
    assert await cvs(desk) == 1


@pytest.mark.parametrize("era", ERAS)
async def test_a_wrong_id_is_refused_before_anybody_is_asked(desk: QuickDesk, era: Era) -> None:
    asked: list[str] = []

    told = await called(desk, "knowledge_erase", era, person("accept", asked), scope="cv", id="cv_0")

    assert (told["error"]["code"], asked) == ("CV_NOT_FOUND", [])

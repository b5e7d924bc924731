"""The main job through a real process and the SDK's client, in both eras."""

import re
from pathlib import Path
from typing import Any, Literal

import anyio
import pypdfium2
import pytest
from mcp import Client
from rooms import ENDLESS, ERAS, engines, fingerprint, nurse, of, server, trackers, until
from torture import every

Era = Literal["auto", "legacy"]
LODZ = "data/applications/lodz_zdrowie_co-4101"

both_eras = pytest.mark.parametrize("era", every(2, ERAS))


@both_eras
async def test_a_batch_comes_back_in_the_design_documents_shapes(tmp_path: Path, era: Era) -> None:
    root, told = nurse(tmp_path / "root"), list[tuple[float, float | None, str | None]]()
    without_id = root / "trackers/2026-03-09-brackenfield_hospice-bh-2026-03.md"
    without_id.write_text(re.sub(r"job_db_id: \d+\n", "", without_id.read_text()))
    paths = trackers(root)
    notes = {path: (root / path).read_bytes() for path in paths}

    async def tell(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, total, message))

    async with Client(server(root, tmp_path / "state"), mode=era) as client:
        result = await client.call_tool("career_tailor", of(paths), progress_callback=tell)

    body = result.structured_content or {}
    assert not result.is_error
    assert re.fullmatch(r"tailor_\d{8}_[0-9a-f]{8}", body["run_id"])
    assert (body["total_count"], body["success_count"], body["failed_count"]) == (4, 3, 1)
    assert [item["tracker_path"] for item in body["results"]] == paths
    assert body["results"][0] == {
        "tracker_path": paths[0],
        "job_db_id": 4101,
        "application_slug": "lodz_zdrowie_co-4101",
        "workspace_dir": LODZ,
        "resume_tex_path": f"{LODZ}/resume/resume.tex",
        "ai_context_path": f"{LODZ}/resume/ai_context.md",
        "resume_pdf_path": f"{LODZ}/resume/resume.pdf",
        "resume_tex_action": "created",
        "success": True,
        "compile": body["results"][0]["compile"],
    }
    assert body["results"][0]["compile"].keys() == {"pages", "engine", "cached", "duration_ms", "warnings"}
    assert body["results"][3] == {
        "tracker_path": paths[3],
        "success": False,
        "error_code": "VALIDATION_ERROR",
        "error": body["results"][3]["error"],
    }
    assert body["successful_items"] == [
        {"id": item["job_db_id"], "tracker_path": item["tracker_path"], "resume_pdf_path": item["resume_pdf_path"]}
        for item in body["results"][:2]
    ]
    assert body["warnings"] == [f"Item {paths[2]} succeeded but has no job_db_id; excluded from successful_items"]
    assert [(done, total) for done, total, _ in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert all(pages_of(root / item["resume_pdf_path"]) for item in body["results"][:3])
    assert {path: (root / path).read_bytes() for path in paths} == notes


@both_eras
async def test_another_request_is_answered_while_a_batch_compiles_and_a_cancelled_batch_ends(
    tmp_path: Path, era: Era
) -> None:
    root, state = endless(tmp_path / "root"), tmp_path / "state"
    before = fingerprint(root)

    async with Client(server(root, state), mode=era) as client, anyio.create_task_group() as group:
        group.start_soon(client.call_tool, "career_tailor", of(trackers(root)))
        await until(lambda: engines(state))
        listed = await client.list_tools(cache_mode="bypass")
        still = engines(state)
        group.cancel_scope.cancel()
        with anyio.CancelScope(shield=True):
            await until(lambda: not engines(state))
            await until(lambda: leftovers(state) == [])
            again = await client.list_tools(cache_mode="bypass")

    assert listed.tools == again.tools
    assert still, "the batch was over before the second request was answered"
    after = fingerprint(root)
    assert {name: after[name] for name in before} == before
    assert not list(root.rglob(".careervp-*"))
    assert not list(root.rglob("*.pdf"))
    assert {path.read_text() for path in root.rglob("applications/**/resume.tex")} == {ENDLESS}


def endless(folder: Path) -> Path:
    """The nurse's root, with a template that no engine ever finishes."""
    root = nurse(folder)
    (root / "templates/resume.tex").write_text(ENDLESS)
    return root


def leftovers(state: Path) -> list[str]:
    return [path.name for path in (state / "press").glob("run-*")]


def pages_of(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        pages: Any = len(pdf)
    return int(pages)

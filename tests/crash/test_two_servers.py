"""Two servers at one workspace: each item is done or told to try again, and every file is one of theirs."""

import json
from pathlib import Path

import pypdfium2
import pytest
from rooms import PAGE, of, write_trackers
from torture import TORTURE
from wire import Wire, started

ROUNDS = 3 if TORTURE else 1


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_trackers(tmp_path / "root", 2)
    for name in ("Zoe", "Ada"):
        (tmp_path / f"root/templates/{name}.tex").write_text(PAGE % f"{name} Quill")
    return tmp_path / "root"


def ask(wire: Wire, template: str) -> None:
    chosen = {"resume_template_path": f"templates/{template}.tex", "force": True}
    wire.send(json.dumps(of(["trackers/note-001.md", "trackers/note-002.md"]) | chosen))


@pytest.mark.parametrize("patience", ["10", "0"], ids=["that wait", "that do not wait"])
def test_servers_do_not_corrupt_each_others_work(tmp_path: Path, root: Path, patience: str) -> None:
    outcomes, waits = list[tuple[bool, str]](), {"CAREERVP_LOCK_SECONDS": patience}
    with (
        started(root, tmp_path / "state", tmp_path / "first", **waits) as first,
        started(root, tmp_path / "state", tmp_path / "second", **waits) as second,
    ):
        for _ in range(ROUNDS):
            ask(first, "Zoe")
            ask(second, "Ada")
            for wire in (first, second):
                results = wire.answer()["result"]["structuredContent"]["results"]
                outcomes += [(result["success"], result.get("error", "")) for result in results]

    told = {error for success, error in outcomes if not success}
    assert len(outcomes) == 4 * ROUNDS
    assert sum(success for success, _ in outcomes) >= 2 * ROUNDS
    assert all("another process is working" in error and "retried" in error for error in told)
    assert not (told and patience == "10")
    for folder in root.glob("data/applications/*/resume"):
        source = (folder / "resume.tex").read_text()
        with pypdfium2.PdfDocument(folder / "resume.pdf") as pdf:
            assert pdf[0].get_textpage().get_text_bounded().split()[0] in source
        assert source in {PAGE % "Zoe Quill", PAGE % "Ada Quill"}
        assert list(folder.glob(".careervp-*")) == []

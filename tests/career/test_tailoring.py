"""career_tailor: a batch, as the design document and the pipeline's page promise it."""

import dataclasses
import json
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from workbench import Bench, everything

from careervp_mcp.career.ports import Manuscript, Typeset, never
from careervp_mcp.career.tailoring import NotTailored, TailorItem

HOLE = "data/applications/{}/resume/resume.tex"


def test_a_batch_is_reported_in_the_contracts_own_shape(bench: Bench) -> None:
    amazon = bench.note("2026-02-06-amazon-3629", "job_db_id: 3629")
    meta = bench.note("2026-02-06-meta-3630", "job_db_id: 3630", company="Meta")
    nodbid = bench.note("2026-02-06-nodbid", company="Nodbid")
    bench.write(HOLE.format("amazon-3629"), b"Ada Quill")
    bench.write(HOLE.format("meta-3630"), b"PROJECT-AI-1")

    report = json.loads(json.dumps(dataclasses.asdict(bench.tailor(amazon, meta, nodbid))))

    assert re.fullmatch(r"tailor_20260207_[0-9a-f]{8}", report.pop("run_id"))
    assert report["results"][0].pop("compile") == {
        "pages": 1,
        "engine": "pdflatex 1.0 (fake)",
        "cached": False,
        "duration_ms": 1,
        "warnings": [],
    }
    assert report["results"].pop()["job_db_id"] is None
    assert report == {
        "total_count": 3,
        "success_count": 2,
        "failed_count": 1,
        "results": [
            {
                "tracker_path": "trackers/2026-02-06-amazon-3629.md",
                "job_db_id": 3629,
                "application_slug": "amazon-3629",
                "workspace_dir": "data/applications/amazon-3629",
                "resume_tex_path": "data/applications/amazon-3629/resume/resume.tex",
                "ai_context_path": "data/applications/amazon-3629/resume/ai_context.md",
                "resume_pdf_path": "data/applications/amazon-3629/resume/resume.pdf",
                "resume_tex_action": "preserved",
                "success": True,
            },
            {
                "tracker_path": "trackers/2026-02-06-meta-3630.md",
                "success": False,
                "error_code": "VALIDATION_ERROR",
                "error": "resume.tex contains placeholder tokens: PROJECT-AI-1",
            },
        ],
        "successful_items": [
            {
                "id": 3629,
                "tracker_path": "trackers/2026-02-06-amazon-3629.md",
                "resume_pdf_path": "data/applications/amazon-3629/resume/resume.pdf",
            }
        ],
        "warnings": [
            "Item trackers/2026-02-06-nodbid.md succeeded but has no job_db_id; excluded from successful_items"
        ],
    }


def test_two_runs_have_two_names(bench: Bench) -> None:
    tracker = bench.note("amazon")

    assert bench.tailor(tracker).run_id != bench.tailor(tracker).run_id


def test_the_items_id_wins_over_the_trackers_and_the_difference_is_told(bench: Bench) -> None:
    tracker = bench.note("amazon", "job_db_id: 1")

    report = bench.tailor(TailorItem(tracker, 2))

    assert [item.id for item in report.successful_items] == [2]
    assert (bench.folder("amazon-2") / "resume.pdf").is_file()
    assert report.warnings == ["Item trackers/amazon.md: job_db_id 2 of the request is used, the tracker says 1"]


@pytest.mark.parametrize("first", ["amazon", "broken"])
def test_an_id_belongs_to_the_first_item_that_can_run(bench: Bench, first: str) -> None:
    bench.note("amazon", "job_db_id: 1")
    bench.note("broken", "job_db_id: 1", body="")
    second = bench.note("meta", company="Meta")

    result = bench.tailor(f"trackers/{first}.md", TailorItem(second, 1)).results[1]

    assert result.success == (first == "broken")
    if isinstance(result, NotTailored):
        assert result.error_code == "VALIDATION_ERROR"
        assert result.error == "job_db_id 1 is already used by trackers/amazon.md in this batch"


def test_a_workspace_belongs_to_the_first_item_that_resolves_to_it(bench: Bench) -> None:
    first, second = bench.note("a"), bench.note("b")

    assert bench.failure(first, second) == (
        "VALIDATION_ERROR",
        (
            "workspace amazon-nurse is already used by trackers/a.md in this batch; "
            "give one of them its own job_db_id or resume_path"
        ),
    )


@pytest.mark.parametrize("spelling", ["trackers/a.md", "./trackers//a.md", "trackers/x/../a.md", "trackers/link.md"])
def test_the_same_tracker_twice_fails_the_second_time(bench: Bench, spelling: str) -> None:
    first = bench.note("a")
    (bench.root / "trackers" / "link.md").symlink_to("a.md")

    code, message = bench.failure(first, spelling)

    assert code == "VALIDATION_ERROR"
    assert "is already used by trackers/a.md" in message
    assert len(bench.press.pressed) == 1


def test_two_workspaces_that_links_make_one_are_one(bench: Bench) -> None:
    first, second = bench.note("a", "job_db_id: 1"), bench.note("b", "job_db_id: 2")
    bench.folder("amazon-1").mkdir(parents=True)
    bench.folder("amazon-2").parent.mkdir()
    bench.folder("amazon-2").symlink_to(bench.folder("amazon-1"))

    assert "is already used by trackers/a.md" in bench.failure(first, second)[1]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_a_tracker_that_is_no_file_is_told(bench: Bench, make: Callable[[Path], None]) -> None:
    (bench.root / "trackers").mkdir()
    make(bench.root / "trackers" / "a.md")

    assert bench.failure("trackers/a.md") == ("FILE_NOT_FOUND", "tracker is not a file: a.md")


def test_a_tracker_that_is_a_link_outside_is_refused_unread(bench: Bench, tmp_path: Path) -> None:
    bench.note("a")
    (bench.root / "trackers" / "a.md").rename(tmp_path / "secret.md")
    (bench.root / "trackers" / "a.md").symlink_to(tmp_path / "secret.md")

    code, message = bench.failure("trackers/a.md")

    assert (code, message.split(";")[0]) == ("VALIDATION_ERROR", "tracker_path lies outside the root: a.md")


@pytest.mark.parametrize("path", ["/home/ada/secret.md", "../../ada/secret.md"])
def test_a_tracker_outside_is_named_by_its_last_part(bench: Bench, path: str) -> None:
    result = bench.tailor(path).results[0]

    assert isinstance(result, NotTailored)
    assert (result.tracker_path, result.error_code) == ("secret.md", "VALIDATION_ERROR")
    assert "ada" not in result.error


class TurningPress:
    """A press that lets the first item finish only once all others are as good as done."""

    engines = ("pdflatex",)

    def __init__(self, others: int) -> None:
        self.waiting = threading.Semaphore(0)
        self.others = others

    def typeset(
        self, manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        assert not cancelled()
        if b"first" in manuscript.source:
            assert all(self.waiting.acquire(timeout=30) for _ in range(self.others))
        else:
            self.waiting.release()
        return Typeset(manuscript.source, 1, str(engine), cached=False, duration_ms=0)


def test_results_keep_the_order_of_the_items_however_they_finish(tmp_path: Path) -> None:
    bench = Bench.laid(tmp_path, workers=4)
    items = [bench.note(f"n{number}", f"job_db_id: {number}") for number in range(1, 9)]
    bench.write(HOLE.format("amazon-1"), b"first")
    told: list[tuple[int, int, str]] = []
    studio = dataclasses.replace(bench.studio, typesetter=TurningPress(7))

    report = dataclasses.replace(bench, studio=studio).tailor(*items, progress=lambda *step: told.append(step))

    assert [result.tracker_path for result in report.results] == items
    assert [item.id for item in report.successful_items] == list(range(1, 9))
    assert [(done, total) for done, total, _ in told] == [(number, 8) for number in range(1, 9)]
    assert sorted(message.split(":")[0] for _, _, message in told) == items


def test_progress_is_told_after_every_item_also_of_one_that_failed(bench: Bench) -> None:
    told: list[tuple[int, int, str]] = []

    bench.tailor("trackers/gone.md", bench.note("amazon"), progress=lambda *step: told.append(step))

    assert told == [
        (1, 2, "trackers/gone.md: FILE_NOT_FOUND: tracker not found: gone.md"),
        (2, 2, "trackers/amazon.md: data/applications/amazon-nurse/resume/resume.pdf"),
    ]


def test_cancelling_ends_the_item_at_work_and_starts_no_other(bench: Bench) -> None:
    items = [bench.note(f"n{number}", f"job_db_id: {number}") for number in (1, 2, 3)]
    bench.tailor(*items)
    standing = {number: everything(bench.folder(f"amazon-{number}")) for number in (2, 3)}
    bench.write("data/templates/full_resume.md", "# Ada Quill\n\nNursed more.\n")
    bench.press.pressed.clear()

    report = bench.tailor(*items, cancelled=lambda: len(bench.press.pressed) > 1)

    assert [result.success for result in report.results] == [True, False, False]
    assert report.results[2] == NotTailored(
        items[2],
        success=False,
        error_code="INTERNAL_ERROR",
        error="not started: the batch was cancelled; run this item again",
    )
    assert everything(bench.folder("amazon-3")) == standing[3]
    after = everything(bench.folder("amazon-2"))
    assert {name for name in after if after[name] != standing[2].get(name)} == {"ai_context.md"}


def test_a_batch_cancelled_at_once_touches_nothing(bench: Bench) -> None:
    items = [bench.note("a"), bench.note("b", company="Meta")]
    before = everything(bench.root)

    report = bench.tailor(*items, cancelled=lambda: True)

    assert (report.success_count, report.failed_count, report.successful_items) == (0, 2, [])
    assert everything(bench.root) == before

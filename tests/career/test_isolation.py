"""One batch of a hundred items, thirty of them broken in ten ways: seventy succeed and nothing is half done."""

from collections.abc import Callable
from pathlib import Path

import pytest
from workbench import Bench

from careervp_mcp.career.tailoring import NotTailored

Broken = tuple[str, str, str]
"""The tracker's path, and the code and the words of its failure."""


def workspace_file(bench: Bench, number: int, name: str, content: bytes) -> str:
    bench.write(f"data/applications/amazon-{number}/{name}", content)
    return bench.note(f"n{number}", f"job_db_id: {number}")


def missing(_bench: Bench, number: int) -> Broken:
    return f"trackers/gone{number}.md", "FILE_NOT_FOUND", "tracker not found"


def no_frontmatter(bench: Bench, number: int) -> Broken:
    bench.write(f"trackers/n{number}.md", "## Job Description\nNurse.\n")
    return f"trackers/n{number}.md", "VALIDATION_ERROR", "has no frontmatter"


def no_description(bench: Bench, number: int) -> Broken:
    return bench.note(f"n{number}", body=""), "VALIDATION_ERROR", "is empty"


def bad_yaml(bench: Bench, number: int) -> Broken:
    return bench.note(f"n{number}", "a: b: c"), "VALIDATION_ERROR", "is not plain YAML"


def not_utf8(bench: Bench, number: int) -> Broken:
    bench.write(f"trackers/n{number}.md", b"---\ncompany: Caf\xe9\n---\n")
    return f"trackers/n{number}.md", "VALIDATION_ERROR", "is not UTF-8"


def outside(_bench: Bench, number: int) -> Broken:
    return f"../n{number}.md", "VALIDATION_ERROR", "lies outside the root"


def hole_left(bench: Bench, number: int) -> Broken:
    tracker = workspace_file(bench, number, "resume/resume.tex", b"<Your Name>")
    return tracker, "VALIDATION_ERROR", "contains placeholder tokens: <Your Name>"


def tex_error(bench: Bench, number: int) -> Broken:
    tracker = workspace_file(bench, number, "resume/resume.tex", rb"\undefined")
    return tracker, "COMPILE_ERROR", "Undefined control sequence"


def file_for_folder(bench: Bench, number: int) -> Broken:
    return workspace_file(bench, number, "resume", b"mine"), "VALIDATION_ERROR", "a file stands where"


def double_id(bench: Bench, number: int) -> Broken:
    return bench.note(f"n{number}", "job_db_id: 1001", company="Meta"), "VALIDATION_ERROR", "already used by"


KINDS: tuple[Callable[[Bench, int], Broken], ...] = (
    missing,
    no_frontmatter,
    no_description,
    bad_yaml,
    not_utf8,
    outside,
    hole_left,
    tex_error,
    file_for_folder,
    double_id,
)


def mixed(bench: Bench) -> tuple[list[str], dict[int, Broken]]:
    """The batch's trackers, and what must be told of those that are broken, by their place."""
    broken = {place: KINDS[place // 3 % 10](bench, 2000 + place) for place in range(3, 93, 3)}
    fine = {
        place: bench.note(f"n{place}", f"job_db_id: {1001 + place}") for place in range(100) if place not in broken
    }
    return [fine.get(place) or broken[place][0] for place in range(100)], broken


@pytest.mark.parametrize("workers", [1, 4])
def test_the_broken_items_fail_alone(tmp_path: Path, workers: int) -> None:
    bench = Bench.laid(tmp_path, workers=workers)
    items, broken = mixed(bench)

    report = bench.tailor(*items)

    failed = {place: result for place, result in enumerate(report.results) if isinstance(result, NotTailored)}
    assert (report.total_count, report.success_count, report.failed_count) == (100, 70, 30)
    assert failed.keys() == broken.keys()
    for place, (_, code, words) in broken.items():
        assert (failed[place].error_code, words in failed[place].error) == (code, True)
    assert [item.id for item in report.successful_items] == [
        1001 + place for place in range(100) if place not in broken
    ]
    assert [path for path in bench.root.rglob("*") if path.name.endswith(".tmp")] == []
    assert len(list(bench.root.rglob("resume.pdf"))) == 70

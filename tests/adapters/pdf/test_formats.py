import gzip
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tiers import TODAY, Bench, batch, manuscript, numbered, settings

from careervp_mcp.career.ports import never
from careervp_mcp.pdf import formats
from careervp_mcp.pdf.engines import ENGINES, Engine
from careervp_mcp.pdf.formats import Format, Formats, NotKept
from careervp_mcp.pdf.preamble import Split
from careervp_mcp.pdf.press import PlainPress
from careervp_mcp.pdf.sameness import same_pages
from careervp_mcp.pdf.scratch import RunFolder

ENGINE = Engine("pdflatex", ENGINES["pdflatex"], Path("/bin/sh"), origin="system", identity="one")
NOTHING: Mapping[str, bytes] = {}


def split(preamble: bytes = b"") -> Split:
    found = Split.of(b"\\documentclass{article}\n" + preamble + b"\n\\begin{document}\nAda\n\\end{document}")
    assert found
    return found


@pytest.fixture
def kept(tmp_path: Path) -> Formats:
    return Formats(tmp_path / "formats")


@pytest.fixture
def dumped(tmp_path: Path) -> Callable[[bytes], RunFolder]:
    """A run folder as after a dump."""

    def run(content: bytes) -> RunFolder:
        folder = RunFolder(tmp_path / "run")
        folder.work.mkdir(parents=True, exist_ok=True)
        (folder.work / "resume.fmt").write_bytes(gzip.compress(content))
        return folder

    return run


def of(kept: Formats, text: Split, assets: Mapping[str, bytes] = NOTHING, today: date = TODAY) -> Format:
    return kept.of(text, assets, ENGINE, today)


@pytest.mark.parametrize("preamble", [b"\\usepackage{lmodern}", b"% a note"])
def test_another_preamble_is_another_format(kept: Formats, preamble: bytes) -> None:
    assert of(kept, split(preamble)).path != of(kept, split()).path


def test_another_body_is_the_same_format(kept: Formats) -> None:
    assert of(kept, replace(split(), body=b"\nQuill")) == of(kept, split())


def test_another_engine_is_another_format(kept: Formats) -> None:
    other = kept.of(split(), NOTHING, replace(ENGINE, identity="two"), TODAY)

    assert other.path != of(kept, split()).path


@pytest.mark.parametrize(
    ("preamble", "assets", "same"),
    [
        (b"", {}, True),
        (b"\\usepackage{fancyhdr}", {"photo.png": b"today"}, True),
        (b"\\date{\\today}", {}, False),
        (b"\\usepackage{local}", {"local.sty": b"\\edef\\now{\\today}"}, False),
    ],
)
def test_a_day_is_part_of_the_key_where_it_may_be_asked_for(
    kept: Formats, preamble: bytes, assets: Mapping[str, bytes], *, same: bool
) -> None:
    tomorrow = date(2024, 3, 1)

    assert (of(kept, split(preamble), assets) == of(kept, split(preamble), assets, tomorrow)) is same


@pytest.mark.parametrize(
    ("preamble", "name", "same"),
    [
        (b"", "photo.png", True),
        (b"", "local.cfg", False),
        (b"\\IfFileExists{photo.png}{}{}", "photo.png", False),
    ],
)
def test_a_file_that_comes_to_be_is_part_of_the_key_where_it_may_be_looked_for(
    kept: Formats, preamble: bytes, name: str, *, same: bool
) -> None:
    assert (of(kept, split(preamble)) == of(kept, split(preamble), {name: b""})) is same


@pytest.mark.parametrize("written", ["./local.sty", "local.sty", ".//local.sty", "././local.sty", "{work}/local.sty"])
def test_what_a_preamble_read_is_part_of_the_key_however_it_is_spelled(
    kept: Formats, dumped: Callable[[bytes], RunFolder], written: str
) -> None:
    run, assets = dumped(b"format"), {"local.sty": b"one", "body.tex": b"text"}
    record = f"PWD {run.work}\nINPUT {run.work}/resume.tex\nINPUT {written.format(work=run.work)}\n"

    made = kept.keep(of(kept, split(), assets), run, record, assets)

    assert made == of(kept, split(), assets)
    assert made == of(kept, split(), assets | {"body.tex": b"other text"})
    assert made != of(kept, split(), assets | {"local.sty": b"two"})


def test_a_preamble_that_read_what_is_not_of_the_manuscript_is_not_kept(
    kept: Formats, dumped: Callable[[bytes], RunFolder]
) -> None:
    with pytest.raises(NotKept, match=r"made\.tex"):
        kept.keep(of(kept, split()), dumped(b"format"), "INPUT ./made.tex\n", NOTHING)


@pytest.mark.parametrize("content", [b"\\pdfobj{1}", b"\\pagecolor{red}", b"\\immediate\\write18{ls}"])
def test_a_local_file_that_does_what_no_format_keeps_is_not_kept(
    kept: Formats, dumped: Callable[[bytes], RunFolder], content: bytes
) -> None:
    assets = {"local.sty": content}

    with pytest.raises(NotKept, match="local file"):
        kept.keep(of(kept, split(), assets), dumped(b"format"), "INPUT ./local.sty\n", assets)


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:0],
        lambda packed: packed[:-9],
        lambda packed: b"W2TX" + packed,
        lambda packed: packed[:20] + b"\xff" * 20 + packed[40:],
    ],
)
def test_a_dump_that_is_not_whole_is_not_kept(
    kept: Formats, dumped: Callable[[bytes], RunFolder], damage: Callable[[bytes], bytes]
) -> None:
    made = dumped(os.urandom(4000)).work / "resume.fmt"
    made.write_bytes(damage(made.read_bytes()))

    with pytest.raises(NotKept):
        kept.keep(of(kept, split()), RunFolder(made.parents[1]), "", NOTHING)


def test_a_dump_that_unpacks_without_measure_is_not_kept(
    kept: Formats, dumped: Callable[[bytes], RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "_LARGEST", 1 << 20)

    with pytest.raises(NotKept, match="too large"):
        kept.keep(of(kept, split()), dumped(b"\0" * (2 << 20)), "", NOTHING)


def made(kept: Formats, dumped: Callable[[bytes], RunFolder], content: bytes, preamble: bytes, age: float) -> Format:
    """A format of that content, last used so many seconds ago."""
    wanted = of(kept, split(preamble))
    found = kept.keep(wanted, dumped(content), "", NOTHING)
    found.judge({"format": True})
    os.utime(found.folder, (time.time() - age, time.time() - age))
    return found


def test_the_least_used_go_when_all_are_too_large(
    kept: Formats, dumped: Callable[[bytes], RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MOST_BYTES", 2500)
    old, older = (made(kept, dumped, b"x" * 1000, name, age) for name, age in ((b"%a", 100), (b"%b", 200)))
    older.touch()

    new = made(kept, dumped, b"x" * 1000, b"%c", 0)

    assert (old.path.exists(), older.path.exists(), new.path.exists()) == (False, True, True)


def test_what_nobody_used_for_long_goes_with_all_that_was_noted_of_it(
    kept: Formats, dumped: Callable[[bytes], RunFolder]
) -> None:
    age = formats.OLDEST_SECONDS + 60
    old = made(kept, dumped, b"x", b"%a", age)
    kept.second_sight(of(kept, split(b"%never again")))
    for path in kept.root.iterdir():
        os.utime(path, (time.time() - age, time.time() - age))

    new = made(kept, dumped, b"x", b"%b", 0)

    left = {path.name for path in kept.root.iterdir()}
    assert not old.folder.exists()
    assert left == {new.folder.name, f"{new.seen.name}.opened"}


@pytest.mark.parametrize("damage", [b"", b"shorter", b"y" * 1000, None])
def test_a_format_that_is_not_as_it_was_made_is_not_sound(
    kept: Formats, dumped: Callable[[bytes], RunFolder], damage: bytes | None
) -> None:
    found = made(kept, dumped, b"x" * 1000, b"", 0)
    sound = found.sound

    found.path.unlink() if damage is None else found.path.write_bytes(damage)

    assert (sound, found.sound) == (True, False)


def test_an_update_of_the_installation_makes_a_format_unsound(
    kept: Formats, dumped: Callable[[bytes], RunFolder], tmp_path: Path
) -> None:
    package = tmp_path / "article.cls"
    package.write_text("old")
    found = kept.keep(of(kept, split()), dumped(b"x"), f"INPUT {package}\n", NOTHING)
    sound = found.sound

    package.write_text("newer")

    assert (sound, found.sound) == (True, False)


@pytest.mark.parametrize("name", ["made.json", "verdicts.json"])
@pytest.mark.parametrize("damage", ["", "[]", "{", "7"])
def test_damaged_notes_are_no_notes(
    kept: Formats, dumped: Callable[[bytes], RunFolder], name: str, damage: str
) -> None:
    found = made(kept, dumped, b"x", b"", 0)

    (found.folder / name).write_text(damage)

    assert not found.sound or not found.verdicts
    assert of(kept, split()) == found


def test_a_damaged_list_of_what_was_opened_is_an_empty_one(
    kept: Formats, dumped: Callable[[bytes], RunFolder]
) -> None:
    found = made(kept, dumped, b"x", b"", 0)

    found.seen.with_suffix(".opened").write_bytes(b"\xff{")

    assert of(kept, split()).seen == found.seen


def test_one_builder_holds_a_preamble_against_others_here_and_elsewhere(kept: Formats) -> None:
    wanted, other = of(kept, split()), of(kept, split(b"%other"))
    script = (
        "import sys; from pathlib import Path; from careervp_mcp.pdf.formats import Format, Formats\n"
        "with Formats(Path(sys.argv[1])).building(Format(Path(sys.argv[2]), Path(sys.argv[2]))) as free: print(free)"
    )
    elsewhere = [sys.executable, "-c", script, str(kept.root), str(wanted.seen)]

    with kept.building(wanted) as first, kept.building(wanted) as second, kept.building(other) as third:
        there = subprocess.run(elsewhere, capture_output=True, text=True, check=True).stdout
    with kept.building(wanted) as afterwards:
        pass

    assert (first, second, third, there.strip(), afterwards) == (True, False, True, "False", True)


@pytest.mark.parametrize("damage", ["truncated", "corrupted", "emptied"])
def test_a_damaged_format_on_disk_is_left_for_the_plain_way_and_made_again(tmp_path: Path, damage: str) -> None:
    bench = Bench.of(settings(tmp_path))
    work = manuscript("document_hooks", 2)
    cold = bench.cold(work)
    bench.learn(work, cold)
    draft = bench.fast.draft(work, bench.engine)
    assert draft
    content = draft.format.path.read_bytes()
    middle = len(content) // 2
    broken = {
        "truncated": content[:middle],
        "emptied": b"",
        "corrupted": content[:middle] + content[middle + 1 :] + b"x",
    }

    draft.format.path.write_bytes(broken[damage])
    first = bench.fast.compiled(work, bench.engine, never)
    gone = not draft.format.path.exists()
    bench.learn(work, cold)
    second = bench.fast.compiled(work, bench.engine, never)
    bench.fast.close()

    assert (first, gone) == (None, True)
    assert second
    assert draft.format.path.read_bytes() == content


def test_two_processes_share_the_folder(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[tuple[int, bytes]] = spawn.Queue()
    settings(tmp_path)
    workers = [spawn.Process(target=batch, args=(tmp_path, bodies, answers)) for bodies in ([1, 2, 3], [4, 5, 6])]

    for worker in workers:
        worker.start()
    done = dict(answers.get(timeout=60) for _ in range(6))
    for worker in workers:
        worker.join()

    plain = PlainPress(settings(tmp_path))
    assert all(same_pages(done[number], plain.typeset(numbered(number)).pdf) for number in range(1, 7))
    assert len(list((tmp_path / "state" / "formats").glob("*/resume.fmt"))) == 1

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from careervp_mcp.career.errors import FileMissing, InvalidInput
from careervp_mcp.career.reading import read_file, read_text


def test_a_file_is_read_up_to_its_limit_and_not_past_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"12345")

    assert read_file(path, what="tracker", limit=5) == b"12345"
    with pytest.raises(InvalidInput, match=r"^tracker is longer than 4 bytes: a\.md$"):
        read_file(path, what="tracker", limit=4)


def test_a_missing_file_is_told_by_its_name_alone(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"^tracker not found: a\.md$"):
        read_file(tmp_path / "a.md", what="tracker", limit=4)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_a_folder_or_a_pipe_is_no_file_and_is_never_waited_for(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.md")
    before = len(list(Path("/dev/fd").iterdir()))

    with pytest.raises(FileMissing, match=r"^tracker is not a file: a\.md$"):
        read_file(tmp_path / "a.md", what="tracker", limit=4)
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_name_too_long_for_the_disk_is_shown_short(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"^tracker can't be read: a{120} \(File name too long\)$"):
        read_file(tmp_path / ("a" * 5000), what="tracker", limit=4)


def test_text_comes_without_bom_and_with_plain_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\N{ZERO WIDTH NO-BREAK SPACE}é\r\nb\rc\n".encode())

    assert read_text(tmp_path / "a.md", what="full resume", limit=99) == "é\nb\nc\n"


def test_text_that_is_not_utf8_is_refused_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"caf\xe9")

    with pytest.raises(InvalidInput, match=r"^full resume is not UTF-8 \(byte 3\): a\.md; save it as UTF-8$"):
        read_text(tmp_path / "a.md", what="full resume", limit=99)

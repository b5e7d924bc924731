"""What every keeper of records and of files promises: each adapter goes through all of it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from keepers import MemoryFiles, MemoryRecords

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.records import Files, Record, Records
from careervp_mcp.career.root import Root
from careervp_mcp.store.artefacts import FolderFiles
from careervp_mcp.store.files import LocalDisk
from careervp_mcp.store.records import SqliteRecords

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Watch:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


RECORDS: dict[str, Callable[[Path, Watch], Records]] = {
    "sqlite": lambda folder, watch: SqliteRecords(folder / "data" / "craft.db", watch, busy_seconds=1),
    "memory": lambda _folder, watch: MemoryRecords(watch),
}
FILES: dict[str, Callable[[Path], Files]] = {
    "folder": lambda folder: FolderFiles(Root(folder), folder / "files", LocalDisk(folder / "state")),
    "memory": lambda _folder: MemoryFiles(),
}


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(params=RECORDS)
def records(request: pytest.FixtureRequest, tmp_path: Path, watch: Watch) -> Records:
    return RECORDS[request.param](tmp_path, watch)


@pytest.fixture(params=FILES)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return FILES[request.param](tmp_path)


def record(key: str = "cv_1", *, owner: str = "ada", kind: str = "cv", expires: datetime | None = None) -> Record:
    return Record(owner, kind, key, f'{{"of": "{owner}"}}'.encode(), expires)


def put(records: Records, *kept: Record) -> None:
    with records.transaction() as ledger:
        for one in kept:
            ledger.put(one)


def keys(records: Records, owner: str = "ada", kind: str = "cv") -> list[str]:
    with records.transaction() as ledger:
        return [one.key for one in ledger.find(owner, kind)]


def test_a_record_is_found_as_it_was_put(records: Records) -> None:
    kept = record(expires=START + DAY)
    put(records, kept, record("cv_0"))

    with records.transaction() as ledger:
        found = ledger.find("ada", "cv", "cv_1"), ledger.find("ada", "cv", "cv_2")

    assert found == ((kept,), ())
    assert keys(records) == ["cv_0", "cv_1"]


def test_the_same_key_again_takes_the_place_of_the_first(records: Records) -> None:
    put(records, record(expires=START + DAY))
    newer = Record("ada", "cv", "cv_1", b"[]")

    put(records, newer)

    with records.transaction() as ledger:
        assert ledger.find("ada", "cv") == (newer,)


def test_a_transaction_that_raises_keeps_nothing_of_what_it_did(records: Records) -> None:
    put(records, record("cv_1"), record("cv_2"))

    with suppress(ZeroDivisionError), records.transaction() as ledger:
        ledger.put(record("cv_3"))
        ledger.erase("ada", "cv", "cv_1")
        assert [one.key for one in ledger.find("ada", "cv")] == ["cv_2", "cv_3"]
        raise ZeroDivisionError

    assert keys(records) == ["cv_1", "cv_2"]


def test_an_owner_never_meets_another_owners_records(records: Records) -> None:
    put(records, record(owner="ada"), record(owner="Ada"), record(owner="bo"))

    with records.transaction() as ledger:
        assert [one.owner for one in ledger.find("ada", "cv", "cv_1")] == ["ada"]
        assert ledger.erase("ada") == 1

    assert [keys(records, owner) for owner in ("ada", "Ada", "bo")] == [[], ["cv_1"], ["cv_1"]]


def test_a_record_is_gone_from_the_instant_it_expires(records: Records, watch: Watch) -> None:
    put(records, record("cv_1", expires=START + DAY), record("cv_2"))

    watch.now = START + DAY - timedelta(microseconds=1)
    assert keys(records) == ["cv_1", "cv_2"]
    watch.now = START + DAY
    assert keys(records) == ["cv_2"]


def test_an_expired_record_counts_for_nobody_who_erases(records: Records, watch: Watch) -> None:
    put(records, record("cv_1", expires=START + DAY), record("cv_2"), record("a", kind="note"))
    watch.now = START + DAY

    with records.transaction() as ledger:
        assert ledger.erase("ada", "cv") == 1

    assert (keys(records), keys(records, kind="note")) == ([], ["a"])


@pytest.mark.parametrize("odd", ["", "קורות חיים", "a/b c'\";--", "x" * 5000])
def test_any_text_is_a_key(records: Records, odd: str) -> None:
    put(records, record(odd, owner=odd, kind=odd))

    with records.transaction() as ledger:
        assert [one.key for one in ledger.find(odd, odd, odd)] == [odd]


def test_a_file_is_kept_replaced_and_removed(files: Files) -> None:
    key = "cvs/ada/cv_1.pdf"
    seen = [files.get(key)]
    for content in (b"first", b"", b"\x00second", None, None):
        files.put(key, content)
        seen.append(files.get(key))

    assert seen == [None, b"first", b"", b"\x00second", None, None]


@pytest.mark.parametrize("key", ["", "/etc/x", "../x", "a/../x", "a//b", "a/.hidden", "a\\b", "a/\0", "a/" * 9 + "b"])
def test_what_is_no_key_is_refused(files: Files, key: str) -> None:
    with pytest.raises(InvalidInput, match="plain names between slashes"):
        files.get(key)
    with pytest.raises(InvalidInput, match="plain names between slashes"):
        files.put(key, b"x")

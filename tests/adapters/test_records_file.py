"""The craft's records on disk: nothing of what was erased stays, and no death leaves a half."""

import multiprocessing
import signal
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from keeping import SECRET, die_amid, kept, put, put_many, record

from careervp_mcp.career.errors import DatabaseFailed, InvalidInput
from careervp_mcp.career.records import Record
from careervp_mcp.career.root import Root
from careervp_mcp.store.artefacts import FolderFiles
from careervp_mcp.store.files import LocalDisk
from careervp_mcp.store.records import FORM, SqliteRecords

fork = multiprocessing.get_context("forkserver")


def keys(path: Path) -> list[str]:
    with kept(path).transaction() as ledger:
        return [one.key for one in ledger.find("local", "cv")]


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


@pytest.mark.parametrize("size", [1, 400])
def test_what_was_erased_or_replaced_stands_nowhere_in_the_files(tmp_path: Path, size: int) -> None:
    path = tmp_path / "craft.db"
    put(path, record("a", SECRET * size), record("b", SECRET * size), record("c", b"stays"))
    assert SECRET in bytes_of(tmp_path)

    put(path, record("a", b"{}"))
    with kept(path).transaction() as ledger:
        ledger.erase("local", "cv", "b")

    assert SECRET not in bytes_of(tmp_path)
    assert keys(path) == ["a", "c"]


def test_a_record_that_expired_is_wiped_by_the_next_transaction(tmp_path: Path) -> None:
    path = tmp_path / "craft.db"
    put(path, Record("local", "report", "rep_1", SECRET, datetime(2026, 2, 1, tzinfo=UTC)))

    assert keys(path) == []
    assert SECRET not in bytes_of(tmp_path)


def test_a_process_killed_in_a_transaction_leaves_the_records_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "craft.db"
    put(path, record("old"))

    child = fork.Process(target=die_amid, args=(path,))
    child.start()
    child.join()

    assert child.exitcode == -signal.SIGKILL
    assert keys(path) == ["old"]


def test_two_processes_write_side_by_side_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data" / "craft.db"
    children = [fork.Process(target=put_many, args=(path, name)) for name in "ab"]
    for child in children:
        child.start()
    for child in children:
        child.join()

    assert keys(path) == [f"{name}_{number:02}" for name in "ab" for number in range(20)]


def test_a_store_held_by_another_is_told_as_such_and_may_be_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "craft.db"
    put(path, record("a"))

    with (
        kept(path).transaction(),
        pytest.raises(DatabaseFailed, match="the craft's database is locked") as failed,
        kept(path, busy_seconds=0).transaction(),
    ):
        pass

    assert failed.value.retryable


def test_only_its_user_may_read_the_file(tmp_path: Path) -> None:
    put(tmp_path / "craft.db", record("a"))

    assert (tmp_path / "craft.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("CREATE TABLE other (x)", "another program's database; name another place in CAREERVP_DB"),
        (f"PRAGMA user_version = {FORM + 1}", "a newer version of careervp-mcp"),
    ],
)
def test_a_file_that_is_not_ours_to_write_stays_as_it_is(tmp_path: Path, statement: str, words: str) -> None:
    path = tmp_path / "craft.db"
    if "TABLE" not in statement:
        put(path, record("a"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    before = path.read_bytes()

    with pytest.raises(DatabaseFailed, match=words), kept(path).transaction():
        pass

    assert path.read_bytes() == before


def test_no_database_at_all_is_told_by_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database" * 100)
    (tmp_path / "folder.db").mkdir()

    for name, words in (
        ("text.db", "is no SQLite file"),
        ("folder.db", "must be a file"),
        ("text.db/x", "a file st"),
    ):
        with pytest.raises(DatabaseFailed, match=words), kept(tmp_path / name).transaction():
            pass


def test_a_link_out_of_the_root_is_followed_by_no_file(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "root" / "files").symlink_to(tmp_path / "outside")
    files = FolderFiles(Root(tmp_path / "root"), tmp_path / "root" / "files", LocalDisk(tmp_path / "state"))

    with pytest.raises(InvalidInput, match="outside the root"):
        files.put("cvs/local/cv_1.txt", SECRET)

    assert list((tmp_path / "outside").iterdir()) == []


def test_whoever_makes_the_file_at_the_same_moment_finds_it_ones_own(tmp_path: Path) -> None:
    for number in range(20):
        together, refused = threading.Barrier(8), list[BaseException]()

        def first(
            path: Path = tmp_path / str(number) / "craft.db",
            together: threading.Barrier = together,
            refused: list[BaseException] = refused,
        ) -> None:
            records = SqliteRecords(path, lambda: datetime.now(UTC))
            together.wait()
            try:
                with records.transaction() as ledger:
                    ledger.find("local", "cv")
            except DatabaseFailed as error:
                refused.append(error)

        threads = [threading.Thread(target=first) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert refused == []

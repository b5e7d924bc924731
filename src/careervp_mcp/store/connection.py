"""One connection to a SQLite file: opened without writing, written in whole transactions, refused in our words.

A process must never open and close the file by other means meanwhile: POSIX would drop SQLite's locks on it.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote

from careervp_mcp.career.errors import DatabaseFailed, DatabaseMissing

log = logging.getLogger(__name__)

WAL_IS_SOUND = (3, 51, 3)
"""Before this version a write-ahead log can be damaged by two connections: sqlite.org/wal.html, "WAL-reset bug"."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a file is called in refusals."""

    name: str
    place: str
    """Where a caller names the file."""
    maker: str
    """What makes it."""
    table: str

    def tell(self, words: str) -> str:
        """A refusal's words with the file's names in them."""
        return words.format(name=self.name, place=self.place, table=self.table)


JOBS = Subject("the jobs database", "db_path", "add_jobs", "jobs")
CRAFT = Subject("the craft's database", "CAREERVP_DB", "cv_import", "records")

_MAIN_CODE = 0xFF
"""The bits of an extended result code that tell its kind."""
_REFUSALS = {
    sqlite3.SQLITE_NOTADB: "{name} is no SQLite file; name the right one in {place}",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged; put a backup from the state folder in its place",
    sqlite3.SQLITE_READONLY: "{name} can't be written; let this user write it and its folder",
    sqlite3.SQLITE_CANTOPEN: "{name} can't be opened; let this user read it and its folder",
    sqlite3.SQLITE_PERM: "{name} can't be opened; let this user read it and its folder",
    sqlite3.SQLITE_CONSTRAINT: "the table {table} has rules of its own that refuse this; "
    "see the server's log for which",
    sqlite3.SQLITE_TOOBIG: "a text is too long for {name}; shorten it",
}
_SHORTAGES = {
    sqlite3.SQLITE_BUSY: "{name} is locked by another program; this can be retried",
    sqlite3.SQLITE_LOCKED: "{name} is locked by another program; this can be retried",
    sqlite3.SQLITE_FULL: "no space left on the disk for {name}; free some and run this again",
    sqlite3.SQLITE_IOERR: "the disk failed {name}; see that it has room and is sound, and run this again",
    sqlite3.SQLITE_NOMEM: "no memory left for {name}; run this again",
}
_UNNAMED = "{name} refused the work; the server's log has the detail"


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """How this SQLite keeps a transaction that may be rolled back without risking the file."""
    return "wal" if version >= WAL_IS_SOUND else "delete"


@contextmanager
def connected(
    path: Path, *, busy_seconds: float, make: bool = False, subject: Subject = JOBS
) -> Iterator[sqlite3.Connection]:
    """The file at `path`, as yet only to be read; raises DatabaseMissing, DatabaseFailed.

    It is opened for writing all the same: what a killed writer left half done can't be read before it is undone.
    """
    if not make or os.path.lexists(path):
        _refuse_no_file(path, subject)
    with closing(_opened(path, "rwc" if make else "rw", busy_seconds, subject)) as connection:
        yield connection


def make_folder(path: Path, subject: Subject = JOBS) -> None:
    """The folder of a database that is to be made; raises DatabaseFailed where a file stands in its way."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise DatabaseFailed(
            f"a file stands where the folder of {path.name} must be; "
            f"move it away, or name another place in {subject.place}"
        ) from None


@contextmanager
def reading(connection: sqlite3.Connection, subject: Subject = JOBS) -> Iterator[None]:
    """Several reads of one state of the file."""
    with refusing(subject):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the file against other writers from its first statement; whole or not at all."""
    connection.execute("PRAGMA query_only = OFF")
    try:
        _settle_journal(connection)
        # EXTRA is FULL and the folder synced too: else a power cut could bring the journal, and the old rows, back.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # some failures have rolled back by themselves
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA query_only = ON")


@contextmanager
def refusing(subject: Subject = JOBS) -> Iterator[None]:
    """Tell what SQLite refuses inside as DatabaseFailed; the log has SQLite's own words."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        log.warning("%s: %s: %s", subject.name, getattr(error, "sqlite_errorname", type(error).__name__), error)
        raise _told(error, subject) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise DatabaseFailed(f"a value is not one that {subject.name} can hold; pass well-formed text") from error


def _opened(path: Path, mode: str, busy_seconds: float, subject: Subject) -> sqlite3.Connection:
    address = f"file:{quote(os.fsencode(path))}?mode={mode}"
    with refusing(subject):
        connection = sqlite3.connect(address, uri=True, timeout=busy_seconds, isolation_level=None)
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
    return connection


def _told(error: Exception, subject: Subject) -> DatabaseFailed:
    kind = getattr(error, "sqlite_errorcode", 0) & _MAIN_CODE
    shortage = _SHORTAGES.get(kind)
    words = subject.tell(shortage or _REFUSALS.get(kind, _UNNAMED))
    return DatabaseFailed(words, retryable=shortage is not None)


def _refuse_no_file(path: Path, subject: Subject) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise DatabaseMissing(
            f"{subject.name} is not there: {path.name}; {subject.maker} makes it, or name another in {subject.place}"
        ) from None
    except OSError as error:
        log.warning("%s: %s", subject.name, error)
        raise DatabaseFailed(subject.tell(_REFUSALS[sqlite3.SQLITE_CANTOPEN])) from None
    if not S_ISREG(mode):
        raise DatabaseFailed(f"{subject.name} must be a file: {path.name} is none; name another in {subject.place}")


def _settle_journal(connection: sqlite3.Connection) -> None:
    """Bring the file to the kind of journal that is sound here, unless somebody else is at it."""
    wanted = journal_mode()
    (now,) = connection.execute("PRAGMA journal_mode").fetchone()
    if now != wanted:
        (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):  # it stays as it is until it can be changed
            connection.execute(f"PRAGMA journal_mode = {wanted}")
        connection.execute(f"PRAGMA busy_timeout = {patience}")

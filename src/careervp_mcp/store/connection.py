"""One connection to a SQLite file: opened without writing, written in whole transactions, refused in our words.

A process must never open and close the file by other means meanwhile: POSIX would drop SQLite's locks on it.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote

from careervp_mcp.career.errors import DatabaseFailed, DatabaseMissing

log = logging.getLogger(__name__)

WAL_IS_SOUND = (3, 51, 3)
"""Before this version a write-ahead log can be damaged by two connections: sqlite.org/wal.html, "WAL-reset bug"."""

_MAIN_CODE = 0xFF
"""The bits of an extended result code that tell its kind."""
_REFUSALS = {
    sqlite3.SQLITE_NOTADB: "the jobs database is no SQLite file; name the right one in db_path",
    sqlite3.SQLITE_CORRUPT: "the jobs database is damaged; put a backup from the state folder in its place",
    sqlite3.SQLITE_READONLY: "the jobs database can't be written; let this user write it and its folder",
    sqlite3.SQLITE_CANTOPEN: "the jobs database can't be opened; let this user read it and its folder",
    sqlite3.SQLITE_PERM: "the jobs database can't be opened; let this user read it and its folder",
    sqlite3.SQLITE_CONSTRAINT: "the table jobs has rules of its own that refuse this; see the server's log for which",
    sqlite3.SQLITE_TOOBIG: "a text is too long for the jobs database; shorten it",
}
_SHORTAGES = {
    sqlite3.SQLITE_BUSY: "the jobs database is locked by another program; this can be retried",
    sqlite3.SQLITE_LOCKED: "the jobs database is locked by another program; this can be retried",
    sqlite3.SQLITE_FULL: "no space left on the disk for the jobs database; free some and run this again",
    sqlite3.SQLITE_IOERR: "the disk failed the jobs database; see that it has room and is sound, and run this again",
    sqlite3.SQLITE_NOMEM: "no memory left for the jobs database; run this again",
}
_UNNAMED = "the jobs database refused the work; the server's log has the detail"


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """How this SQLite keeps a transaction that may be rolled back without risking the file."""
    return "wal" if version >= WAL_IS_SOUND else "delete"


@contextmanager
def connected(path: Path, *, busy_seconds: float, make: bool = False) -> Iterator[sqlite3.Connection]:
    """The file at `path`, as yet only to be read; raises DatabaseMissing, DatabaseFailed.

    It is opened for writing all the same: what a killed writer left half done can't be read before it is undone.
    """
    if not make or os.path.lexists(path):
        _refuse_no_file(path)
    with closing(_opened(path, "rwc" if make else "rw", busy_seconds)) as connection:
        yield connection


def make_folder(path: Path) -> None:
    """The folder of a database that is to be made; raises DatabaseFailed where a file stands in its way."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise DatabaseFailed(
            f"a file stands where the folder of {path.name} must be; move it away, or name another place in db_path"
        ) from None


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Several reads of one state of the file."""
    with refusing():
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
def refusing() -> Iterator[None]:
    """Tell what SQLite refuses inside as DatabaseFailed; the log has SQLite's own words."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        log.warning("the jobs database: %s: %s", getattr(error, "sqlite_errorname", type(error).__name__), error)
        raise _told(error) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise DatabaseFailed("a value is not one that the jobs database can hold; pass well-formed text") from error


def _opened(path: Path, mode: str, busy_seconds: float) -> sqlite3.Connection:
    address = f"file:{quote(os.fsencode(path))}?mode={mode}"
    with refusing():
        connection = sqlite3.connect(address, uri=True, timeout=busy_seconds, isolation_level=None)
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
    return connection


def _told(error: Exception) -> DatabaseFailed:
    kind = getattr(error, "sqlite_errorcode", 0) & _MAIN_CODE
    shortage = _SHORTAGES.get(kind)
    return DatabaseFailed(shortage or _REFUSALS.get(kind, _UNNAMED), retryable=shortage is not None)


def _refuse_no_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise DatabaseMissing(
            f"the jobs database is not there: {path.name}; add_jobs makes it, or name another in db_path"
        ) from None
    except OSError as error:
        log.warning("the jobs database: %s", error)
        raise DatabaseFailed(_REFUSALS[sqlite3.SQLITE_CANTOPEN]) from None
    if not S_ISREG(mode):
        raise DatabaseFailed(f"the jobs database must be a file: {path.name} is none; name another in db_path")


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

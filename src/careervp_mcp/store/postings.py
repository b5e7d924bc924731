"""Putting postings into the table `jobs`, each once."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.errors import DatabaseFailed
from careervp_mcp.career.jobs import Added, Posting
from careervp_mcp.store.schema import Column


@dataclass(frozen=True, slots=True)
class Shelf:
    """The table `jobs` inside a transaction that writes."""

    connection: sqlite3.Connection
    columns: Mapping[str, Column]

    def put(self, posting: Posting, stamp: str) -> Added:
        """A new row, or the row that has the posting's URL, or else its company, title and description, already."""
        posting = replace(posting, url=posting.url.strip())
        standing = self._by_url(posting) or self._by_content(posting)
        return Added(standing, "duplicate") if standing else Added(self._insert(posting, stamp), "inserted")

    def _by_url(self, posting: Posting) -> int | None:
        if not posting.url or "url" not in self.columns:
            return None
        return self._first("url <> '' AND url = ?", posting.url)

    def _by_content(self, posting: Posting) -> int | None:
        """By the length first: the index knows it, so few descriptions are read however many rows are alike.

        The plus keeps the planner from writing the text into `length(description)` too, and losing the index.
        """
        if not {"company", "title", "description"} <= self.columns.keys():
            return None
        return self._first(
            "company = ?1 AND title = ?2 AND length(description) = length(?3) AND +description = ?3",
            posting.company,
            posting.title,
            posting.description,
        )

    def _first(self, condition: str, *values: str) -> int | None:
        row = self.connection.execute(f"SELECT min(id) FROM jobs WHERE {condition}", values).fetchone()
        return row[0] if row else None

    def _insert(self, posting: Posting, stamp: str) -> int:
        values = self._values(posting, stamp)
        names, holes = ", ".join(values), ", ".join("?" * len(values))
        row = self.connection.execute(f"INSERT INTO jobs ({names}) VALUES ({holes})", tuple(values.values()))
        return int(row.lastrowid or 0)

    def _values(self, posting: Posting, stamp: str) -> dict[str, str]:
        """What the row is given: all that the posting has, and an empty text where the table takes no less."""
        given = {
            "status": "new",
            "title": posting.title,
            "company": posting.company,
            "description": posting.description,
            "url": posting.url,
            "location": posting.location,
            "source": posting.source,
            "job_id": posting.job_id,
            "captured_at": posting.captured_at,
            "payload_json": posting.payload_json,
        }
        present = {name: value for name, value in given.items() if value}
        lacking = sorted(present.keys() - self.columns.keys())
        if lacking:
            raise DatabaseFailed(
                f"the jobs database lacks the columns {', '.join(lacking)}; run `careervp-mcp migrate`"
            )
        stamps = {name: stamp for name in ("captured_at", "created_at", "updated_at") if name in self.columns}
        empty = {name: "" for name, column in self.columns.items() if column.needed and name in given}
        return empty | stamps | present

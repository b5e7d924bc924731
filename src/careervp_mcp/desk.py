"""The desk: settings become folders and adapters, once; the only place that chooses."""

import logging
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from careervp_mcp.career.office import DATABASE
from careervp_mcp.career.root import Root
from careervp_mcp.settings import Settings, SettingsRefused

if TYPE_CHECKING:
    from careervp_mcp.career.bureau import Bureau
    from careervp_mcp.career.office import Office
    from careervp_mcp.career.studio import Studio
    from careervp_mcp.door import Door
    from careervp_mcp.llm.writer import ApiWriter
    from careervp_mcp.pdf.press import PlainPress, Press
    from careervp_mcp.proof.engine import EngineProofreader

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """What the tools work at; nothing is opened or made before a tool asks."""

    settings: Settings
    door: "Door | None" = field(default=None, kw_only=True)
    """Who tells users apart where they come over HTTP; None where there is one, whom the settings name."""

    @cached_property
    def root(self) -> Root:
        return Root(self.settings.root.expanduser().resolve(), named_roots(self.settings.extra_roots))

    @cached_property
    def press(self) -> "PlainPress | Press":
        """The press by itself; finding out what it can do needs no root and runs nothing."""
        from careervp_mcp.pdf.press import PRESSES, PressSettings
        from careervp_mcp.pdf.sandbox import Limits

        chosen = self.settings
        limits = Limits(
            wall_seconds=chosen.wall_seconds,
            cpu_seconds=chosen.cpu_seconds,
            memory_bytes=chosen.memory_mib << 20,
            written_bytes=chosen.written_mib << 20,
            pages=chosen.page_limit,
        )
        return PRESSES[chosen.press](
            PressSettings(
                state=self.state,
                engines=tuple(filter(None, (name.strip() for name in chosen.engines.split(",")))),
                limits=limits,
                max_pages=chosen.max_pages,
                sandbox=chosen.sandbox,
            )
        )

    def catch_up(self) -> None:
        """Bring notes to agree with their rows where a process died in between; waits for nothing else.

        Only the default database is looked at, and only one that is there.
        """
        from careervp_mcp.career.reconciling import reconcile

        path = self.office.database(None)
        with self.office.jobs.opened(path) as jobs:
            if jobs.has_outbox() and jobs.pending():
                reconcile(jobs, self.office)

    def migrate(self, database: str | None) -> Iterator[str]:
        """Bring an older database to today's form and say each thing done; raises CareerError."""
        from careervp_mcp.store.sqlite import SqliteJobs

        return SqliteJobs(self.state).migrated(self.root.resolve(database or DATABASE, what="--db"))

    def start_catching_up(self) -> None:
        """Do so beside whatever else is done, where there is a database at all; one look at the disk."""
        if (self.root.folder / DATABASE).is_file():
            threading.Thread(target=self._caught_up, name="catch-up", daemon=True).start()

    def _caught_up(self) -> None:
        try:
            self.catch_up()
        except Exception:  # a database that can't be read keeps no server back
            log.warning("the jobs database could not be looked at", exc_info=True)

    def close(self) -> None:
        """End the engines that wait for work, if any were ever asked for."""
        if "press" in self.__dict__:
            self.press.close()
        if "proofreader" in self.__dict__:
            self.proofreader.close()

    @cached_property
    def state(self) -> Path:
        """The state folder, resolved; made by whoever first writes there."""
        return self.settings.state_dir.expanduser().resolve()

    @cached_property
    def studio(self) -> "Studio":
        """The press's side of the desk; raises InvalidInput when the root is not there."""
        from careervp_mcp.career.studio import Studio
        from careervp_mcp.store.files import LocalDisk

        self._refuse_missing_root()
        return Studio(
            root=self.root,
            packaged_templates=packaged("templates"),
            typesetter=self.press,
            disk=LocalDisk(self.state, lock_seconds=self.settings.lock_seconds),
            clock=lambda: datetime.now(UTC),
            workers=self.settings.workers,
            max_pages=self.settings.max_pages,
            applications_folder=self.settings.applications,
        )

    @cached_property
    def office(self) -> "Office":
        """The jobs' and trackers' side of the desk; raises InvalidInput when the root is not there."""
        from careervp_mcp.career.office import Office
        from careervp_mcp.pdf.pages import PageCounter
        from careervp_mcp.pdf.texts import PdfTexts
        from careervp_mcp.store.documents import WordFiles
        from careervp_mcp.store.files import LocalDisk
        from careervp_mcp.store.stores import STORES

        self._refuse_missing_root()
        return Office(
            root=self.root,
            disk=LocalDisk(self.state, lock_seconds=self.settings.lock_seconds),
            jobs=STORES["sqlite"](self.state),
            pdfs=PageCounter(),
            clock=lambda: datetime.now(UTC),
            documents={".pdf": PdfTexts(), ".docx": WordFiles()},
            applications_folder=self.settings.applications,
        )

    @cached_property
    def proofreader(self) -> "EngineProofreader":
        """The grammar engine's side of the desk; nothing runs before a text is read."""
        from careervp_mcp.proof.engine import EngineProofreader

        return EngineProofreader()

    @cached_property
    def model(self) -> "ApiWriter | None":
        """Who writes through the API; None without a key. Its library loads with the first draft."""
        from careervp_mcp.llm.costs import prices_in
        from careervp_mcp.llm.provider import AnthropicProvider
        from careervp_mcp.llm.routing import Models
        from careervp_mcp.llm.writer import ApiWriter

        chosen, key = self.settings, self.settings.anthropic_api_key.get_secret_value()
        if not key:
            return None
        try:
            prices = prices_in(chosen.prices)
        except ValueError as error:
            raise SettingsRefused(f"CAREERVP_PRICES: {error}") from None
        models = Models(chosen.model_strategic, chosen.model_template)
        return ApiWriter(AnthropicProvider(key), models, prices, chosen.cost_cap)

    @property
    def bureau(self) -> "Bureau":
        """The craft's side of the desk, for whoever asks now; raises InvalidInput when the root is not there."""
        return replace(self._bureau, owner=self.door.owner()) if self.door else self._bureau

    @cached_property
    def _bureau(self) -> "Bureau":
        from careervp_mcp.career.bureau import Bureau
        from careervp_mcp.pdf.texts import PdfTexts
        from careervp_mcp.store.artefacts import FolderFiles
        from careervp_mcp.store.documents import WordFiles
        from careervp_mcp.store.records import SqliteRecords

        office, chosen = self.office, self.settings
        database = self.root.resolve(chosen.db, what="CAREERVP_DB")
        return Bureau(
            office=office,
            records=SqliteRecords(database, office.clock),
            files=FolderFiles(self.root, database.parent / "files", office.disk),
            owner=chosen.owner,
            readers={".pdf": PdfTexts(), ".docx": WordFiles()},
            proofreader=self.proofreader,
            typesetter=self.press,
            template=(packaged("templates") / "resume.tex").read_text("utf-8"),
            writer=chosen.writer,
            model=self.model,
            retention=timedelta(days=chosen.retention_days) if chosen.retention_days else None,
        )

    def _refuse_missing_root(self) -> None:
        from careervp_mcp.career.errors import InvalidInput

        if not self.root.folder.is_dir():
            raise InvalidInput("the root folder does not exist; run `careervp-mcp init`, or set CAREERVP_ROOT")


def packaged(name: str) -> Path:
    """A folder that ships with the product: inside the wheel, or beside `src/` in a checkout."""
    here = Path(__file__).resolve().parent
    shipped = here / "packaged" / name
    return shipped if shipped.is_dir() else here.parents[1] / name


def named_roots(text: str) -> Mapping[str, Path]:
    """`name=/path` entries, separated like PATH, as resolved folders."""
    roots: dict[str, Path] = {}
    for entry in filter(None, (part.strip() for part in text.split(os.pathsep))):
        name, equals, path = entry.partition("=")
        folder = Path(path if equals else entry).expanduser()
        name = name if equals else folder.name
        if not folder.is_absolute() or not name.replace("-", "").replace("_", "").isalnum() or name in roots:
            raise SettingsRefused("CAREERVP_EXTRA_ROOTS: write name=/absolute/path, each name once")
        roots[name] = folder.resolve()
    return roots

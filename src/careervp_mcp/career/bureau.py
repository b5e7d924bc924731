"""The bureau: where CVs, postings and reports are kept and judged, and the ports that help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from careervp_mcp.career.commissions import ModelWriter
from careervp_mcp.career.office import Office
from careervp_mcp.career.ports import Reader, Typesetter, never
from careervp_mcp.career.proofreading import Proofreader
from careervp_mcp.career.records import Files, Ledger, Record, Records
from careervp_mcp.career.root import Root
from careervp_mcp.career.writing import Writer


def _unheard(_done: int, _total: int, _message: str) -> None:
    """Progress that nobody listens to."""


@dataclass(frozen=True, slots=True)
class Bureau:
    """Everything the craft's tools need; all they keep belongs to `owner`."""

    office: Office
    records: Records
    files: Files
    owner: str
    readers: Mapping[str, Reader] = field(default_factory=dict)
    """Who takes the text out of a CV's file that is not text, by its ending: `.pdf`, `.docx`."""
    proofreader: Proofreader | None = None
    typesetter: Typesetter | None = None
    """Who makes PDFs; None where there is no press."""
    template: str = ""
    """The packaged LaTeX template that a CV is filled into."""
    writer: Writer = "offline"
    """Who writes where a call does not say."""
    model: ModelWriter | None = None
    """Who writes with a language model; None where there is no key."""
    cancelled: Callable[[], bool] = never
    progress: Callable[[int, int, str], None] = _unheard
    retention: timedelta | None = None
    """How long CVs, postings and artefacts are kept; None keeps them."""

    @property
    def root(self) -> Root:
        """The root that paths lie in."""
        return self.office.root

    @property
    def clock(self) -> Callable[[], datetime]:
        """What tells the time, in aware UTC."""
        return self.office.clock

    def keep(self, ledger: Ledger, kind: str, key: str, payload: bytes, *, hours: int = 0) -> None:
        """Put one of the owner's records, for so many hours, or as long as CVs are kept."""
        lasting = timedelta(hours=hours) if hours else self.retention
        ledger.put(Record(self.owner, kind, key, payload, self.clock() + lasting if lasting else None))

    def kept(self, kind: str, key: str) -> bytes | None:
        """One of the owner's records; None where there is none, or it is another owner's."""
        with self.records.transaction() as ledger:
            found = ledger.find(self.owner, kind, key)
        return found[0].payload if found else None

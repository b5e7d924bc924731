"""What a text is judged in: which artefact it is, whom it addresses, and what is known of that company."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["cv", "letter", "report", "interview", "other"]
Channel = Literal["document", "speech"]


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of one verification; everything may be left out."""

    kind: Kind = "other"
    company: str = ""
    """The target company."""
    title: str = ""
    """The target title."""
    posting: str = ""
    research: tuple[str, ...] = ()
    """Known sentences about the company."""
    options: tuple[str, ...] = ()
    """What the user said in this call of availability, salary and the like."""
    language: str = ""
    """`en` or `he`; empty takes the bank's."""
    whole: bool = True
    """For a CV: whether the text is all of it, so that a missing role is a finding."""
    manner: Channel | None = None
    """The channel where a caller names it; None takes the kind's own."""

    def gave(self, text: str) -> bool:
        """Whether a text repeats what the user said in this call."""
        said = (option.strip(" .").lower() for option in self.options)
        return any(option and option in text.lower() for option in said)

    @property
    def channel(self) -> Channel:
        """`document` where figures must be exact, `speech` where true rounding is allowed."""
        return self.manner or ("document" if self.kind == "cv" else "speech")

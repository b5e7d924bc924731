"""The text of a PDF that somebody else made, read by a child that is locked up and may die."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.ports import Extracted
from careervp_mcp.pdf import launch, textchild
from careervp_mcp.pdf.sandbox import SYSTEM

WALL_SECONDS = 20
_REFUSALS = {
    "encrypted": "the PDF is encrypted; save it without a password",
    "damaged": "the file is no sound PDF; save it again, or save its text as .txt",
    "pages": f"the PDF has more than {textchild.MOST_PAGES} pages; keep those that matter",
    "long": f"the PDF holds more than {textchild.MOST_CHARACTERS} characters; keep those that matter",
}
_SCANNED = "the PDF holds no text, as a scan does; run it through text recognition, or pass its words as text"


@dataclass(frozen=True, slots=True)
class PdfTexts:
    """Reads `.pdf`, each in a child that may use so much and no more."""

    cpu_seconds: int = 10
    memory_bytes: int = 1 << 30

    def text(self, content: bytes) -> str:
        return self._told(content, "plain").text

    def read(self, content: bytes) -> Extracted:
        return self._told(content, "laid-out")

    def _told(self, content: bytes, manner: str) -> Extracted:
        try:
            done = subprocess.run(
                [*self._command(), manner], input=content, capture_output=True, timeout=WALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise InvalidInput(f"the PDF could not be read in {WALL_SECONDS} s; save its text as .txt") from None
        try:
            told = json.loads(done.stdout)
        except ValueError:  # it died at a limit, or of what it read
            told = {"refusal": "damaged"}
        if "refusal" in told:
            raise InvalidInput(_REFUSALS[told["refusal"]])
        if not told["text"].strip():
            raise InvalidInput(_SCANNED)
        return Extracted(told["text"], told["pages"], tuple(told["oddities"]))

    def _command(self) -> list[str]:
        """The child's command line: it reads its input, and of the disk only what an interpreter needs."""
        python = [sys.executable, "-I", "-B"]
        grants = [f"cpu={self.cpu_seconds}", f"memory={self.memory_bytes}", "file=0", "open=64"]
        return [*python, "-S", launch.__file__, *grants, *_walls(), "--", *python, textchild.__file__]


def _walls() -> list[str]:
    if launch.landlock_abi() < 1:
        return []
    homes = {sys.prefix, sys.base_prefix, sys.executable, str(Path(sys.executable).resolve()), textchild.__file__}
    homes |= {path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}}
    readable = sorted(path for path in (*SYSTEM, *homes) if Path(path).exists())
    return ["landlock=1", *(f"read={path}" for path in readable), "write=/dev/null"]

"""READERS: how the text of a CV is read, by the ending of its file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from careervp_mcp.career.cv.jsonresume import read_json_resume
from careervp_mcp.career.cv.markdown import read_markdown
from careervp_mcp.career.cv.models import Reading
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cv.rendercv import read_rendercv
from careervp_mcp.career.cv.tex import read_tex


class TextReader(Protocol):
    """Reads a CV out of a text of one kind."""

    def __call__(self, text: str, *, user_id: str = "local", language: str = "auto") -> Reading:
        """The CV; raises Unparsable for a text that is not of the kind."""


READERS: Mapping[str, TextReader] = MappingProxyType(
    {
        ".txt": read_text,
        ".md": read_markdown,
        ".json": read_json_resume,
        ".yaml": read_rendercv,
        ".yml": read_rendercv,
        ".tex": read_tex,
        ".pdf": read_text,
        ".docx": read_text,
        ".doc": read_text,
    }
)
"""PDF and Word files come as text from the document readers of the world."""

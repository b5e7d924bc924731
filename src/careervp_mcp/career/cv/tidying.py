"""A text from somebody else made fit to read: hidden signs and comments out, divided words and line ends mended."""

import re
import unicodedata
from collections.abc import Iterator

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]+")
_MARKS = frozenset("\u200e\u200f")
"""Direction marks that Hebrew text needs now and then: they go too, but nobody hides anything with them."""
_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_DIVIDED = re.compile(r"(?<=[a-zà-ÿ])(?:-|\u2010|\ufffe|\x02)\n[ \t]*(?=[a-zà-ÿ]{3})")
_ENCODED = re.compile(r"[A-Za-z0-9+/=_-]{200,}")


def tidied(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what no reader sees, and what was taken out, in plain words."""
    oddities = tuple(_oddities(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    text = _ENCODED.sub(" ", _COMMENT.sub(" ", text))
    text = _SPACES.sub(" ", _DIVIDED.sub("", text).translate(_LIGATURES))
    return unicodedata.normalize("NFC", _CONTROL.sub("", _HIDDEN.sub("", text))), oddities


def _oddities(text: str) -> Iterator[str]:
    hidden = {letter for found in _HIDDEN.findall(text) for letter in found} - _MARKS - {"\u00ad", "\ufeff"}
    if hidden:
        yield "hidden characters were taken out"
    if _COMMENT.search(text):
        yield "comments that no reader sees were taken out"
    if _ENCODED.search(text):
        yield "long encoded strings were taken out"

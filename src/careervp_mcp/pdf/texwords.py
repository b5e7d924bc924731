r"""The words a reader should see, read off a LaTeX source: near enough to notice when some are lost.

TeX can't be read without running it, so every doubt is settled by leaving words out: what an unknown
command does with its arguments, what a condition hides, what mathematics prints.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from careervp_mcp.pdf.texshapes import CONDITIONS, ENVIRONMENTS, HIDDEN, SHAPES
from careervp_mcp.pdf.textokens import after_space, closings, option_end, tokens

_BEGIN = re.compile(r"^[^%\n]*?\\begin\s*\{document\}", re.MULTILINE)
_DEFINES = frozenset({"\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareRobustCommand"})
_DEFINES_ENVIRONMENTS = frozenset({"\\newenvironment", "\\renewenvironment"})
_DEFINES_BY_SPECIFICATION = frozenset({f"\\{how}DocumentCommand" for how in ("New", "Renew", "Provide", "Declare")})
_NEWIF = re.compile(r"\\newif\s*\\(if[A-Za-z@]+)")
_EXCLUDED = re.compile(r"\\excludecomment\s*\{([^{}]{1,60})\}")
_UNTAMED = re.compile(r"\\(?:catcode|scantokens|MakeShortVerb|DefineShortVerb)\b")
_SHORTHANDS = re.compile(r"german|dutch|austrian|afrikaans|catalan|slovene|finnish|estonian|portuguese")
_WORD = re.compile(r"[^\W_]+")
_LENGTH = re.compile(r"\d*(?:pt|em|ex|cm|mm|in|bp|pc|sp|fil+|plus|minus)")
_DIMENSION = re.compile(r"=?[+-]?[\d.]+[a-z]*|[a-z]{2}|plus|minus|fil+")
_PARAMETER = re.compile(r"#([1-9])")
_SHORTEST = 3
_LONGEST_FORMULA = 300
_LONGEST_PARAMETERS = 20


def visible_words(source: str) -> tuple[str, ...]:
    """Return the words of the document's body that surely print, in order; none when the source is untamed."""
    begin = _BEGIN.search(source)
    if begin is None or _UNTAMED.search(source):
        return ()
    preamble, body = tokens(source[: begin.end()]), tokens(source[begin.end() :])
    conditions = CONDITIONS | set(_NEWIF.findall(source))
    hidden = HIDDEN | set(_EXCLUDED.findall(source))
    scribe = Scribe([*preamble, *body], Shapes(SHAPES, ENVIRONMENTS, conditions, hidden))
    return tuple(_words(" ".join(scribe.printed(len(preamble))), with_shorthands=bool(_SHORTHANDS.search(source))))


def _words(text: str, *, with_shorthands: bool) -> Iterator[str]:
    plain = re.sub(r'\w*"\w*', " ", text) if with_shorthands else text
    for word in _WORD.findall(plain):
        if len(word) >= _SHORTEST and not _LENGTH.fullmatch(word):
            yield word

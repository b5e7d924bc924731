"""A PDF's fonts and links: what would make it hard to read, or lead nowhere."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from urllib.parse import unquote

from careervp_mcp.pdf.objects import OFTEN_SEEN, Allowance, Dictionary, Name, Ref, UnreadableStructure, Value
from careervp_mcp.pdf.streams import content_of
from careervp_mcp.pdf.structure import Structure

_FILES = ("FontFile", "FontFile2", "FontFile3")
_OUTLINES = frozenset({"Type1", "MMType1", "TrueType", "CIDFontType0", "CIDFontType2"})
_LIGATURE = re.compile(rb"<FB0[0-6]>", re.IGNORECASE)
_LIGATURE_GLYPH = re.compile(rb"/f(?:f|i|l|fi|fl)(?![A-Za-z0-9_.])")
_LARGEST_MAP = 1 << 20
_MOST_NAMED = 3
_READABLE = "put \\input{glyphtounicode} and \\pdfgentounicode=1 in the preamble"


def font_faults(structure: Structure) -> Iterator[str]:
    """Tell of bitmap fonts and of fonts that are not in the file."""
    fonts = [each for each in structure.dictionaries if Name("Font") in each.every("Type")]
    if any(Name("Type3") in font.every("Subtype") for font in fonts):
        yield "a font is a bitmap (Type 3) and its text may not be found: put \\usepackage{lmodern} in the preamble"
    if any(map(partial(_has_ligatures, structure), fonts)):
        yield "the PDF's text has ligatures such as fi as one character, so that words aren't found: " + _READABLE
    lacking = [str(font.get("BaseFont")) for font in fonts if _is_outside(structure, font)]
    if lacking:
        names = ", ".join(dict.fromkeys(lacking[:_MOST_NAMED]))
        yield f"fonts are not embedded in the PDF ({names}): use a font that the engine can embed, such as lmodern"


def link_faults(structure: Structure, addresses: Sequence[str]) -> Iterator[str]:
    """Tell of the source's addresses that no link of the PDF leads to, and of those that name no web."""
    links = {_plain(text) for text in _texts(structure, "URI")}
    files = {_plain(text) for action in structure.dictionaries for text in _opened(structure, action)}
    return islice(_astray(addresses, links, files), _MOST_NAMED)


def _astray(addresses: Sequence[str], links: set[str], files: set[str]) -> Iterator[str]:
    for address in addresses:
        plain = _plain(address)
        if ":" not in address and (plain in links or plain.partition("#")[0] in files):
            scheme = "mailto:" if "@" in address else "https://"
            yield f"the link {address} leads nowhere on the web: write {scheme}{address}"
        elif ":" in address and plain not in links:
            yield f"the PDF has no link to {address}: load hyperref and give the address to \\href"


def _is_outside(structure: Structure, font: Dictionary) -> bool:
    if not any(kind in _OUTLINES for kind in font.every("Subtype")):
        return False
    descriptors = [each for value in font.every("FontDescriptor") for each in structure.resolved(value)]
    return not any(isinstance(each, Dictionary) and any(map(each.every, _FILES)) for each in descriptors)


def _has_ligatures(structure: Structure, font: Dictionary) -> bool:
    """Tell whether a reader that joins no letters itself would meet U+FB00 to U+FB06."""
    maps = {value.number for value in font.every("ToUnicode") if isinstance(value, Ref)}
    if maps:
        streams = ((described, raw) for number, described, raw in structure.streams if number in maps)
        return any(_maps_ligatures(described, raw) for described, raw in streams)
    descriptors = [each for value in font.every("FontDescriptor") for each in structure.resolved(value)]
    listed = (each.every("CharSet") for each in descriptors if isinstance(each, Dictionary))
    return any(isinstance(glyphs, bytes) and _LIGATURE_GLYPH.search(glyphs) for values in listed for glyphs in values)


def _maps_ligatures(described: Dictionary, raw: bytes) -> bool:
    """Tell whether a map leads to a ligature; short ones are remembered, for resumes of one template share theirs."""
    return (_remembered if len(raw) <= OFTEN_SEEN else _leads_to_ligatures)(described, raw)


def _leads_to_ligatures(described: Dictionary, raw: bytes) -> bool:
    try:
        content = content_of(described, raw, Allowance(inflated=_LARGEST_MAP))
    except UnreadableStructure:
        return False
    return bool(_LIGATURE.search(content))


_remembered = lru_cache(maxsize=256)(_leads_to_ligatures)


def _texts(structure: Structure, key: str) -> Iterator[bytes]:
    for each in structure.dictionaries:
        for value in each.every(key):
            yield from _strings(structure, value)


def _opened(structure: Structure, action: Dictionary) -> Iterator[bytes]:
    """Go through the files that an action opens."""
    if Name("GoToR") in action.every("S"):
        for value in action.every("F"):
            yield from _strings(structure, value)


def _strings(structure: Structure, value: Value) -> Iterator[bytes]:
    return (text for text in structure.resolved(value) if isinstance(text, bytes))


def _plain(address: str | bytes) -> str:
    """An address without the differences that don't matter."""
    text = address.decode("utf-8", "replace") if isinstance(address, bytes) else address
    return unquote("".join(text.split())).casefold().removesuffix("/").removesuffix(".pdf")

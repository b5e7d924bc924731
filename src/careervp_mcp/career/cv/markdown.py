"""Reading a CV in Markdown: the marks that `read_text` knows stay, the others go."""

import re

from careervp_mcp.career.cv.models import Reading
from careervp_mcp.career.cv.plaintext import read_text

_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
_FRONT = re.compile(r"\A---[ \t]*\n.{0,5000}?\n---[ \t]*\n", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\(([^()\s]{0,400})(?:\s[^()\n]{0,200})?\)")
_BARE = re.compile(r"<((?:https?://|mailto:)?[^<>\s]{3,300})>")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,300}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*_\\])([*_])(?=[^\s*_])([^\n*_]{1,300})(?<=\S)\1(?![\w*_])")
_CODE = re.compile(r"`([^`\n]{1,300})`")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>&])")
_BREAK = re.compile(r"(?:<br\s{0,3}/?>|\\$)", re.MULTILINE | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_TABLE_RULE = re.compile(r"^[ \t]{0,9}\|?(?:[ \t]{0,9}:?-{3,99}:?[ \t]{0,9}\|){1,30}[ \t:-]{0,99}$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]{0,9}\|(.{0,2000})\|[ \t]{0,9}$", re.MULTILINE)
_UNDERLINED = re.compile(r"^([^\s#>|*+-][^\n]{0,100})\n(=+|-{3,})[ \t]*$", re.MULTILINE)


def read_markdown(text: str, *, user_id: str = "local", language: str = "auto") -> Reading:
    """A CV from Markdown; its text is the Markdown without emphasis, links and tables."""
    return read_text(without_markup(text), user_id=user_id, language=language)


def without_markup(text: str) -> str:
    """Markdown as plain text: headings and list marks stay, a link leaves its words, or its address beside them."""
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = _UNDERLINED.sub(lambda found: f"{'#' if found[2][0] == '=' else '##'} {found[1]}", _FRONT.sub("", text))
    text = _TABLE_ROW.sub(lambda found: found[1].strip(), _TABLE_RULE.sub("", _COMMENT.sub("", text)))
    text = _BARE.sub(lambda found: found[1].removeprefix("mailto:"), _LINK.sub(_link, text))
    text = _TAG.sub("", _BREAK.sub("", text))
    for pattern in (_BOLD, _ITALIC):
        text = pattern.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", _CODE.sub(r"\1", text))


def _link(found: re.Match[str]) -> str:
    """`[LinkedIn](https://…)` becomes its address; words that are their own address stay as they are."""
    words, address = found[1], found[2]
    plain = address.removeprefix("mailto:").removeprefix("tel:")
    if found.group().startswith("!"):
        return words
    bare = re.sub(r"^https?://(?:www\.)?|/$", "", plain)
    if not plain or bare in words or "@" in plain or address.startswith(("tel:", "#")):
        return words or plain
    return plain if len(words.split()) == 1 else f"{words} ({plain})"

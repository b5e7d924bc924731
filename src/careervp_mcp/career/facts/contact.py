"""Contact data: addresses anywhere in a text are the person's own, letter for letter."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.findings import Finding, quoted

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w@./-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,4}(?![\w%])")
_LINK = re.compile(
    r"(?<![\w@.])(?:(?:https?://|www\.)[\w-]{1,63}(?:\.[\w-]{1,63}){1,3}|[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|org|net|io|dev|me|co|edu|il"
    r"|uk|de|app|site|info))(?:/[\w./~%+-]*)?(?![\w@])",
    re.IGNORECASE,
)
_FEWEST_DIGITS = 7


def wrong_contact(document: str, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """email_changed, phone_changed, link_changed: an address that is not the person's nor the posting's."""
    source = grounds.bank.text + "\n" + context.posting + "\n" + "\n".join(context.research)
    taken: list[tuple[int, int]] = []
    for found in _EMAIL.finditer(document):
        taken.append(found.span())
        if found.group().lower() not in source.lower():
            yield _changed("email", document, found.span(), grounds)
    for found in _LINK.finditer(document):
        if (
            not any(start <= found.start() < end for start, end in taken)
            and _bare(found.group()) not in source.lower()
        ):
            yield _changed("link", document, found.span(), grounds)
    digits = re.sub(r"\D", "", source)
    for found in _PHONE.finditer(document):
        number = re.sub(r"\D", "", found.group())
        if len(number) >= _FEWEST_DIGITS and _is_a_phone(found.group()) and number not in digits:
            yield _changed("phone", document, found.span(), grounds)


def _is_a_phone(text: str) -> bool:
    return text.lstrip().startswith(("+", "(", "0")) or len(re.findall(r"[ .-]", text)) > 1


def _bare(link: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", link.lower()).rstrip("/.")


def _changed(kind: str, document: str, span: tuple[int, int], grounds: Grounds) -> Finding:
    known = grounds.bank.of(kind)
    expected = known[0].text if known else ""
    hint = f"the CV has {expected}" if expected else f"the CV gives no such {kind}; leave it out"
    return Finding(
        f"{kind}_changed", "CRITICAL", span, quoted(document, span), hint, expected, tuple(fact.id for fact in known)
    )

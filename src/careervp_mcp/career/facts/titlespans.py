"""Where a text names a title: after a cue, before an employer, or in capitals."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.terms import is_occupation
from careervp_mcp.career.words import known_verbs, lemma_of

_AS_A = re.compile(
    r"\b(?<!it )(?:as (?:an? |the |their |its |our )?|(?:was|am|is|being|became|become|been|I'm) (?:an? |the "
    r"|their |its |our |now |then )?"
    r"|role (?:of|as) (?:an? |the )?|position (?:of|as) (?:an? |the )?|promoted to (?:the )?|title of "
    r"|(?:hired|employed|appointed|trained) as (?:an? |the )?"
    r"|work(?:ed|ing)? as (?:an? |the )?|rose to (?:the )?|made (?:me )?|years? as (?:an? )?|^an? )",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\s+(?:from|had|asked|told|and I\b|whom|was|gave|said)")
"""What follows a person who is not the one that the text speaks of: "a surgeon from …"."""
_AS_A_HE = re.compile(
    r"(?:(?<!\w)כ-?(?=[א-ת]{3})|(?<!\w)(?:הייתי|הייתה|היה|היא|הוא|אני|בתפקיד|בתור|משמשת?|מונתה?|מוניתי ל)\s*)"
)
_ENDS_HE = re.compile(r"\s(?:ב|ל|מ|ש|ו|כ)-?[א-תA-Z]|[,.;:()|–-]|\s(?:של|עם|על|את|אצל|בין|מאז|עד|לפני|אחרי|אני)\s|$")
_WORD = re.compile(r"[\w'&/+#-]+")
_STOPPERS = frozenset(
    {
        "at",
        "in",
        "for",
        "with",
        "who",
        "and",
        "where",
        "on",
        "from",
        "to",
        "i",
        "since",
        "over",
        "during",
        "by",
        "that",
        "but",
        "until",
        "when",
        "whose",
    }
)
_LEADING = frozenset(
    {
        "a",
        "an",
        "the",
        "as",
        "my",
        "our",
        "your",
        "their",
        "its",
        "i",
        "in",
        "at",
        "for",
        "of",
        "and",
        "was",
        "am",
        "is",
        "new",
        "former",
        "current",
        "good",
        "experienced",
        "qualified",
        "first",
        "one",
        "another",
        "any",
        "only",
        "just",
        "merely",
        "simply",
        "also",
        "still",
        "once",
        "briefly",
    }
)
_LONGEST = 6
"""Words of a title."""


def after_cues(clause: Spoken) -> Iterator[tuple[int, int]]:
    """The titles named after a cue such as "as a" or "promoted to"."""
    text = clause.statement.text
    for cue in _AS_A.finditer(text):
        span = _title_at(text, cue.end())
        if span is not None and not (cue.start() == 0 and _ANOTHER.match(text[span[1] :])):
            yield span


def hebrew_titles(clause: Spoken) -> Iterator[tuple[int, int]]:
    """Titles after a cue in Hebrew, where the occupation comes first: כמהנדסת קונסטרוקציה."""
    text = clause.statement.text
    for cue in _AS_A_HE.finditer(text):
        first = re.match(r"[א-ת]+", text[cue.end() :])
        if first and is_occupation(first.group()):
            end = _ENDS_HE.search(text, cue.end() + first.end())
            yield cue.end(), end.start() if end else len(text)


def _title_at(text: str, begin: int) -> tuple[int, int] | None:
    """The words from a place on that end in an occupation, at most six and none that ends a title."""
    end, last = 0, begin
    for number, word in enumerate(_WORD.finditer(text, begin), 1):
        parted = re.search(r"[,.;:()]", text[last : word.start()])
        if number > _LONGEST or word.group().lower() in _STOPPERS or parted:
            break
        last = word.end()
        if _occupation(word.group()):
            end = word.end()
    return (begin, end) if end else None


def _occupation(word: str) -> bool:
    """Whether a word names what one person is: no plural."""
    return lemma_of(word.lower()) == word.lower() and is_occupation(word.lower())


def capital_titles(clause: Spoken) -> Iterator[tuple[int, int]]:
    """Runs of capital words that hold an occupation: `Lead Data Engineer`, `Head of Data`."""
    for found in re.finditer(r"\b[A-Z][\w'/-]*(?:\s+(?:of|[A-Z][\w'/&-]*))*", clause.statement.text):
        words = [word for word in found.group().split() if word != "I"]
        if len(words) > 1 and any(_occupation(word) for word in words):
            yield found.start(), found.start() + len(found.group().removesuffix(" I"))


def before_employers(clause: Spoken) -> Iterator[tuple[int, int]]:
    """Titles right before an employer's name: "senior data engineer at Fernhill"."""
    for mention in clause.employers:
        before = clause.statement.text[: mention.span[0]]
        found = re.search(r"((?:[\w'/-]+ ){0,4}[\w'/-]+) (?:at|with|for) (?:the )?$", before)
        if found and _occupation(found[1].split()[-1]):
            words = found[1].split()
            kept = [
                word
                for word in words
                if word.lower() not in _STOPPERS | {"a", "an", "the", "my", "as", "was", "am", "role"}
            ]
            last = found.end(1)
            first = before.rfind(kept[0], found.start(1), last) if kept else last
            if kept and not (set(words) - set(kept) and words.index(kept[0]) == 0):
                yield first, last


def bare_title(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """A title without the words before it that are none of it; None where nothing is left."""
    start, end = span
    for word in _WORD.finditer(text, start, end):
        plain = word.group().lower()
        if any_word("employment", "en", "contract").fullmatch(plain) or any_word(
            "employment", "en", "permanent"
        ).fullmatch(plain):
            continue
        if plain not in _LEADING and not (plain != lemma_of(plain) and lemma_of(plain) in known_verbs()):
            return (word.start(), end)
    return None

"""Titles: what a text says the person is or was, against the titles that the history gives."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.binding import bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import is_occupation, seniority, title_words
from careervp_mcp.career.words import folded, known_verbs, lemma_of

_AS_A = re.compile(
    r"\b(?<!it )(?:as (?:an? |the |their |its |our )?|(?:was|am|is|being|became|become|been|I'm) (?:an? |the "
    r"|their |its |our |now |then )?"
    r"|role (?:of|as) (?:an? |the )?|position (?:of|as) (?:an? |the )?|promoted to (?:the )?|title of "
    r"|(?:hired|employed|appointed|trained) as (?:an? |the )?"
    r"|work(?:ed|ing)? as (?:an? |the )?|rose to (?:the )?|made (?:me )?|years? as (?:an? )?|^an? )",
    re.IGNORECASE,
)
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
    }
)
_BESIDE = 14
"""Characters between a title and the employer it is told of."""
_HELPERS = frozenset(
    {
        "mentor",
        "coach",
        "trainer",
        "supervisor",
        "tutor",
        "organiser",
        "organizer",
        "host",
        "guide",
        "leader",
        "helper",
        "instructor",
        "teacher",
        "editor",
        "planner",
        "reviewer",
    }
)
_BECAME = re.compile(r"\b(?:became|become|becoming|turned|made|qualified as) (?:an? |the )?$", re.IGNORECASE)
_TELLING = 2
"""Words from which a title tells one role from another."""
_LONGEST = 6
"""Words of a title."""


def wrong_titles(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """title_inflated, seniority_added, limiter_dropped, title_moved: a title claimed in prose."""
    if clause.voice != "candidate":
        return
    ends: set[int] = set()
    after = _hebrew_titles(clause) if clause.statement.language == "he" else _after_cues(clause)
    claimed = [(span, True) for span in (*after, *_before_employers(clause))]
    named = [mention.span for mention in clause.employers]
    capital = [
        span for span in _capital_titles(clause) if not any(span[0] < end and start < span[1] for start, end in named)
    ]
    for span, own in (*claimed, *((span, False) for span in capital)):
        bare = _bare(clause.statement.text, span)
        if bare is not None and bare[1] not in ends:
            ends.add(bare[1])
            yield from _judged(clause, bare, grounds, context, claimed=own)


def _after_cues(clause: Spoken) -> Iterator[tuple[int, int]]:
    text = clause.statement.text
    for cue in _AS_A.finditer(text):
        span = _title_at(text, cue.end())
        if span is not None:
            yield span


_AS_A_HE = re.compile(
    r"(?:(?<!\w)כ-?(?=[א-ת]{3})|(?<!\w)(?:הייתי|הייתה|היה|היא|הוא|אני|בתפקיד|בתור|משמשת?|מונתה?|מוניתי ל)\s*)"
)
_ENDS_HE = re.compile(r"\s(?:ב|ל|מ|ש|ו|כ)-?[א-תA-Z]|[,.;:()|–-]|\s(?:של|עם|על|את|אצל|בין|מאז|עד|לפני|אחרי|אני)\s|$")


def _hebrew_titles(clause: Spoken) -> Iterator[tuple[int, int]]:
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


def _capital_titles(clause: Spoken) -> Iterator[tuple[int, int]]:
    """Runs of capital words that hold an occupation: `Lead Data Engineer`, `Head of Data`."""
    for found in re.finditer(r"\b[A-Z][\w'/-]*(?:\s+(?:of|[A-Z][\w'/&-]*))*", clause.statement.text):
        words = [word for word in found.group().split() if word != "I"]
        if len(words) > 1 and any(_occupation(word) for word in words):
            yield found.start(), found.start() + len(found.group().removesuffix(" I"))


def _before_employers(clause: Spoken) -> Iterator[tuple[int, int]]:
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


def _bare(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
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


def _judged(
    clause: Spoken, span: tuple[int, int], grounds: Grounds, context: Context, *, claimed: bool
) -> Iterator[Finding]:
    said = clause.statement.text[slice(*span)]
    if context.title and set(title_words(said)) == set(title_words(context.title)) and clause.stance:
        return
    own = {entry: title for entry, title in grounds.titles.items() if not clause.entries or entry in clause.entries}
    if any(_fits(said, title) for title in own.values()) or (not claimed and _free(said, grounds)):
        return
    if (claimed and not clause.entries and _headed(said, grounds)) or any(
        folded(said) in folded(fact.text) for fact in grounds.bank.of("certification")
    ):
        return
    if said.lower() in _HELPERS and _acted_so(said, clause, grounds):
        return
    limited = next((entry for entry, title in own.items() if _rule(said, title) == "limiter_dropped"), None)
    elsewhere = [entry for entry, title in grounds.titles.items() if _fits(said, title)]
    whole = _with_employer(clause, span)
    became = _BECAME.search(clause.statement.text[: span[0]])
    if elsewhere and (limited is None or became or not clause.entries):
        if len(title_words(said)) >= _TELLING:
            told = _employer(elsewhere[0], grounds)
            yield found_at(
                clause, whole, "title_moved", f"that title belongs to {told}", facts=(f"{elsewhere[0]}.title",)
            )
        return
    nearest = limited or max(
        own or grounds.titles, key=lambda entry: _shared(said, grounds.titles[entry]), default=""
    )
    title = grounds.titles.get(nearest, "")
    yield found_at(
        clause, whole, _rule(said, title), f"the CV's title is {title}" if title else "the CV has no such title",
        expected=title, facts=(f"{nearest}.title",) if nearest else (),
    )  # fmt: skip


def _acted_so(said: str, clause: Spoken, grounds: Grounds) -> bool:
    """Whether one plain word names what the source says was done: supervisor for "supervised a team"."""
    families = Statement(said).families
    return any(families & unit.statement.families for unit in bind(clause, grounds, clause.entries).units)


def _with_employer(clause: Spoken, span: tuple[int, int]) -> tuple[int, int]:
    """A title with the employer that follows it at once: which of the two is false can't be told."""
    after = next((mention.span for mention in clause.employers if 0 < mention.span[0] - span[1] < _BESIDE), None)
    return (span[0], after[1]) if after else span


def _headed(said: str, grounds: Grounds) -> bool:
    """Whether the CV's own headline or summary calls the person so."""
    told = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)", re.IGNORECASE)
    return any(told.search(fact.text) for fact in grounds.bank.of("headline", "summary"))


def _fits(said: str, title: str) -> bool:
    """Whether a stated title is the CV's, or the part of it that says no more."""
    ours, theirs = set(title_words(said)), set(title_words(title))
    if not ours <= theirs or (set(seniority(said)) - set(seniority(title))):
        return False
    dropped = theirs - ours
    return not any_word("limiter", "en", "words").search(" ".join(dropped))


def _free(said: str, grounds: Grounds) -> bool:
    """Whether the CV says it word for word outside the titles, as in its headline or in a sentence."""
    told = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)", re.IGNORECASE)
    return any(told.search(unit.statement.text) for unit in grounds.units)


def _shared(said: str, title: str) -> int:
    return len(set(title_words(said)) & set(title_words(title)))


def _rule(said: str, title: str) -> str:
    ours, theirs = set(title_words(said)), set(title_words(title))
    if ours < theirs and any_word("limiter", "en", "words").search(" ".join(theirs - ours)):
        return "limiter_dropped"
    kin = Statement(said).families & Statement(title).families
    if (
        kin
        and any_word("limiter", "en", "words").search(" ".join(theirs - ours))
        and not set(seniority(said)) - set(seniority(title))
    ):
        return "limiter_dropped"
    added = set(seniority(said)) - set(seniority(title))
    rest = ours - set(seniority(said))
    if added and rest <= theirs and any(is_occupation(word) for word in rest):
        return "seniority_added"
    return "title_inflated"


def _employer(entry: str, grounds: Grounds) -> str:
    fact = grounds.bank.by_id.get(f"{entry}.employer")
    return fact.text if fact else "another role"

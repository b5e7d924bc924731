"""Anti-AI: the words and rhythms by which readers know a text that nobody wrote."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from careervp_mcp.career.quality.models import QualityIssue, Severity, Span
from careervp_mcp.career.quality.phrases import find
from careervp_mcp.career.quality.prose import Prose
from careervp_mcp.career.quality.scoring import word_count
from careervp_mcp.career.sentences import Sentence
from careervp_mcp.career.wordlists import table, word_set

DEDUCTIONS: Mapping[str, float] = MappingProxyType(
    {
        "banned": 1.0,
        "opener": 1.0,
        "connector": 0.3,
        "set_phrase": 0.3,
        "ordinal_chain": 0.3,
        "double_ending": 0.3,
        "uniform_lengths": 1.0,
        "equal_openings": 1.0,
        "parallel_bullets": 0.5,
        "no_contraction": 0.3,
    }
)
"""What each finding costs a document."""
PHRASE_LISTS: Mapping[str, str] = MappingProxyType(
    {"banned": "banned", "openers": "opener", "connectors": "connector", "set_phrases": "set_phrase"}
)
"""Each list of `quality.toml` with the rule that its phrases break."""
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "banned": "a worn word of machine-made applications",
        "opener": "an opening that thousands of letters share",
        "connector": "a connector that speech does without",
        "set_phrase": "a phrase that says nothing",
    }
)
_MANY = 1.0
"""A deduction from which an issue is MEDIUM."""
_SENTENCES_TO_MEASURE = 8
_STRETCH = 20
"""Sentences that are looked at together: a long text can't have as many lengths as sentences."""
_DISTINCT_SHARE = 0.3
_EQUAL_OPENINGS = 3
_OPENING_WORDS = 2
_STARTS_WITH_I = 4
_BULLETS_TO_COMPARE = 5
_WORDS_WITHOUT_CONTRACTION = 150
_QUOTED = re.compile(r"[“\"„]([^“”\"„\n]{3,300})[”\"]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def check_anti_ai_patterns(text: str) -> list[str]:
    """The banned and patterned phrases found in a text of English or Hebrew, as they stand there, in order."""
    language = "he" if re.search(r"[\u05d0-\u05ea]", text) else "en"
    found = [*_phrases(text, language), *(_ordinal_chain(text, language))]
    return [text[start:end] for start, end in sorted({span for _, _, span in found})]


def anti_ai(prose: Prose) -> tuple[QualityIssue, ...]:
    """Every pattern, with what it costs, in the text's order."""
    found = [*_phrase_issues(prose), *(issue for rule in RHYTHMS for issue in rule(prose))]
    return tuple(sorted(found, key=lambda issue: issue.span))


def _phrases(text: str, language: str) -> Iterator[tuple[str, str, Span]]:
    for key, rule in PHRASE_LISTS.items():
        for phrase, span in find(text, language, key):
            yield rule, phrase.instead, span


def _phrase_issues(prose: Prose) -> Iterator[QualityIssue]:
    free = _excused(prose)
    for rule, instead, span in _phrases(prose.text, prose.context.language):
        excused = rule == "banned" and all(free[slice(*span)])
        yield _issue(rule, span, MESSAGES[rule], instead, "INFO" if excused else None)
    for rule, message, span in (*_ordinal_chain(prose.text, prose.context.language), *_double_ending(prose)):
        yield _issue(rule, span, message, "leave it out")


def _issue(rule: str, span: Span, message: str, instead: str, severity: Severity | None = None) -> QualityIssue:
    cost = DEDUCTIONS[rule]
    chosen: Severity = severity or ("MEDIUM" if cost >= _MANY else "LOW")
    return QualityIssue("ANTI_AI", message, chosen, span, rule, instead, cost)


def _excused(prose: Prose) -> bytearray:
    """Of each character, whether it stands in a quotation of the sources or in the name of a thing of theirs."""
    free = bytearray(len(prose.text))
    sources = "\n".join(map(_plain, prose.context.sources))
    for match in _QUOTED.finditer(prose.text):
        if _plain(match[1]) in sources:
            free[match.start() : match.end()] = b"\1" * len(match[0])
    terms = "|".join(sorted(map(re.escape, prose.context.terms), key=len, reverse=True))
    for match in re.finditer(rf"(?<!\w)(?:{terms})(?!\w)", prose.text, re.IGNORECASE) if terms else ():
        free[match.start() : match.end()] = b"\1" * len(match[0])
    return free


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _ordinal_chain(text: str, language: str) -> Iterator[tuple[str, str, Span]]:
    """First, second and third as adverbs: at least two of them; the span is the second."""
    ordinals = table(language, "quality")["ordinals"]
    if isinstance(ordinals, list):
        places = [re.search(rf"(?<!\w){word}(?!\w)", text, re.IGNORECASE) for word in ordinals]
        found = [place for place in places if place]
        if len(found) > 1:
            yield "ordinal_chain", "it counts as a schoolbook does", found[1].span()


def _double_ending(prose: Prose) -> Iterator[tuple[str, str, Span]]:
    ends = [re.search(rf"\b{phrase}\b", prose.text, re.IGNORECASE) for phrase in ("in conclusion", "in summary")]
    if all(ends):
        last = max(end.span() for end in ends if end)
        yield "double_ending", "it ends twice", last


def uniform_lengths(prose: Prose) -> Iterator[QualityIssue]:
    """Sentences that are nearly all of one length."""
    lengths = [word_count(one.text) for one in prose.running]
    stretches = [
        lengths[start : start + _STRETCH] for start in range(0, max(len(lengths) - _STRETCH, 0) + 1, _STRETCH)
    ]
    if len(lengths) >= _SENTENCES_TO_MEASURE and all(
        len(set(stretch)) < _DISTINCT_SHARE * len(stretch) for stretch in stretches
    ):
        span = (prose.running[0].start, prose.running[-1].end)
        yield _issue("uniform_lengths", span, "the sentences are nearly all of one length", "mix short and long ones")


def equal_openings(prose: Prose) -> Iterator[QualityIssue]:
    """Three sentences in a row with the same first two words, or four that begin with `I`."""
    running = prose.running
    for many, words, told in ((_EQUAL_OPENINGS, _OPENING_WORDS, "alike"), (_STARTS_WITH_I, 1, "with “I”")):
        run = _run_of(running, many, words, "i" if words == 1 else "")
        if run:
            yield _issue("equal_openings", run, f"{many} sentences in a row begin {told}", "turn one of them around")
            return


def _run_of(running: Sequence[Sentence], many: int, words: int, only: str) -> Span | None:
    openings = [tuple(_WORD.findall(one.text.lower())[:words]) for one in running]
    for start in range(len(running) - many + 1):
        part = openings[start : start + many]
        first = "".join(part[0])
        if len(set(part)) == 1 and len(part[0]) == words and only in ("", first.split("'")[0].split("’")[0]):
            return running[start].start, running[start + many - 1].end
    return None


def parallel_bullets(prose: Prose) -> Iterator[QualityIssue]:
    """Bullets of a letter or report that are all built alike: each begins with a verb of one form, or a noun."""
    bullets = prose.bullets
    if prose.context.kind in {"letter", "report"} and len(bullets) >= _BULLETS_TO_COMPARE:
        shapes = {_shape(one.text) for one in bullets}
        if len(shapes) == 1:
            span = (bullets[0].start, bullets[-1].end)
            yield _issue("parallel_bullets", span, "the bullets are all built alike", "build one of them otherwise")


def _shape(text: str) -> str:
    """How a bullet begins: a past verb, a participle, a figure, or whatever its first word is."""
    first = next(iter(_WORD.findall(text)), "").lower()
    if first.isdigit() or not first:
        return "figure"
    if first.endswith("ed") or first in word_set("en", "quality", "irregular_participles"):
        return "past"
    return "doing" if first.endswith("ing") else "other"


def no_contraction(prose: Prose) -> Iterator[QualityIssue]:
    """A longer English letter or answer in which nobody speaks as people do."""
    spoken = prose.context.language == "en" and prose.context.kind in {"letter", "interview"}
    if not spoken or prose.words <= _WORDS_WITHOUT_CONTRACTION:
        return
    known = word_set("en", "quality", "contractions")
    if not any(word.lower().replace("’", "'") in known for word in _WORD.findall(prose.text)):
        span = (prose.running[0].start, prose.running[0].end) if prose.running else (0, min(1, len(prose.text)))
        yield _issue(
            "no_contraction", span, "no contraction in the whole text", "write one or two as you would say them"
        )


RHYTHMS: tuple[Callable[[Prose], Iterator[QualityIssue]], ...] = (
    uniform_lengths,
    equal_openings,
    parallel_bullets,
    no_contraction,
)

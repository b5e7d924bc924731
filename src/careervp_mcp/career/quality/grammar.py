"""Grammar by our own rules: each a small function from a text to issues; the engine's remarks come after them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from careervp_mcp.career.quality.models import FRAGMENTS, GrammarIssue, Severity
from careervp_mcp.career.quality.prose import Prose
from careervp_mcp.career.wordlists import table, word_map, word_set

GrammarRule = Callable[[Prose], Iterator[GrammarIssue]]

_DOUBLED = re.compile(r"(?<![\w-])(?P<word>[^\W\d_]+)[ \t\n]+(?P<again>(?P=word))(?![\w-])", re.IGNORECASE)
_MAY_DOUBLE = frozenset({"had", "that", "בבקשה", "לאט", "מאוד"})
_SPACE_BEFORE = re.compile(r"(?<=[^\W_])(?P<bad>[ \t]+[,;!?]|[ \t]+\.(?=\s|$))")
_NO_SPACE_AFTER = re.compile(r"(?<=[a-z]{2})(?P<bad>,)(?=[a-z]{2,}\b)|(?<=[a-z]{3})(?P<stop>\.)(?=[A-Z][a-z]+ [a-z])")
_PAIRS: Mapping[str, str] = {"(": ")", "[": "]", "“": "”"}
_ENUMERATED = re.compile(r"(?:^|\s)\w{1,2}\)")
_FINAL = re.compile(r"[.!?…:;][\"'”’)\]*_]*$")
_LAST_WORD = re.compile(r"([^\W\d_]+)[^\w]*$")
_LOWER = re.compile(r"[\"'“‘(]*([a-z][a-z']+)(?![\w.@/])")
_NAMES_OF_TIME_AND_TONGUE = re.compile(
    r"(?<![\w./@-])(?P<bad>(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august"
    r"|september|october|november|december|english|french|german|spanish|italian|portuguese|russian|hebrew|arabic"
    r"|dutch|swedish|japanese|france|germany|spain|italy|england|scotland|ireland|israel|canada|india)(?![\w/@-]|\.\w)"
)
_PRONOUN = re.compile(r"(?<![\w.'’/-])i(?=(?:['’](?:m|ve|d|ll))?[ ,])(?!\.)")


def listed_grammar(prose: Prose) -> tuple[GrammarIssue, ...]:
    """What our own rules find, in the text's order; no two at one place."""
    found = sorted((issue for rule in GRAMMAR_RULES for issue in rule(prose)), key=lambda issue: issue.span)
    return tuple(issue for place, issue in enumerate(found) if not place or issue.span[0] >= found[place - 1].span[1])


def doubled_words(prose: Prose) -> Iterator[GrammarIssue]:
    """A word that stands twice in a row, over a line's end too."""
    for match in _DOUBLED.finditer(prose.text):
        word, again = match["word"], match["again"]
        name_again = word[0].isupper() and again[0].isupper()
        if word.lower() not in _MAY_DOUBLE and not name_again and "\n" not in match[0].strip("\n"):
            yield GrammarIssue("doubled_word", f"“{word}” stands twice", match.span(), word)


def listed_misspellings(prose: Prose) -> Iterator[GrammarIssue]:
    """The common misspellings of the word list."""
    pattern, right = _misspellings(prose.context.language)
    for match in pattern.finditer(prose.text):
        if match[0].lower() not in prose.context.known:
            yield GrammarIssue("misspelling", f"“{match[0]}” is misspelt", match.span(), right[match[0].lower()])


def missing_apostrophes(prose: Prose) -> Iterator[GrammarIssue]:
    """Contractions that were written without theirs."""
    right = {wrong: word for word, wrong in _table(prose, "apostrophes").items()}
    for match in re.finditer(r"(?<![\w'’-])[A-Za-z]{2,9}(?![\w'’-])", prose.text):
        word = match[0]
        if word.lower() in right and (word.islower() or word.istitle()):
            instead = right[word.lower()]
            instead = instead[0].upper() + instead[1:] if word[0].isupper() else instead
            yield GrammarIssue("missing_apostrophe", "an apostrophe is missing", match.span(), instead)


def patterns(prose: Prose) -> Iterator[GrammarIssue]:
    """The agreement patterns, articles and mixed-up words of the word list."""
    for pattern in error_patterns(prose.context.language):
        for match in pattern.wrong.finditer(prose.text):
            if not pattern.unless_before or not pattern.unless_before.search(prose.text, 0, match.start()):
                span = match.span("bad" if "bad" in pattern.wrong.groupindex else 0)
                yield GrammarIssue(pattern.rule, pattern.message, span, pattern.right)


def spacing(prose: Prose) -> Iterator[GrammarIssue]:
    """A space before a mark that takes none, or none after one that takes it."""
    for match in _SPACE_BEFORE.finditer(prose.text):
        mark = match["bad"].strip()
        yield GrammarIssue("space_before_punctuation", f"no space stands before “{mark}”", match.span(), mark, "LOW")
    for match in _NO_SPACE_AFTER.finditer(prose.text):
        yield GrammarIssue("no_space_after", "a space is missing after it", match.span(), f"{match[0]} ", "LOW")


def unbalanced_pairs(prose: Prose) -> Iterator[GrammarIssue]:
    """Brackets and quotation marks that are opened and not closed, or closed and not opened, within a paragraph."""
    for block in re.finditer(r"[^\n]+(?:\n[^\n]+)*", prose.text):
        yield from _unbalanced(block.group(), block.start())
        straight = [place for place, mark in enumerate(block.group()) if mark == '"']
        inches = re.search(r"\d\"", block.group())
        if len(straight) % 2 and not inches and prose.context.language == "en":
            last = block.start() + straight[-1]
            yield GrammarIssue("unbalanced_pair", "a quotation mark has no partner", (last, last + 1), "its partner")


def _unbalanced(block: str, start: int) -> Iterator[GrammarIssue]:
    free = {match.end() - 1 for match in _ENUMERATED.finditer(block)} | _faces(block)
    waiting: list[int] = []
    for place, mark in enumerate(block):
        if mark in _PAIRS:
            waiting.append(place)
        elif waiting and _PAIRS[block[waiting[-1]]] == mark:
            waiting.pop()
        elif mark in _PAIRS.values() and place not in free:
            yield _alone(mark, start + place)
    yield from (_alone(block[place], start + place) for place in waiting)


def _faces(block: str) -> set[int]:
    """Where a bracket belongs to a smile: tone looks at these."""
    return {match.end() - 1 for match in re.finditer(r"[:;]-?\)", block)}


def _alone(mark: str, place: int) -> GrammarIssue:
    return GrammarIssue("unbalanced_pair", f"“{mark}” has no partner", (place, place + 1), "its partner")


def sentence_case(prose: Prose) -> Iterator[GrammarIssue]:
    """A running sentence that begins small; a small `i`; names of days, months, tongues and lands written small."""
    if prose.context.language != "en":
        return
    for one in prose.running:
        start = _LOWER.match(one.text)
        if start and start[1] not in prose.context.known and not _inside_word(prose.text, one.start):
            span = (one.start + start.start(1), one.start + start.end(1))
            yield GrammarIssue("sentence_case", "a sentence begins with a capital", span, start[1].capitalize())
    for match in _NAMES_OF_TIME_AND_TONGUE.finditer(prose.text):
        if match[0] not in prose.context.known:
            yield GrammarIssue("name_case", "a name has a capital", match.span(), match[0].capitalize())
    for match in _PRONOUN.finditer(prose.text):
        yield GrammarIssue("name_case", "“I” has a capital", match.span(), "I")


def _inside_word(text: str, start: int) -> bool:
    """Whether the sentence was cut after something that ends none, so that its case says nothing."""
    return text[max(0, start - 3) : start].rstrip(" ").endswith(("…", ":", ";"))


def final_stops(prose: Prose) -> Iterator[GrammarIssue]:
    """The end of each paragraph of running text: nothing left hanging, and a stop."""
    for paragraph in prose.paragraphs:
        last = paragraph[-1]
        text = last.text.rstrip()
        word = _LAST_WORD.search(text)
        end = last.start + len(text)
        if word and not _FINAL.search(text):
            dangling = word[1].lower() in word_set(prose.context.language, "quality", "dangling")
            if dangling or text[-1] in ",–—-":
                span = (last.start + word.start(1), end)
                yield GrammarIssue("unfinished_sentence", "the sentence breaks off", span, "its end", "HIGH")
            elif prose.context.kind not in FRAGMENTS:
                span = (last.start + word.start(1), end)
                yield GrammarIssue("missing_final_stop", "the last sentence has no stop", span, f"{word[1]}.", "LOW")


GRAMMAR_RULES: tuple[GrammarRule, ...] = (
    doubled_words,
    listed_misspellings,
    missing_apostrophes,
    patterns,
    spacing,
    unbalanced_pairs,
    sentence_case,
    final_stops,
)


@dataclass(frozen=True, slots=True)
class ErrorPattern:
    """One error that a regular expression can tell."""

    rule: str
    wrong: re.Pattern[str]
    right: str
    message: str
    unless_before: re.Pattern[str] | None
    examples: tuple[str, ...]
    fine: tuple[str, ...]
    severity: Severity = "MEDIUM"


@cache
def error_patterns(language: str) -> tuple[ErrorPattern, ...]:
    """The `[[grammar]]` entries of a language's word list."""
    rows = table(language, "quality")["grammar"]
    if not isinstance(rows, list):
        raise TypeError("quality.toml: grammar must be a list of tables")
    return tuple(
        ErrorPattern(
            rule=row["rule"],
            wrong=re.compile(row["wrong"], re.IGNORECASE),
            right=row["right"],
            message=row["message"],
            unless_before=re.compile(row["unless_before"], re.IGNORECASE) if "unless_before" in row else None,
            examples=tuple(row["examples"]),
            fine=tuple(row["fine"]),
        )
        for row in rows
    )


@cache
def _misspellings(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    right = word_map(language, "quality", "misspellings")
    forms = "|".join(sorted(map(re.escape, right), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE), right


def _table(prose: Prose, key: str) -> Mapping[str, str]:
    rows = table(prose.context.language, "quality")[key]
    return {str(word): str(value) for word, value in rows.items()} if isinstance(rows, Mapping) else {}

"""The grammar engine's remarks as issues: which we repeat, and which are noise in a CV or a letter."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from careervp_mcp.career.proofreading import Proofreader, Remark
from careervp_mcp.career.quality.models import FRAGMENTS, GrammarIssue, Span
from careervp_mcp.career.quality.prose import Prose
from careervp_mcp.career.wordlists import table
from careervp_mcp.career.words import folded, lemma_of

_SPELLING = "MORFOLOGIK"
"""How the names of the engine's dictionary rules begin."""
_GAP = "\n\n"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST = 4
"""Letters of a word that may be called misspelt; shorter ones are mostly abbreviations."""
_MOST_EDITS = 2
_VARIANTS = (
    ("yse", "yze"),
    ("ise", "ize"),
    ("isi", "izi"),
    ("isa", "iza"),
    ("our", "or"),
    ("ogue", "og"),
    ("ence", "ense"),
    ("tre", "ter"),
    ("aes", "es"),
    ("aed", "ed"),
    ("aem", "em"),
    ("ll", "l"),
    ("mme", "m"),
    ("ice", "ise"),
    ("ould", "old"),
    ("grey", "gray"),
    ("tyre", "tire"),
    ("kerb", "curb"),
    ("cheque", "check"),
    ("programme", "program"),
    ("despatch", "dispatch"),
    ("shan't", "shall not"),
)
"""How British spelling becomes American; the engine's dictionary is the American one."""


def engine_grammar(prose: Prose, proofreader: Proofreader) -> tuple[GrammarIssue, ...]:
    """What the engine finds and we repeat, in the text's order; raises NoProofreader."""
    reading = _Reading.of(prose)
    remarks = proofreader.remarks(reading.text)
    found = (_issue(remark, reading.span(remark.span), prose) for remark in remarks)
    return tuple(issue for issue in found if issue is not None)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The text as the engine gets it: no marks, and a blank line between what does not belong together."""

    text: str
    starts: tuple[int, ...]
    """Where each piece begins in what the engine reads."""
    origins: tuple[int, ...]
    """Where it begins in the text that is judged."""

    @classmethod
    def of(cls, prose: Prose) -> "_Reading":
        pieces = tuple(_pieces(prose))
        starts, length = [], 0
        for start, end in pieces:
            starts.append(length)
            length += end - start + len(_GAP)
        return cls(_GAP.join(prose.text[a:b] for a, b in pieces), tuple(starts), tuple(a for a, _ in pieces))

    def span(self, span: Span) -> Span:
        piece = max(0, bisect_right(self.starts, span[0]) - 1)
        moved = self.origins[piece] - self.starts[piece]
        return span[0] + moved, span[1] + moved


def _pieces(prose: Prose) -> Iterator[Span]:
    """Each paragraph and bullet, from its first sentence to its last."""
    start = end = -1
    paragraph = -1
    for one in prose.sentences:
        if one.paragraph != paragraph:
            if start >= 0:
                yield start, end
            start, paragraph = one.start, one.paragraph
        end = one.end
    if start >= 0:
        yield start, end


def _issue(remark: Remark, span: Span, prose: Prose) -> GrammarIssue | None:
    if _is_ignored(remark, prose):
        return None
    words = prose.text[span[0] : span[1]]
    if remark.rule.startswith(_SPELLING) and not _misspelt(words, remark.suggestion, prose):
        return None
    rule = "unknown_word" if remark.rule.startswith(_SPELLING) else remark.rule.lower()
    return GrammarIssue(rule, remark.message, span, remark.suggestion)


def _is_ignored(remark: Remark, prose: Prose) -> bool:
    """Whether the word list tells why this is noise; a name there stands for all rules that begin with it."""
    lists = table(prose.context.language, "quality")
    names = set(_names(lists["ignored_rules"]))
    if prose.context.kind in FRAGMENTS:
        names |= _names(lists["ignored_in_fragments"])
    return remark.category in _names(lists["ignored_categories"]) or any(
        remark.rule == name or remark.rule.startswith(f"{name}_") for name in names
    )


def _names(rows: object) -> set[str]:
    return set(map(str, rows)) if isinstance(rows, Mapping) else set()


def _misspelt(words: str, suggestion: str, prose: Prose) -> bool:
    """Whether an unknown word is an error: small letters, nobody's term, and near a word that is known."""
    found = _WORD.fullmatch(words)
    if found is None or not words.islower() or not words.isascii() or len(words) < _SHORTEST:
        return False
    if _is_known(words, prose) or _is_variant(words, suggestion):
        return False
    return " " not in suggestion and bool(suggestion) and _edits(words, suggestion.lower()) <= _MOST_EDITS


def _is_known(words: str, prose: Prose) -> bool:
    """Whether the word, its dictionary form or each of its parts is the CV's or the posting's."""
    known = prose.context.known
    return words in known or all(
        part in known or lemma_of(part) in known or _stem_known(part, known) for part in words.split("-")
    )


def _stem_known(word: str, known: frozenset[str]) -> bool:
    """`precepted` where the CV says `precept`, `planograms` where the posting says `planogram`."""
    stems = (word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "er", "ers"))
    return any(stem in known or f"{stem}e" in known for stem in stems)


def _is_variant(word: str, suggestion: str) -> bool:
    """Whether word and suggestion are British and American for the same."""
    return _american(word) == _american(suggestion.lower()) or folded(word) == folded(suggestion)


def _american(word: str) -> str:
    for british, american in _VARIANTS:
        word = word.replace(british, american)
    return word


def _edits(one: str, other: str) -> int:
    """How many letters to change, add, drop or swap with their neighbour."""
    before: Sequence[int] = ()
    last: Sequence[int] = range(len(other) + 1)
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, target in enumerate(other, 1):
            cost = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != target))
            if before and column > 1 and letter == other[column - 2] and one[row - 2] == target:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        before, last = last, here
    return last[-1]

"""A text as the checks read it: its sentences, which of them are prose, and what is the writer's own."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from careervp_mcp.career.quality.models import QualityContext, Span
from careervp_mcp.career.quality.scoring import word_count
from careervp_mcp.career.sentences import Sentence, sentences
from careervp_mcp.career.wordlists import word_set

_FEWEST_IN_PROSE = 5
_HEADING = re.compile(r"\s*#{1,6}\s")
_SALUTATION = re.compile(r"(?:Dear|Hello|To|Re:|Subject:|לכבוד|לצוות|שלום|הנדון:)(?!\w)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Prose:
    """One text with its context, cut once for all checks."""

    text: str
    context: QualityContext

    @cached_property
    def words(self) -> int:
        return word_count(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences(self.text)

    @cached_property
    def bullets(self) -> tuple[Sentence, ...]:
        """List items; a heading bears a mark too, and is none."""
        return tuple(one for one in self.sentences if one.bullet and not self.is_heading(one))

    @cached_property
    def running(self) -> tuple[Sentence, ...]:
        """The sentences of running text: no bullet, heading, greeting, closing, or line of an address."""
        return tuple(one for one in self.sentences if not one.bullet and self._is_prose(one))

    @cached_property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """Running text by paragraph."""
        found: dict[int, list[Sentence]] = {}
        for one in self.running:
            found.setdefault(one.paragraph, []).append(one)
        return tuple(map(tuple, found.values()))

    def is_heading(self, sentence: Sentence) -> bool:
        line = self.text.rfind("\n", 0, sentence.start) + 1
        return _HEADING.match(self.text, line, sentence.start + 1) is not None

    def of_source(self, span: Span) -> bool:
        """Whether the sentence around a span stands word for word in a source."""
        first = max(0, bisect_right(self._starts, span[0]) - 1)
        last = bisect_left(self._starts, max(span[1], span[0] + 1))
        return first < last and all(self._from_source[first:last])

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(one.start for one in self.sentences)

    @cached_property
    def _from_source(self) -> tuple[bool, ...]:
        """Of each sentence, whether a source has it word for word."""
        return tuple(_even(one.text) in self._source for one in self.sentences)

    @cached_property
    def _source(self) -> str:
        return "\n".join(map(_even, self.context.sources))

    def _is_prose(self, sentence: Sentence) -> bool:
        text = sentence.text.strip()
        closings = word_set(self.context.language, "quality", "closings")
        if (_SALUTATION.match(text) and text[-1] in ",:") or text.rstrip(",.").lower() in closings:
            return False
        tokens = text.split()
        ends = text[-1] in ".!?…\"'”’)"
        lower = sum(word[0].islower() or "\u05d0" <= word[0] <= "\u05ea" for word in tokens)
        return ends or (len(tokens) >= _FEWEST_IN_PROSE and lower * 2 > len(tokens))


def _even(text: str) -> str:
    """The text with its spaces evened out and its final stop gone, to compare by."""
    return _SPACE.sub(" ", text).strip().rstrip(".").casefold()

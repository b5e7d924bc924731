"""Structure: what must stand in the text, in which order, and how it hangs together."""

import re
from collections.abc import Callable, Iterator, Sequence

from careervp_mcp.career.placeholders import find_placeholders
from careervp_mcp.career.quality.models import QualityIssue, Severity, Span
from careervp_mcp.career.quality.phrases import pattern_of
from careervp_mcp.career.quality.prose import Prose
from careervp_mcp.career.quality.scoring import word_count
from careervp_mcp.career.sentences import Sentence
from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import content, folded, words

_PARAGRAPH_MOST = 150
_BULLET_MOST = 45
"""Words of a bullet before it holds more than one idea."""
_SENTENCES_MOST = 2
_HOLE = re.compile(r"\[(?:TODO|FILL|TBD)[^\]\n]{0,80}\]|\{\{[^}\n]{0,80}\}\}|\blorem ipsum\b|\bXX+%", re.IGNORECASE)
_PART = r"(?:St\. )?[A-Z](?:[\w&'’-]|\.(?=\w))*"
_NAME = rf"(?P<name>(?:the )?{_PART}(?: (?:(?:of|and|&|for) )?{_PART})*)"
_DEAR = re.compile(rf"^Dear (?:the )?{_NAME} (?:[Hh]iring|[Rr]ecruit\w+|[Tt]eam|[Ss]election)\b", re.MULTILINE)
_DEAR_AT = re.compile(rf"^Dear [^\n,]{{0,40}} (?:at|of) {_NAME}", re.MULTILINE)
_HEADING_LINE = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+)?(?P<name>[^\n]{1,60}?)[ \t]*:?[ \t]*$", re.MULTILINE)
_FEWEST_TO_TIE = 25
"""Words of a paragraph that must be tied to the one before it; shorter ones close or greet."""


def structure(prose: Prose) -> tuple[QualityIssue, ...]:
    """Every such fault, in the text's order."""
    found = (issue for rule in STRUCTURE_RULES for issue in rule(prose))
    return tuple(sorted(found, key=lambda issue: issue.span))


def _issue(rule: str, span: Span, message: str, suggestion: str, severity: Severity = "MEDIUM") -> QualityIssue:
    return QualityIssue("STRUCTURE", message, severity, span, rule, suggestion)


def required_sections(prose: Prose) -> Iterator[QualityIssue]:
    """A required heading that is missing, or stands before one that should come first."""
    lines = {
        match["name"].strip(" *_").casefold(): match.span("name") for match in _HEADING_LINE.finditer(prose.text)
    }
    last = -1
    for name in prose.context.sections:
        span = lines.get(name.casefold())
        if span is None:
            end = len(prose.text)
            yield _issue(
                "missing_section", (end, end), f"the section “{name}” is missing", f"a section “{name}”", "HIGH"
            )
        elif span[0] < last:
            yield _issue("section_order", span, f"“{name}” stands too early", ", ".join(prose.context.sections))
        else:
            last = span[0]


def paragraph_length(prose: Prose) -> Iterator[QualityIssue]:
    """A paragraph that nobody reads to its end."""
    for paragraph in prose.paragraphs:
        count = sum(word_count(one.text) for one in paragraph)
        if count > _PARAGRAPH_MOST:
            span = (paragraph[0].start, paragraph[-1].end)
            yield _issue("long_paragraph", span, f"a paragraph of {count} words", f"at most {_PARAGRAPH_MOST}")


def one_idea(prose: Prose) -> Iterator[QualityIssue]:
    """A bullet of two sentences, or longer than one idea is."""
    by_bullet: dict[int, list[Sentence]] = {}
    for one in prose.bullets:
        by_bullet.setdefault(one.paragraph, []).append(one)
    for parts in by_bullet.values():
        count = sum(word_count(one.text) for one in parts)
        if count > _BULLET_MOST or len(parts) > _SENTENCES_MOST:
            span = (parts[0].start, parts[-1].end)
            yield _issue("crowded_bullet", span, f"{count} words in {len(parts)} sentences", "a bullet for each idea")


def coherence(prose: Prose) -> Iterator[QualityIssue]:
    """A paragraph of a letter that takes nothing up: no word of the one before it, and none that points back."""
    if prose.context.kind not in {"letter", "report"}:
        return
    before: frozenset[str] = frozenset()
    for paragraph in prose.paragraphs:
        text = prose.text[paragraph[0].start : paragraph[-1].end]
        found = words(text)
        families = frozenset(word.family for word in content(found))
        ties = word_set(prose.context.language, "quality", "ties")
        tied = families & before or any(folded(word.text) in ties for word in found[:_FEWEST_TO_TIE])
        if before and not tied and word_count(text) >= _FEWEST_TO_TIE:
            span = (paragraph[0].start, paragraph[0].end)
            yield _issue(
                "no_thread", span, "nothing ties it to the paragraph before", "a word that takes it up", "LOW"
            )
        before = families


def placeholders(prose: Prose) -> Iterator[QualityIssue]:
    """Holes that were not filled."""
    tokens = {hole.token for hole in find_placeholders(prose.text)}
    spans = {match.span() for match in _HOLE.finditer(prose.text)}
    spans |= {match.span() for token in tokens for match in re.finditer(re.escape(token), prose.text)}
    for span in sorted(spans):
        yield _issue("placeholder", span, "a hole was not filled", "what belongs there", "HIGH")


def wrong_company(prose: Prose) -> Iterator[QualityIssue]:
    """A letter that speaks to another firm than the one it is for."""
    context = prose.context
    if not context.company or context.kind not in {"letter", "interview"} or context.language != "en":
        return
    known = folded(" ".join((context.company, *context.terms, *context.sources)))
    for span in sorted(set(_addressed(prose.text))):
        name = folded(prose.text[span[0] : span[1]]).removeprefix("the ").rstrip(".")
        if name not in known and not _same_firm(name, folded(context.company)):
            told = f"the text is for {context.company}"
            yield _issue("wrong_company", span, told, context.company, "HIGH")


def _addressed(text: str) -> Iterator[Span]:
    """Where a firm is named as the one the text speaks to."""
    for pattern in (_DEAR, _DEAR_AT):
        yield from (match.span("name") for match in pattern.finditer(text))
    lead = "|".join(pattern_of(phrase) for phrase in sorted(word_set("en", "quality", "addressing")))
    for match in re.finditer(rf"(?<!\w)(?i:{lead})(?= )", text):
        name = re.compile(rf" {_NAME}").match(text, match.end())
        if name:
            yield name.span("name")


def _same_firm(name: str, company: str) -> bool:
    """Whether the name is the firm's, shortened, lengthened or by its initials."""
    own = company.split()
    initials = "".join(word[0] for word in own)
    return name.split(maxsplit=1)[0] == own[0] or name.replace(".", "") == initials


STRUCTURE_RULES: Sequence[Callable[[Prose], Iterator[QualityIssue]]] = (
    required_sections,
    paragraph_length,
    one_idea,
    coherence,
    placeholders,
    wrong_company,
)

"""Drafts of letters: a host's three paragraphs, held to the limits that ours keep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.letterpage import words_in
from careervp_mcp.career.letters import MOST_WORDS, Letter
from careervp_mcp.career.tailoringdrafts import SENTENCE, sentences_of

PARTS = ("hook", "proof", "close")
DRAFT_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "required": list(PARTS),
    "additionalProperties": False,
    "properties": {name: {"type": "array", "items": SENTENCE} for name in PARTS},
}
RULES = (
    "hook 80-100 words: the role, the company, a detail of it from posting or research, what you bring.",
    "proof: the three most important requirements that are held, each with its figure or deed; prose, no bullets.",
    "close 60-80 words: an invitation to talk, what it is worth to them. At most 400 words in all.",
    "Every sentence about the person rests on facts of evidence; name their ids. Invent nothing.",
    "Name the company at least twice and the title once. Never say that the person worked there.",
    "A requirement that is missing may be said as missing; a plan starts with I would or I want.",
    "No availability, pay, or moving unless the user gave it. Greeting, sign-off and name are filled in.",
    "Say it as a person would: short and long sentences, a contraction here and there, no cliché.",
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft read: the letter it makes, and where each of its sentences stood."""

    letter: Letter
    paths: Mapping[str, str]


def from_draft(draft: Mapping[str, object], frame: Letter) -> Drafted:
    """The letter of a draft in our greeting and close; raises InvalidInput for another form."""
    unknown = sorted(draft.keys() - set(PARTS))
    if unknown:
        raise InvalidInput(f"draft has no field {unknown[0]}; its fields are {', '.join(PARTS)}")
    paths: dict[str, str] = {}
    parts = {name: sentences_of(draft.get(name, []), f"/{name}", paths) for name in PARTS}
    return Drafted(replace(frame, hook=parts["hook"], proof=parts["proof"], close=parts["close"]), paths)


def measured(letter: Letter, company: str, title: str) -> Iterator[Finding]:
    """What is missing or over its limit; lower limits warn, upper ones block."""
    told = {"hook": letter.hook, "proof": letter.proof, "close": letter.close}
    for name, part in told.items():
        if not part:
            yield _finding("section_missing", name, f"the {name} is missing", f"/{name}")
    whole = sum(words_in(part) for part in told.values())
    if whole > MOST_WORDS:
        yield _finding("too_long", f"{whole} words", f"a letter has at most {MOST_WORDS} words", "", str(MOST_WORDS))
    text = " ".join(sentence.text for part in told.values() for sentence in part)
    if text.casefold().count(company.casefold()) < 2:  # noqa: PLR2004 - the letter's own rule
        yield _soft("company_named_once", company, "name the company at least twice", "/hook")
    if title.casefold() not in text.casefold():
        yield _soft("title_not_named", title, "name the title once", "/hook")


def _finding(rule: str, text: str, hint: str, path: str, expected: str = "") -> Finding:
    return Finding(rule, "CRITICAL", (0, 0), text, hint, expected, path=path)


def _soft(rule: str, text: str, hint: str, path: str) -> Finding:
    return Finding(rule, "WARNING", (0, 0), text, hint, text, path=path)

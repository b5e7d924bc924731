"""The score of a letter, 0 to 1: how much it is for this post, how much it answers it, and how it sounds."""

import re

from careervp_mcp.career.applications import Application
from careervp_mcp.career.letters import Letter, LetterScores
from careervp_mcp.career.quality import FVSResult
from careervp_mcp.career.relevance import held_names, title_likeness
from careervp_mcp.career.sayings import says
from careervp_mcp.career.showing import shown_by
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.words import folded

_FIGURES, _ACHIEVEMENTS = 3, 3
_SAME, _RELATED = 0.6, 0.3
"""Likeness of titles from which a role is the same, or related."""
_VERDICTS = ((0.80, "excellent"), (0.70, "good"), (0.60, "acceptable"), (0.50, "weak"))
LOW = 0.70
"""Under it a letter carries a warning."""
_CALL = re.compile(r"\b(?:welcome|look forward|talk|conversation|call|meet|discuss|hear from)\b|אשמח", re.IGNORECASE)


def scores_of(letter: Letter, text: str, application: Application, quality: FVSResult | None) -> LetterScores:
    """The parts, the whole, and its verdict."""
    personal, relevant = _personalization(letter, text, application), _relevance(letter, text, application)
    tone = _tone(text, quality)
    overall = round(0.40 * personal + 0.35 * relevant + 0.25 * tone, 3)
    verdict = next((word for limit, word in _VERDICTS if overall >= limit), "insufficient")
    told: dict[str, float] = {str(score.name): score.score for score in quality.scores} if quality else {}
    return LetterScores(round(personal, 2), round(relevant, 2), round(tone, 2), overall, verdict, told)


def combined(personalization: float, relevance: float, tone: float) -> float:
    """The whole from its parts."""
    return 0.40 * personalization + 0.35 * relevance + 0.25 * tone


def has_call(text: str) -> bool:
    """Whether a text asks for a talk."""
    return _CALL.search(text) is not None


def names_company(text: str, application: Application) -> bool:
    """Whether a text names the company."""
    return folded(application.posting.company_name) in folded(text)


def _personalization(letter: Letter, text: str, application: Application) -> float:
    """0.30 figures, 0.40 achievements of the best offered, 0.30 company, title and a detail of the company."""
    told = [sentence.text for sentence in (*letter.hook, *letter.proof)]
    language = application.bank.language
    figures = sum(len(Statement(one, language=language).quantities) for one in told)
    used = {fact for sentence in (*letter.hook, *letter.proof) for fact in sentence.facts if ".b" in fact}
    named = (
        names_company(text, application),
        folded(application.posting.role_title) in folded(text),
        _has_detail(text, application),
    )
    achieved = min(len(used) / _ACHIEVEMENTS, 1)
    return 0.30 * min(figures / _FIGURES, 1) + 0.40 * achieved + 0.30 * sum(named) / 3


def _has_detail(text: str, application: Application) -> bool:
    """Whether a word by which the posting speaks of the company stands in the letter."""
    plain = folded(text)
    return any(folded(word) in plain for word in application.asked.company_words[:8])


def _relevance(letter: Letter, text: str, application: Application) -> float:
    """0.40 held keywords used, 0.40 demands proved of three chosen, 0.20 how near the role is."""
    forms = {keyword.name: keyword.forms for keyword in application.asked.keywords}
    held = held_names(forms, application.bank.facts, application.bank.language)
    shown = shown_by([text], application.bank.language)
    used = [name for name in held if any(says(shown, form) for form in forms[name])]
    keywords = len(used) / len(held) if held else 0.5
    titles = [role.role for role in application.person.experience]
    likely = max((title_likeness(title, application.asked.title) for title in titles), default=0.0)
    near = 0.8 if likely >= _SAME else 0.5 if likely >= _RELATED else 0.2
    proved = min(len(letter.matched) / 3, 1) if application.musts else 0.5
    return 0.40 * keywords + 0.40 * proved + 0.20 * near


def _tone(text: str, quality: FVSResult | None) -> float:
    """0.50 the tone's score, 0.25 a call to action, 0.25 no banned word."""
    heard = quality.tone_score if quality else 10.0
    clean = quality is None or quality.ai_pattern_score >= 9.0  # noqa: PLR2004 - the check's own minimum
    return 0.50 * heard / 10 + 0.25 * (1.0 if has_call(text) else 0.6) + 0.25 * (1.0 if clean else 0.6)

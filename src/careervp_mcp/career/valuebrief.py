"""The value report in brief: the deeds that set a person apart, a summary, and the post."""

from careervp_mcp.career.applications import Application
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.valuereport import Achievement, DraftProposition, TargetRole, ValueProposition


def proposition_of(made: DraftProposition, application: Application) -> ValueProposition:
    """What a report comes to, in its own words."""
    posting, bank = application.posting, application.bank
    apart = [bank.by_id[one.facts[0]] for one in made.differentiators]
    deeds = tuple(Achievement(fact.text, _figure(fact.text, bank.language), (fact.id,)) for fact in apart)
    return ValueProposition(
        deeds[0].description if deeds else "",
        " ".join(sentence.text for sentence in made.summary),
        TargetRole(posting.role_title, posting.company_name),
        deeds,
        tuple(one.text for one in made.differentiators),
    )


def _figure(text: str, language: str) -> str:
    found = Statement(text, language=language).quantities
    return found[0].text if found else ""

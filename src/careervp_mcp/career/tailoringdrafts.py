"""Drafts of tailored CVs: a host's words under roles named by id, with who and when filled in by us."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.tailored import Section, TailoredCV, TailoredRole
from careervp_mcp.career.tailoringplan import Plan, changes_of

SENTENCE: Mapping[str, object] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string"}, "facts": {"type": "array", "items": {"type": "string"}}},
        },
    ]
}
DRAFT_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "required": ["roles"],
    "additionalProperties": False,
    "properties": {
        "summary": {"type": "array", "items": SENTENCE, "maxItems": 3},
        "roles": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["role", "bullets"],
                "properties": {
                    "role": {"type": "string", "description": "r1, r2 …: every role of the CV, none left out"},
                    "bullets": {"type": "array", "items": SENTENCE, "maxItems": 8},
                },
            },
        },
        "skills": {"type": "array", "items": {"type": "string"}},
        "section_order": {"type": "array", "items": {"type": "string"}},
    },
}
RULES = (
    "Every sentence rests on facts of evidence; name their ids. Invent nothing.",
    "Name roles by id, every one of the CV; employer, title and dates are filled in for you.",
    "Figures stay exact, with their up to, about and at least. No figure moves to another role.",
    "Keep who did it: helped stays helped, mentored is not managed, a pilot is not a rollout.",
    "A posting's word only where the evidence holds it; what is lacked stays out of the CV.",
    "Three to five bullets for a role that matters; an older one may have none.",
    "Skills are those of the CV, what the posting requires first.",
)
_FIELDS = {"summary", "roles", "skills", "section_order"}
_FIXED = {"company": "employer", "title": "title", "dates": "dates"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft read: the CV it makes, where each of its sentences stood, and what is wrong with its form."""

    made: TailoredCV
    paths: Mapping[str, str]
    """A sentence's text to its JSON pointer."""
    findings: tuple[Finding, ...]


def from_draft(draft: Mapping[str, object], plan: Plan) -> Drafted:
    """The CV of a draft; raises InvalidInput for another form than the schema's."""
    unknown = sorted(draft.keys() - _FIELDS)
    if unknown:
        raise InvalidInput(f"draft has no field {unknown[0]}; its fields are {', '.join(sorted(_FIELDS))}")
    base, paths = plan.tailored(), dict[str, str]()
    roles, findings = _roles(draft, base, paths)
    made = replace(
        base,
        professional_summary=sentences_of(draft.get("summary", []), "/summary", paths)
        if "summary" in draft
        else base.professional_summary,
        work_experience=roles,
        skills=_texts(draft["skills"], "skills") if "skills" in draft else base.skills,
        section_order=_order(draft.get("section_order"), base.section_order),
    )
    made = replace(made, changes_made=tuple(changes_of(made, plan.application)))
    return Drafted(made, paths, findings)


def _roles(
    draft: Mapping[str, object], base: TailoredCV, paths: dict[str, str]
) -> tuple[tuple[TailoredRole, ...], tuple[Finding, ...]]:
    told = draft.get("roles")
    if not isinstance(told, list) or any(not isinstance(one, Mapping) for one in told):
        raise InvalidInput("draft.roles must be a list of {role, bullets}")
    known = {role.id: role for role in base.work_experience}
    given: dict[str, TailoredRole] = {}
    findings: list[Finding] = []
    for place, one in enumerate(told):
        name, path = str(one.get("role", "")), f"/roles/{place}"
        if name not in known:
            findings.append(_finding("unknown_role", name, f"the CV's roles are {', '.join(known)}", f"{path}/role"))
            continue
        findings += _fixed(one, known[name], path)
        given[name] = replace(known[name], bullets=sentences_of(one.get("bullets", []), f"{path}/bullets", paths))
    gone = [role for role in base.work_experience if role.id not in given]
    findings += [
        _finding("role_vanished", role.company, f"keep {role.id}; a role may shrink to one line", "/roles")
        for role in gone
    ]
    return tuple(given.get(role.id, replace(role, bullets=())) for role in base.work_experience), tuple(findings)


def _fixed(one: Mapping[str, object], role: TailoredRole, path: str) -> Iterator[Finding]:
    """Who and when, where a draft carries them all the same."""
    for name, value in (("company", role.company), ("title", role.role), ("dates", role.dates)):
        if name in one and str(one[name]).strip() != value:
            yield _finding("role_tuple_mismatch", str(one[name]), f"the CV has {value}", f"{path}/{name}", value)


def sentences_of(told: object, path: str, paths: dict[str, str]) -> tuple[Sentence, ...]:
    """The sentences of one part of a draft, each place noted; raises InvalidInput for what is no list of them."""
    if not isinstance(told, list):
        raise InvalidInput(f"draft{path} must be a list of sentences")
    found = tuple(_sentence(one, f"draft{path}/{place}") for place, one in enumerate(told))
    for place, sentence in enumerate(found):
        paths.setdefault(sentence.text, f"{path}/{place}")
    return found


def _sentence(told: object, where: str) -> Sentence:
    if isinstance(told, str) and told.strip():
        return Sentence(" ".join(told.split()))
    if isinstance(told, Mapping) and isinstance(told.get("text"), str) and told["text"].strip():
        facts = told.get("facts", [])
        if isinstance(facts, list) and all(isinstance(fact, str) for fact in facts):
            return Sentence(" ".join(told["text"].split()), tuple(facts))
    raise InvalidInput(f'{where} must be a sentence, or {{"text", "facts"}}')


def _texts(told: object, name: str) -> tuple[str, ...]:
    if not isinstance(told, list) or any(not isinstance(one, str) for one in told):
        raise InvalidInput(f"draft.{name} must be a list of texts")
    return tuple(dict.fromkeys(one.strip() for one in told if one.strip()))


def _order(told: object, base: Sequence[Section]) -> tuple[Section, ...]:
    if told is None:
        return tuple(base)
    names = _texts(told, "section_order")
    known = {section: section for section in base}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InvalidInput(f"draft.section_order knows {', '.join(base)}; got {unknown[0]}")
    first = tuple(known[name] for name in names if name in known)
    return (*first, *(section for section in base if section not in first))


def _finding(rule: str, text: str, hint: str, path: str, expected: str = "") -> Finding:
    return Finding(rule, "CRITICAL", (0, 0), text[:120], hint, expected, path=path)

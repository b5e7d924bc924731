"""A tailored CV as the source of the packaged template, its text escaped, ready to be typeset."""

import re
from collections.abc import Callable, Iterator, Mapping

from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.cv.models import Certification, CVData
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.tailored import Section, TailoredCV
from careervp_mcp.career.tailoringpage import HEADINGS

BEGIN = r"\begin{document}"
_MOST_TEMPLATE = 1 << 20
"""Bytes of a template."""
_SIGNS: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
_SIGN = re.compile("[" + re.escape("".join(_SIGNS)) + "]")
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0e\ufe0f\u200d]")
"""Emoji, which no text font has."""
_USED = (r"\name", r"\contact", r"\role", r"\credential", r"\skills", "bullets")
"""What a template must define to be filled."""


def tex_escaped(text: str) -> str:
    """Text that LaTeX sets letter for letter."""
    return _SIGN.sub(lambda found: _SIGNS[found.group()], settable(text))


def settable(text: str) -> str:
    """Text without what no text font has."""
    return " ".join(_PICTURES.sub("", text).split())


def fits(template: str) -> bool:
    """Whether a template has what a CV is filled into."""
    head, begin, _ = template.partition(BEGIN)
    return bool(begin) and all(name in head for name in _USED)


def template_of(bureau: Bureau) -> str:
    """The user's own template where a CV can be filled into it, else the packaged one."""
    own = bureau.root.resolve("templates/resume.tex", what="template")
    if own.is_file():
        text = read_file(own, what="template", limit=_MOST_TEMPLATE).decode("utf-8", "replace")
        if fits(text):
            return text
    return bureau.template


def tex_source(made: TailoredCV, person: CVData, template: str) -> str:
    """The template's design with the CV in it; raises ValueError for a template that `fits` refuses."""
    if not fits(template):
        raise ValueError("the template does not define what a CV is filled into")
    head = template.partition(BEGIN)[0]
    parts = [*heading_of(person)]
    for section in made.section_order:
        body = list(_SECTIONS[section](made, person))
        title = HEADINGS[section][0]
        parts += [f"\n\\section{{{title}}}\n", *body] if body and title else body
    return f"{head}{BEGIN}\n\n" + "\n".join(parts) + "\n\n\\end{document}\n"


def heading_of(person: CVData, *, headline: bool = True) -> Iterator[str]:
    """The lines that say who it is and how to reach them."""
    yield rf"\name{{{tex_escaped(person.full_name)}}}"
    if person.headline and headline:
        yield rf"\headline{{{tex_escaped(person.headline)}}}"
    contact = person.contact_info
    told = [tex_escaped(part) for part in (contact.location, contact.phone) if part]
    if contact.email:
        told.append(rf"\email{{{tex_escaped(contact.email)}}}")
    for link in dict.fromkeys(filter(None, (contact.linkedin, *contact.links))):
        address = link if "://" in link else f"https://{link}"
        told.append(rf"\link{{{tex_escaped(address)}}}{{{tex_escaped(link)}}}")
    if told:
        yield "\\contact{" + " \\sep ".join(told) + "}"


def _summary(made: TailoredCV, _person: CVData) -> Iterator[str]:
    text = " ".join(sentence.text for sentence in made.professional_summary)
    return iter([tex_escaped(text)] if text else [])


def _experience(made: TailoredCV, _person: CVData) -> Iterator[str]:
    for role in made.work_experience:
        yield _role(role.role, role.dates, role.company, role.location)
        yield from _bullets(role.bullets)


def _role(title: str, dates: str, employer: str, place: str) -> str:
    return "\\role" + "".join(f"{{{tex_escaped(part)}}}" for part in (title, dates, employer, place))


def _bullets(sentences: tuple[Sentence, ...]) -> Iterator[str]:
    if sentences:
        yield r"\begin{bullets}"
        yield from (f"  \\item {tex_escaped(sentence.text)}" for sentence in sentences)
        yield r"\end{bullets}"


def _skills(made: TailoredCV, person: CVData) -> Iterator[str]:
    levels = {skill.name: skill.level_text for skill in person.skills}
    named = [f"{name} ({levels[name]})" if levels.get(name) else name for name in made.skills]
    return iter([tex_escaped(", ".join(named))] if named else [])


def _education(_made: TailoredCV, person: CVData) -> Iterator[str]:
    for study in person.education:
        yield _role(study.course, study.dates or study.graduation_date or study.end_date, study.institution, "")
        beside = ", ".join(filter(None, (study.gpa, study.honors, study.status)))
        if beside:
            yield tex_escaped(beside) + r"\par"


def _certifications(_made: TailoredCV, person: CVData) -> Iterator[str]:
    return (_certified(held) for held in person.certifications)


def _certified(held: Certification) -> str:
    if held.issuer and held.date:
        return "\\credential" + "".join(f"{{{tex_escaped(part)}}}" for part in (held.name, held.issuer, held.date))
    beside = held.issuer or held.date
    told = rf"\entryspace{{1.5pt}}\textbf{{{tex_escaped(held.name)}}}"
    return told + (f", {tex_escaped(beside)}" if beside else "") + r"\par"


def _languages(_made: TailoredCV, person: CVData) -> Iterator[str]:
    told = [f"{one.name} ({one.level})" if one.level else one.name for one in person.languages]
    return iter([tex_escaped(", ".join(told))] if told else [])


def _others(_made: TailoredCV, person: CVData) -> Iterator[str]:
    section = None
    for entry in person.others:
        if entry.section != section:
            yield f"\n\\section{{{tex_escaped(entry.section or 'Further')}}}\n"
        section = entry.section
        named = ", ".join(filter(None, (entry.title, entry.organisation, entry.dates)))
        if named:
            yield rf"\entryspace{{1.5pt}}{tex_escaped(named)}\par"
        yield from _bullets(tuple(Sentence(text) for text in entry.lines))


_SECTIONS: Mapping[Section, Callable[[TailoredCV, CVData], Iterator[str]]] = {
    "summary": _summary,
    "experience": _experience,
    "skills": _skills,
    "education": _education,
    "certifications": _certifications,
    "languages": _languages,
    "others": _others,
}
"""As a page's, but for the sign that each is set with; `_role` writes both posts and studies."""

"""Courses of study out of the lines of a CV."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from careervp_mcp.career.cv.contact import labelled
from careervp_mcp.career.cv.lines import Line, is_sentence
from careervp_mcp.career.cv.models import Education
from careervp_mcp.career.cv.periods import Span, dates_in, find_span
from careervp_mcp.career.cv.splitting import comma_parts, strong_parts, tidy
from careervp_mcp.career.cv.vocabulary import any_of, known, listed, words_of

_GRADE = re.compile(r"(?:GPA|CGPA|Grade|ממוצע|ציון)\b\s*:?\s*\d.*", re.IGNORECASE)
_GRADE_IN_BRACKETS = re.compile(r"\s*\(((?:GPA|CGPA|Grade)\b[^()]{1,20})\)", re.IGNORECASE)
_LABELS = {
    "degree": "degree",
    "field_of_study": "field_of_study",
    "institution": "institution",
    "gpa": "gpa",
    "honors": "honors",
    "status": "status",
    "graduation": "graduation_date",
}
"""The fields that a line may name, and the model's."""
_NEAR = 600
"""Characters of the source in which a course of study begins."""
_TOLD = frozenset({"coursework", "description"})


@dataclass
class _Study:
    """What the lines of one course of study say so far."""

    values: dict[str, str] = field(default_factory=dict)
    span: Span | None = None
    unknown: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    """What stands behind a school in its line: its place, or what was studied there."""
    details: list[str] = field(default_factory=list)
    lines: int = 0
    start: int = 0
    """Where its first line stands in the source."""

    def put(self, name: str, value: str) -> None:
        if value:
            self.values.setdefault(name, value)

    def has(self, name: str) -> bool:
        return bool(self.values.get(name))


def studies_of(lines: Sequence[Line], source: str) -> list[Education]:
    """The courses of study of a part; lines that tell more of one are its description."""
    found: list[_Study] = []
    for line in lines:
        now = found[-1] if found else None
        name = labelled(line.text)[0]
        if now is not None and (name in _TOLD or _is_detail(line, now)):
            now.details.append(labelled(line.text)[1] if name == "description" else line.text)
            continue
        if now is None or _begins(now, line, name):
            now = _Study(start=line.start)
            found.append(now)
        _read(now, line, name)
    return [_education(study, source) for study in found]


def _is_detail(line: Line, now: _Study) -> bool:
    if name_of(line) in _LABELS or name_of(line) == "dates":
        return False
    if (is_sentence(line.text) or " at " in line.text) and not (find_span(line.text) or degree_in(line.text)):
        return now.has("degree") or not _has_school(line.text)
    apart = line.bullet and (now.has("degree") or now.has("institution"))
    return apart and not (degree_in(line.text) or _has_school(line.text)) and not _all_marks(line.text)


def name_of(line: Line) -> str:
    """The field that a line names before its colon."""
    return labelled(line.text)[0]


def _all_marks(text: str) -> bool:
    """Whether a line holds a grade, an honour or a state alone."""
    return all(_mark_of(part) for part in comma_parts(text))


def _begins(now: _Study, line: Line, name: str) -> bool:
    if name in _LABELS:
        return line.gap or now.has(_LABELS[name])
    if name:
        return name == "dates" and now.span is not None
    if now.has("institution") and now.has("degree") and (line.gap or line.bullet):
        return True
    degree, school = degree_in(line.text), _has_school(line.text)
    if (degree and now.has("degree")) or (school and now.has("institution")):
        return True
    return now.lines > 1 and line.gap and (degree or school or bool(find_span(line.text)))


def _read(now: _Study, line: Line, name: str) -> None:
    now.lines += 1
    text = line.text
    if name in _LABELS:
        now.put(_LABELS[name], labelled(text)[1])
        return
    if name == "dates":
        written = labelled(text)[1]
        now.span = now.span or find_span(written) or Span("", "", current=False, text=written, place=(0, 0))
        return
    grade = _GRADE_IN_BRACKETS.search(text)
    if grade:
        now.put("gpa", grade[1])
        text = text[: grade.start()] + text[grade.end() :]
    span = find_span(text)
    if span is not None and not span.single:
        now.span = now.span or span
        text = f"{text[: span.place[0]]}\t{text[span.place[1] :]}"
    if not _take_subjects(now, text):
        _take_parts(now, text)
    if len(now.unknown) != 1 or not now.has("degree") or now.has("field_of_study") or now.has("institution"):
        _settle(now)  # else the next line may name the school, and this is the field


def _take_parts(now: _Study, text: str) -> None:
    behind = False
    for strong in strong_parts(text):
        for part in comma_parts(strong):
            behind = _take(now, part, behind=behind)


def _take_subjects(now: _Study, text: str) -> bool:
    """`A-levels: Maths (A), Physics (B)`: behind a colon all parts are what was studied."""
    found = None if now.has("degree") else _degree().match(text)
    if (
        found is None
        or text[found.end("degree") :][:1] != ":"
        or "," not in found["rest"]
        or _has_school(found["rest"])
    ):
        return False
    if any(map(_mark_of, comma_parts(found["rest"]))) or find_span(found["rest"]):
        return False
    now.put("degree", found["degree"])
    now.put("field_of_study", found["rest"].strip(" :"))
    return True


def _take(now: _Study, part: str, *, behind: bool) -> bool:
    """Take one part; tells whether a school stands before the next."""
    mark = _mark_of(part)
    if mark:
        now.put(mark, part)
        if mark == "status":
            _expected(now, part)
        return behind
    return _take_name(now, part, behind=behind)


def _take_name(now: _Study, part: str, *, behind: bool) -> bool:
    span = find_span(part)
    if span is not None:
        now.span = now.span or span
        part = tidy(part[: span.place[0]] + part[span.place[1] :])
    if not part or part.lower() in known("modes") or part.lower() in known("issued"):
        return behind
    found = None if now.has("degree") else _degree().match(part)
    if found and found["degree"]:
        degree, rest = tidy(found["degree"]), found["rest"].strip(" ,:")
        now.put("degree", degree)
        _take_field(now, rest)
        return False
    if _has_school(part) and not now.has("institution"):
        now.put("institution", part)
        return True
    if ":" in part and now.has("degree"):
        now.details.append(tidy(part.strip(".")))
    else:
        (now.beyond if behind else now.unknown).append(part)
    return behind


def _take_field(now: _Study, rest: str) -> None:
    """The field behind a degree; Hebrew writes its `in` onto the word; a school may follow with `at` or `from`."""
    before, word, school = rest.partition(" from ") if " from " in rest else rest.partition(" at ")
    if word and school[:1].isupper():
        now.put("institution", school)
        rest = before
    if rest and _has_school(rest) and not now.has("institution") and words_of(rest)[-1] in known("schools"):
        now.put("institution", rest)
    else:
        now.put("field_of_study", rest)


def _expected(now: _Study, part: str) -> None:
    for date in dates_in(part):
        now.put("graduation_date", date)


def _settle(now: _Study) -> None:
    """Give the parts that no list knows to what is still open: the field first, then the school, then the degree."""
    while now.unknown:
        part = now.unknown.pop(0)
        later_school = now.has("institution") or bool(now.unknown)
        if now.has("degree") and not now.has("field_of_study") and later_school:
            now.put("field_of_study", part)
        elif now.has("degree") and not now.has("institution"):
            now.put("institution", part)
        elif not now.has("degree"):
            now.put("degree", part)
        else:
            now.details.append(part)


def _mark_of(part: str) -> str:
    """What a part is that says how a study went: `gpa`, `honors` or `status`; empty for another."""
    plain = part.strip(" ().").lower().replace("-class", " class")
    if _GRADE.fullmatch(part.strip("() ")):
        return "gpa"
    if plain in known("honours"):
        return "honors"
    if plain in known("completed") | known("underway") | known("expected") or _forecast().fullmatch(plain):
        return "status"
    return ""


@cache
def _forecast() -> re.Pattern[str]:
    """`expected May 2027`: a word of expectation and a date."""
    return re.compile(rf"(?:{any_of(known('expected'))}):?\s(?:in\s)?[\w ./-]{{4,20}}")


@cache
def _degree() -> re.Pattern[str]:
    before, after = any_of(listed("degrees", "before")), any_of(listed("degrees", "after"))
    joins = any_of(listed("degrees", "joins"))
    return re.compile(
        rf"(?P<degree>(?:(?:{before})\s)?(?:{any_of(listed('degrees'))})(?![\w’'])(?:\s(?:{after}))?(?:\s\([^()]{{1,30}}\))?(?:\sdegree)?)"
        rf"(?:\s*[,:]?\s(?:{joins})\s|\sב|\s*)(?P<rest>.*)"
    )


def degree_in(text: str) -> bool:
    """Whether a line names a degree at the beginning of one of its parts."""
    return any(_degree().match(part) for strong in strong_parts(text) for part in comma_parts(strong))


def _has_school(text: str) -> bool:
    found = words_of(text)
    schools = known("schools")
    return any(word in schools for word in found) or any(" " in school and school in text for school in schools)


def _education(study: _Study, source: str) -> Education:
    _settle(study)
    values, span = study.values, study.span
    done = "" if span is None or not span.single or not span.start or "graduation_date" in values else span.text
    period = span if span is not None and not (span.single and span.start) else None
    return Education(
        institution=values.get("institution", ""),
        degree=values.get("degree", "" if "field_of_study" in values else next(iter(study.beyond), "")),
        field_of_study=values.get("field_of_study", ""),
        description=_between(study.details, source, study.start),
        start_date=period.start if period else "",
        end_date=period.end if period else "",
        graduation_date=values.get("graduation_date", done),
        dates=period.text if period else "",
        gpa=values.get("gpa", ""),
        honors=values.get("honors", ""),
        status=values.get("status", ""),
        joint=_joint(values, source[study.start : study.start + _NEAR]),
    )


def _joint(values: Mapping[str, str], text: str) -> str:
    """What stands between a degree and its field; empty where they do not follow one another."""
    degree, about = values.get("degree", ""), values.get("field_of_study", "")
    if not degree or not about:
        return ""
    found = re.search(rf"{re.escape(degree)}([\s,:]*(?:\w{{1,3}}\s)?){re.escape(about)}", text)
    return re.sub(r"\s+", " ", found[1]) if found and found[1].strip() else ""


def _between(details: Sequence[str], source: str, start: int) -> str:
    """The source from the first of some details to the last."""
    if not details:
        return ""
    begin = source.find(details[0], start)
    end = max(begin, source.find(details[-1], begin)) + len(details[-1])
    return source[begin:end] if begin >= 0 else details[0]

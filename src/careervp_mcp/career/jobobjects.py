"""Postings in JSON: our own field names, JSON Resume's job schema, schema.org's JobPosting."""

import json
from collections.abc import Iterator, Mapping
from typing import Never

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.jobs import Posting
from careervp_mcp.career.webpage import read_page

FACTS = {"type": "Type", "date": "Date", "remote": "Remote", "salary": "Salary", "experience": "Experience"}
"""Fields of JSON Resume's job schema that are told in one line."""
LISTS = {"responsibilities": "Responsibilities", "qualifications": "Qualifications"}

Fields = Mapping[str, object]


def parse_json(text: str) -> object:
    """The value a JSON text holds; raises InvalidInput that says where it breaks."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise InvalidInput(f"the file is not JSON (line {error.lineno}, column {error.colno}: {error.msg})") from None
    except RecursionError:
        raise InvalidInput("the file's JSON is nested too deeply; write one object a posting") from None
    except ValueError:
        raise InvalidInput("the file's JSON holds a number that is none; write numbers of usual length") from None


def from_json(value: object) -> Posting:
    """The posting of one JSON object, not yet cleaned; raises InvalidInput for a field of another kind."""
    fields = _object(value)
    posting = from_job_posting(fields) if is_job_posting(fields) else _own(fields)
    return Posting(**{name: getattr(posting, name) for name in _NAMES}, payload_json=_payload(fields))


def is_job_posting(fields: Fields) -> bool:
    """Whether it is a JobPosting of schema.org."""
    kinds = fields.get("@type")
    return "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]) or "hiringOrganization" in fields


def from_job_posting(fields: Fields) -> Posting:
    """The posting of a JobPosting; what is not of the usual form is passed over, for pages are full of it."""
    told = {"Type": _several(fields.get("employmentType")), "Date posted": _word(fields.get("datePosted"))}
    told["Valid through"] = _word(fields.get("validThrough"))
    shown = read_page(f"<p>{_word(fields.get('description'))}</p>").text
    facts = "\n".join(f"{label}: {value}" for label, value in told.items() if value)
    return Posting(
        title=_word(fields.get("title")) or _word(fields.get("name")),
        company=_named(fields.get("hiringOrganization")),
        description="\n\n".join(filter(None, (shown, facts))) if shown else "",
        url=_word(fields.get("url")),
        location=_place_of_job(fields.get("jobLocation")),
        job_id=_named(fields.get("identifier"), "value"),
    )


_NAMES = ("title", "company", "description", "url", "location", "source", "job_id", "captured_at")


def _own(fields: Fields) -> Posting:
    texts = {name: _text(fields, name) for name in _NAMES if name not in {"location", "description"}}
    blocks = [_text(fields, "description"), _facts(fields), *_sections(fields)]
    return Posting(description="\n\n".join(filter(None, blocks)), location=_location(fields), **texts)


def _facts(fields: Fields) -> str:
    return "\n".join(f"{label}: {fact}" for name, label in FACTS.items() if (fact := _fact(fields, name)))


def _sections(fields: Fields) -> Iterator[str]:
    for name, heading in LISTS.items():
        yield _section(heading, _texts(fields, name))
    yield _section("Skills", [_skill(skill) for skill in _list(fields, "skills")])


def _section(heading: str, entries: list[str]) -> str:
    told = [f"- {entry}" for entry in entries if entry.strip()]
    return "\n".join([f"## {heading}", "", *told]) if told else ""


def _skill(value: object) -> str:
    if isinstance(value, str):
        return value
    fields = _object(value, "each of skills")
    name, level = _text(fields, "name"), _text(fields, "level")
    keywords = ", ".join(_texts(fields, "keywords"))
    return (f"{name} ({level})" if level else name) + (f": {keywords}" if keywords else "")


def _location(fields: Fields) -> str:
    value = fields.get("location")
    if value is None or isinstance(value, str):
        return value or ""
    place = _object(value, "location")
    parts = [_text(place, name) for name in ("city", "region", "countryCode")]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _object(value: object, what: str = "a posting") -> Fields:
    if not isinstance(value, dict):
        raise InvalidInput(f"{what} must be a JSON object; got {_kind(value)}")
    return value


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    raise InvalidInput(f"{name} must be text; got {_kind(value)}")


def _fact(fields: Fields, name: str) -> str:
    value = fields.get(name)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else _text(fields, name)


def _list(fields: Fields, name: str) -> list[object]:
    value = fields.get(name)
    if value is None or isinstance(value, list):
        return value or []
    raise InvalidInput(f"{name} must be a list; got {_kind(value)}")


def _texts(fields: Fields, name: str) -> list[str]:
    values = _list(fields, name)
    if all(isinstance(value, str) for value in values):
        return [str(value) for value in values]
    raise InvalidInput(f"{name} must be a list of texts")


def _kind(value: object) -> str:
    kinds = {str: "text", list: "a list", dict: "an object", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _several(value: object) -> str:
    return ", ".join(filter(None, map(_word, value if isinstance(value, list) else [value])))


def _named(value: object, key: str = "name") -> str:
    return _word(value.get(key)) if isinstance(value, dict) else _word(value)


def _place_of_job(value: object) -> str:
    places = value if isinstance(value, list) else [value]
    return "; ".join(dict.fromkeys(filter(None, map(_address, places))))


def _address(place: object) -> str:
    address = place.get("address") if isinstance(place, dict) else place
    if not isinstance(address, dict):
        return _word(address)
    parts = [_named(address.get(f"address{part}")) for part in ("Locality", "Region", "Country")]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _payload(fields: Fields) -> str:
    try:
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError):
        raise InvalidInput("the posting's JSON is nested too deeply or holds a number that is none") from None


def _no_number(_name: str) -> Never:
    raise ValueError

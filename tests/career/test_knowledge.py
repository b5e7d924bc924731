"""What is kept: listed, read in pages, summed up; and erased so that no word of it is left anywhere."""

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from bureaus import BUREAUS, NOW, on_disk
from keepers import MemoryFiles, MemoryRecords
from references import NORA, NORTHGATE

from careervp_mcp.career.addresses import address_of, found_at
from careervp_mcp.career.answers import put_answer
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import tokens, weight
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cvtailoring import tailor_cv
from careervp_mcp.career.erased import Erased, EraseRequest, Scope
from careervp_mcp.career.erasing import erase
from careervp_mcp.career.errors import CareerError, CvUnknown, FieldMissing, InvalidInput, Unknown
from careervp_mcp.career.gapanswering import store_answers
from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, GapRequest
from careervp_mcp.career.gapasking import ask
from careervp_mcp.career.gaps import GapResponse
from careervp_mcp.career.highlights import MOST_TOKENS, extract_highlights
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.knowing import know
from careervp_mcp.career.known import Item, Knowledge, KnowledgeRequest, Listed
from careervp_mcp.career.lettering import write_letter
from careervp_mcp.career.letters import LetterRequest
from careervp_mcp.career.remembering import keep_differentiators, weight_of
from careervp_mcp.career.researched import ResearchRequest
from careervp_mcp.career.researching import research
from careervp_mcp.career.spending import book
from careervp_mcp.career.tailored import TailorRequest
from careervp_mcp.career.validated import ValidateRequest
from careervp_mcp.career.validating import validate
from careervp_mcp.career.valuereport import ReportRequest
from careervp_mcp.career.valuing import write_report
from careervp_mcp.career.writing import Cost, WritingOptions

CV = "cv_nora"
REF = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))
OWN = "I have run Kubernetes for two years at Fernhill, on a cluster of twelve nodes for the scoring service."
ABOUT = " ".join(f"The depot in Xenia number {number} serves the farms around it every day." for number in range(30))


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    return BUREAUS[request.param](tmp_path)


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Bureau]]:
    """For each kind of bureau one with a whole application, made once: what follows works on copies."""
    found: dict[str, tuple[Path, Bureau]] = {}
    for kind, make in BUREAUS.items():
        folder = tmp_path_factory.mktemp(kind)
        found[kind] = (folder, make(folder))
        filled(found[kind][1])
    return found


@pytest.fixture(params=BUREAUS)
def full(request: pytest.FixtureRequest, tmp_path: Path, laid: dict[str, tuple[Path, Bureau]]) -> Bureau:
    """A bureau with one whole application."""
    folder, made = laid[request.param]
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    bureau = BUREAUS[request.param](tmp_path)
    if isinstance(bureau.records, MemoryRecords) and isinstance(made.records, MemoryRecords):
        bureau.records._kept = dict(made.records._kept)  # noqa: SLF001 - the test's own store
        assert isinstance(bureau.files, MemoryFiles)
        assert isinstance(made.files, MemoryFiles)
        bureau.files.kept = dict(made.files.kept)
    return bureau


def filled(bureau: Bureau) -> str:
    import_cv(ImportRequest(text=NORA, cv_id=CV), bureau)
    research(ResearchRequest("Northgate Logistics", ABOUT, "website_text"), bureau)
    asked = ask(GapRequest(REF), bureau)
    name = asked.application_id
    store_answers(
        AnswersRequest(name, (AnswerGiven(asked.questions[0].id, OWN, confirmed=True, entry="r1"),)), bureau
    )
    write_report(ReportRequest(REF), bureau)
    tailor_cv(TailorRequest(REF), bureau)
    write_letter(LetterRequest(REF), bureau)
    book(bureau, name, "cover_letter", Cost(1, 1000, 800, 0.015, "m"))
    return name


def listed(bureau: Bureau, kind: Listed, **more: Any) -> tuple[Item, ...]:
    return know(KnowledgeRequest("list", kind, **more), bureau).items


def pages(bureau: Bureau, **asked: Any) -> Iterator[Knowledge]:
    cursor = None
    while True:
        page = know(KnowledgeRequest(cursor=cursor, **asked), bureau)
        yield page
        cursor = page.next_cursor
        if cursor is None:
            return


def test_nothing_kept_is_an_empty_list_of_every_kind(bureau: Bureau) -> None:
    assert {kind: listed(bureau, kind) for kind in get_args(Listed)} == dict.fromkeys(get_args(Listed), ())


def test_everything_kept_is_listed_with_an_address_where_it_has_one(full: Bureau) -> None:
    told = {kind: listed(full, kind) for kind in get_args(Listed)}

    assert {kind: len(items) for kind, items in told.items()} == {
        "cvs": 1, "applications": 1, "artefacts": 3, "answers": 1, "research": 1, "themes": 0,
        "differentiators": len(told["differentiators"]), "costs": 1,
    }  # fmt: skip
    assert told["cvs"][0].title == "Nora Whitfield"
    assert told["applications"][0].title == "Senior Data Engineer, Northgate Logistics"
    assert {item.kind for item in told["artefacts"]} == {"report", "cv", "letter"}
    assert told["differentiators"]
    for item in (*told["cvs"], *told["applications"], *told["artefacts"]):
        assert item.uri is not None
        assert know(KnowledgeRequest("read", uri=item.uri), full).text


def test_a_list_is_narrowed_to_one_application(full: Bureau) -> None:
    (application,) = listed(full, "applications")

    assert len(listed(full, "artefacts", application_id=application.id)) == 3
    kinds: tuple[Listed, ...] = ("artefacts", "answers", "costs", "applications")
    for kind in kinds:
        assert listed(full, kind, application_id="app_other") == ()


@pytest.mark.parametrize("limit", [1, 2])
def test_a_list_goes_on_where_the_page_before_ended(full: Bureau, limit: int) -> None:
    told = [item for page in pages(full, action="list", kind="artefacts", limit=limit) for item in page.items]

    assert told == list(listed(full, "artefacts"))


def test_a_long_document_is_read_in_pages_that_keep_the_ceiling_and_end_with_a_sentence(full: Bureau) -> None:
    (report,) = [item for item in listed(full, "artefacts") if item.kind == "report"]
    asked = {"action": "read", "uri": report.uri}
    (whole,) = pages(full, max_tokens=8000, **asked)
    told = list(pages(full, max_tokens=600, **asked))

    assert len(told) > 2
    assert "".join(page.text or "" for page in told) == whole.text
    for page in told[:-1]:
        assert weight(dataclasses.asdict(page)) <= 600
        assert (page.text or "").rstrip().endswith((".", "?", "!", "”", "\\n", ",", "]", "}"))


def test_a_page_of_a_document_that_changed_is_not_taken_for_the_rest_of_the_old_one(full: Bureau) -> None:
    (letter,) = [item for item in listed(full, "artefacts") if item.kind == "letter"]
    first = know(KnowledgeRequest("read", uri=address_of("bank", CV), max_tokens=500), full)
    import_cv(ImportRequest(text=NORA.replace("61%", "62%"), cv_id=CV), full)

    with pytest.raises(InvalidInput, match="has changed; leave it out"):
        know(KnowledgeRequest("read", uri=address_of("bank", CV), cursor=first.next_cursor), full)
    with pytest.raises(InvalidInput, match="belongs to something else"):
        know(KnowledgeRequest("read", uri=letter.uri, cursor=first.next_cursor), full)


@pytest.mark.parametrize(
    ("request_", "failure", "words"),
    [
        (KnowledgeRequest("list"), FieldMissing, "kind is required for list: one of cvs, applications"),
        (KnowledgeRequest("read"), FieldMissing, "options.uri is required for read"),
        (KnowledgeRequest("read", uri="file:///etc/passwd"), InvalidInput, "must be one of careervp://banks/{key}"),
        (KnowledgeRequest("read", uri="careervp://artefacts/let_0"), Unknown, "no artefact has the id let_0"),
        (KnowledgeRequest("read", uri="careervp://cvs/cv_0/highlights"), CvUnknown, "no CV has the id cv_0"),
        (KnowledgeRequest("list", "cvs", cursor="%%"), InvalidInput, "cursor is damaged"),
        (KnowledgeRequest("list", "cvs", cursor="W10"), InvalidInput, "cursor is damaged"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_would_be_right(
    bureau: Bureau, request_: KnowledgeRequest, failure: type[CareerError], words: str
) -> None:
    with pytest.raises(failure, match=words.replace("{", r"\{")):
        know(request_, bureau)


def test_a_sum_counts_names_themes_and_tells_costs(full: Bureau) -> None:
    told = know(KnowledgeRequest("summary"), full)

    assert told.counts is not None
    assert dataclasses.asdict(told.counts) == {
        "cvs": 1, "applications": 1, "artefacts": 3, "answers": 1, "research": 1,
    }  # fmt: skip
    assert told.last_applications == ("Senior Data Engineer, Northgate Logistics",)
    assert told.costs is not None
    assert (told.costs.calls, told.costs.cost_usd) == (1, 0.015)


def test_three_answers_to_one_demand_are_a_theme_and_five_reports_make_a_differentiator_core(bureau: Bureau) -> None:
    def answer(number: int) -> GapResponse:
        seen = (NOW - timedelta(days=6 - number)).isoformat()
        return GapResponse("q1", "?", OWN, f"app_{number}", CV, requirement="Kubernetes", created_at=seen)

    with bureau.records.transaction() as ledger:
        for number in range(3):
            put_answer(ledger, bureau, answer(number))
        for number in range(5):
            keep_differentiators(ledger, bureau, f"app_{number}", ["Cut 5 hours to 95 minutes", *["Once"][number:]])
    told = know(KnowledgeRequest("summary"), bureau)

    assert [(theme.theme, theme.answers, theme.weight) for theme in told.recurring_themes] == [("kubernetes", 3, 1.0)]
    assert told.core_differentiators == ("Cut 5 hours to 95 minutes",)
    assert [item.title for item in listed(bureau, "differentiators")] == ["in 5 reports", "in 1 report"]


@pytest.mark.parametrize(("days", "weight_"), [(0, 1.0), (30, 1.0), (60, 0.5), (90, 0.25)])
def test_a_theme_halves_for_every_thirty_days_after_the_first(days: int, weight_: float) -> None:
    assert weight_of(days) == weight_


def test_highlights_are_source_text_alone_within_their_ceiling_and_without_contact_details() -> None:
    cv = read_text(NORA, user_id="local").cv
    told = extract_highlights(cv)

    assert tokens(told) <= MOST_TOKENS
    assert told == extract_highlights(cv)
    assert "Senior Data Engineer, Fernhill Payments, 03/2021 - 08/2025" in told
    assert "Reduced cloud spend by 27%, saving $380K a year" in told
    assert not any(private in told for private in ("example.com", "555", "linkedin", "Columbus"))
    assert all(
        line in NORA.replace(" - 0", " - 0") for line in told.splitlines() if line.startswith(("Cut", "Built"))
    )


def test_highlights_of_a_long_cv_keep_what_comes_first() -> None:
    roles = "".join(
        f"Clerk, House {number}, 01/{2000 + number} - 12/{2000 + number}\n"
        f"- Filed {number * 100} forms a day for {number} desks of the town hall.\n"
        for number in range(20, 0, -1)
    )
    told = extract_highlights(read_text(f"Ada Quill\nExperience\n{roles}Skills\nFiling\n", user_id="local").cv)

    assert tokens(told) <= MOST_TOKENS
    assert told.splitlines()[0].startswith("Clerk, House 20")


def test_every_address_is_read_back_to_what_tells_it() -> None:
    assert found_at(address_of("evidence", "let_1")) == ("evidence", "let_1")
    assert found_at(address_of("artefact", "let_1")) == ("artefact", "let_1")
    assert found_at("careervp://artefacts/a/b/c") is None


# Erasing


def erased(bureau: Bureau, scope: Scope, name: str | None = None) -> Erased:
    offered = erase(EraseRequest(scope, name), bureau)
    return erase(EraseRequest(scope, name, offered.confirm), bureau)


def written(bureau: Bureau) -> list[str]:
    folder = bureau.root.folder
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def documents(bureau: Bureau) -> list[str]:
    return [path for path in written(bureau) if "/craft.db" not in path and "/files/" not in path]


def test_a_dry_run_tells_what_would_go_and_nothing_goes(full: Bureau) -> None:
    (application,) = listed(full, "applications")
    before = documents(full)
    told = erase(EraseRequest("application", application.id), full)

    assert (told.erased, bool(told.confirm), documents(full)) == (False, True, before)
    assert told.counts["artefact"] == 3
    assert told.files_total == len(before)
    assert len(listed(full, "artefacts")) == 3


def test_an_application_goes_with_its_token_and_the_cv_stays(full: Bureau) -> None:
    (application,) = listed(full, "applications")
    (letter,) = [item for item in listed(full, "artefacts") if item.kind == "letter"]

    told = erased(full, "application", application.id)

    assert told.erased
    assert documents(full) == []
    assert not any(
        listed(full, kind) for kind in ("applications", "artefacts", "answers", "costs", "differentiators")
    )
    assert len(listed(full, "cvs")) == len(listed(full, "research")) == 1
    with pytest.raises(Unknown):
        know(KnowledgeRequest("read", uri=letter.uri), full)


def test_no_word_of_what_went_is_left_in_the_database_or_the_folder(tmp_path: Path) -> None:
    bureau = on_disk(tmp_path)
    name = filled(bureau)
    held = b"".join(path.read_bytes() for path in bureau.root.folder.rglob("*") if path.is_file())
    assert b"Kubernetes" in held

    erased(bureau, "application", name)

    left = b"".join(path.read_bytes() for path in bureau.root.folder.rglob("*") if path.is_file())
    assert not any(word in left for word in (b"Kubernetes", b"twelve nodes", b"Dear ", b"depots across Ohio"))
    assert b"Whitfield" in left

    erased(bureau, "all")
    left = b"".join(path.read_bytes() for path in bureau.root.folder.rglob("*") if path.is_file())
    assert not any(word in left for word in (b"Whitfield", b"Fernhill", b"Xenia"))
    filled(bureau)
    assert len(listed(bureau, "artefacts")) == 3


def test_a_cv_goes_with_its_original_and_its_applications(full: Bureau) -> None:
    erased(full, "cv", CV)

    gone: tuple[Listed, ...] = ("cvs", "applications", "artefacts", "answers")
    assert not any(listed(full, kind) for kind in gone)
    assert not [path for path in written(full) if "/files/" in path]
    assert not (isinstance(full.files, MemoryFiles) and full.files.kept)


def test_answers_and_research_go_by_themselves(full: Bureau) -> None:
    (application,) = listed(full, "applications")
    erased(full, "answers", application.id)
    assert listed(full, "answers") == ()
    assert not [path for path in documents(full) if path.endswith("answers.md")]
    assert len(listed(full, "artefacts")) == 3

    erased(full, "research", "The Northgate Logistics, Inc.")
    assert listed(full, "research") == ()


def test_a_posting_stays_as_long_as_another_application_needs_it(full: Bureau) -> None:
    import_cv(ImportRequest(text=NORA, cv_id="cv_other"), full)
    other = ask(GapRequest(ApplicationRef(cv_id="cv_other", posting=PostingRef(text=NORTHGATE))), full)

    erased(full, "cv", CV)

    assert know(KnowledgeRequest("read", uri=address_of("posting", other.job_id)), full).text
    erased(full, "application", other.application_id)
    with pytest.raises(CareerError):
        know(KnowledgeRequest("read", uri=address_of("posting", other.job_id)), full)


def test_a_file_that_a_person_edited_stays_and_is_named(full: Bureau) -> None:
    (application,) = listed(full, "applications")
    (name,) = [path for path in documents(full) if path.endswith("letter.md")]
    mine = full.root.folder / name
    mine.write_text("My own words.")

    told = erased(full, "application", application.id)

    assert told.kept_files == (name,)
    assert documents(full) == [name]
    assert mine.read_text() == "My own words."


def test_a_token_is_for_one_scope_and_ten_minutes(bureau: Bureau) -> None:
    name = filled(bureau)
    offered = erase(EraseRequest("application", name), bureau)
    wrong = "no token of this scope and id, or older than ten minutes"
    for request in (
        EraseRequest("all", None, offered.confirm),
        EraseRequest("cv", CV, offered.confirm),
        EraseRequest("application", name, "0" * 16),
    ):
        with pytest.raises(InvalidInput, match=wrong):
            erase(request, bureau)
    assert len(listed(bureau, "artefacts")) == 3

    late = at(bureau, minutes=10)
    with pytest.raises(InvalidInput, match=wrong):
        erase(EraseRequest("application", name, offered.confirm), late)


def at(bureau: Bureau, minutes: int) -> Bureau:
    """The same bureau, so much later."""

    def clock() -> Any:
        return NOW + timedelta(minutes=minutes)

    if isinstance(bureau.records, MemoryRecords):
        bureau.records._clock = clock  # noqa: SLF001 - the test's own store
        return bureau
    from careervp_mcp.store.records import SqliteRecords

    return dataclasses.replace(bureau, records=SqliteRecords(bureau.root.folder / "data" / "craft.db", clock))


@pytest.mark.parametrize(
    ("scope", "name", "failure"),
    [
        ("application", None, FieldMissing),
        ("cv", "cv_0", CvUnknown),
        ("application", "app_0", Unknown),
        ("answers", "app_0", Unknown),
        ("research", "Nobody", Unknown),
        ("all", "cv_nora", InvalidInput),
    ],
)
def test_what_nobody_has_cannot_be_erased(
    bureau: Bureau, scope: Scope, name: str | None, failure: type[CareerError]
) -> None:
    with pytest.raises(failure):
        erase(EraseRequest(scope, name), bureau)


def test_another_owner_sees_and_erases_nothing_of_it(full: Bureau) -> None:
    other = dataclasses.replace(full, owner="other")
    (letter,) = [item for item in listed(full, "artefacts") if item.kind == "letter"]

    assert listed(other, "artefacts") == ()
    with pytest.raises(Unknown):
        know(KnowledgeRequest("read", uri=letter.uri), other)
    erased(other, "all")
    assert len(listed(full, "artefacts")) == 3
    assert documents(full)


def test_where_a_file_cannot_go_every_record_is_still_there(full: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "unlink", refused)
    (application,) = listed(full, "applications")
    offered = erase(EraseRequest("application", application.id), full)
    with pytest.raises(PermissionError):
        erase(EraseRequest("application", application.id, offered.confirm), full)

    assert len(listed(full, "artefacts")) == 3


def test_every_kind_of_record_is_known_to_the_eraser(full: Bureau) -> None:
    validate(ValidateRequest(text="I led a team of 4 engineers.", cv_id=CV), full)
    write_letter(LetterRequest(REF, options=WritingOptions(writer="host")), full)
    erased(full, "all")

    with full.records.transaction() as ledger:
        assert ledger.erase(full.owner) == 0

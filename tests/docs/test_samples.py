"""The shipped template, the brief and the sample workspaces keep what they promise."""

import re
from pathlib import Path
from types import SimpleNamespace

import frontmatter
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careervp_mcp.career.placeholders import find_placeholders

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
DATA = ROOT / "data"
CANDIDATES = ("nurse", "engineer")

BROKEN = "2026-03-11-broken_example_clinic-no-description.md"
TRACKERS = sorted(DATA.glob("*/trackers/*.md"))
SOUND = [path for path in TRACKERS if path.name != BROKEN]

FIELDS = (
    "job_db_id",
    "job_id",
    "company",
    "position",
    "status",
    "application_date",
    "reference_link",
    "resume_path",
    "cover_letter_path",
    "next_action",
    "salary",
    "website",
)
DESCRIPTION = re.compile(r"^## Job Description(?: #*)?\r?\n(.*?)(?=^## Notes)", re.MULTILINE | re.DOTALL)

EN_DASH = "\N{EN DASH}"
FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


def body(source: Path) -> str:
    """What stands between the beginning and the end of a source's document, without comments."""
    text = re.sub(r"(?<!\\)%.*", "", source.read_text("utf-8"))
    return text.split(r"\begin{document}")[1].split(r"\end{document}")[0]


def preamble(source: Path) -> str:
    return source.read_text("utf-8").split(r"\begin{document}")[0]


def base_resume(candidate: str) -> Path:
    return DATA / candidate / "templates" / "resume.tex"


def full_resume(candidate: str) -> str:
    return (DATA / candidate / "data" / "templates" / "full_resume.md").read_text("utf-8")


def test_the_nurses_resume_is_the_packaged_sample_to_the_byte() -> None:
    assert base_resume("nurse").read_bytes() == (TEMPLATES / "resume_sample.tex").read_bytes()


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_every_sample_shares_the_templates_preamble_so_that_one_format_serves_all(candidate: str) -> None:
    assert preamble(base_resume(candidate)) == preamble(TEMPLATES / "resume.tex")


@pytest.mark.parametrize("spoiler", [r"\color{", r"\pagecolor", "filecontents", r"\jobname"])
def test_nothing_in_the_preamble_defeats_a_precompiled_format(spoiler: str) -> None:
    assert spoiler not in preamble(TEMPLATES / "resume.tex")


def test_the_document_begins_at_one_place_for_a_program_that_only_searches() -> None:
    source = (TEMPLATES / "resume.tex").read_text("utf-8")

    assert source.count(r"\begin{document}") == source.count(r"\end{document}") == 1


def test_everything_the_template_leaves_open_is_a_placeholder_the_gate_knows() -> None:
    template = body(TEMPLATES / "resume.tex")
    furniture = r"\\section\{[^}]*\}|\\skills\{Languages\}|https://|\\(?:begin|end)\{bullets\}|\\[a-z]+"
    holes = sorted((hole.token for hole in find_placeholders(template)), key=len, reverse=True)

    rest = re.sub("|".join([furniture, *map(re.escape, holes)]), "", template)

    assert len(holes) > 30
    assert set(rest) <= set("{} \n")


@pytest.mark.parametrize(
    "source", [*map(base_resume, CANDIDATES), TEMPLATES / "resume_sample.tex"], ids=lambda path: path.parents[1].name
)
def test_no_sample_resume_has_a_hole(source: Path) -> None:
    assert find_placeholders(source.read_text("utf-8")) == ()


def test_the_design_itself_is_never_taken_for_a_hole() -> None:
    assert find_placeholders(preamble(TEMPLATES / "resume.tex")) == ()


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_every_figure_of_a_sample_resume_stands_in_the_full_resume(candidate: str) -> None:
    known = set(FIGURE.findall(full_resume(candidate)))

    figures = set(FIGURE.findall(body(base_resume(candidate))))

    assert len(figures) > 20
    assert figures - known == set()


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_every_name_of_a_sample_resume_stands_in_the_full_resume(candidate: str) -> None:
    resume = body(base_resume(candidate)).replace(r"\&", "&")
    roles = re.findall(r"\\role\{(.*?)\}\{(.*?)\}\{(.*?)\}\{(.*?)\}", resume)
    credentials = re.findall(r"\\credential\{(.*?)\}", resume)
    full = full_resume(candidate).replace(", a nursing home", ", nursing home")

    missing = [part for role in roles for part in role if part.replace("--", EN_DASH) not in full]

    assert len(roles) >= 5
    assert missing == []
    assert [name for name in credentials if name not in full] == []


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_a_full_resume_begins_with_the_name_on_the_resume(candidate: str) -> None:
    name = full_resume(candidate).splitlines()[0].removeprefix("# ")

    assert rf"\name{{{name}}}" in body(base_resume(candidate))


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_a_sample_tracker_can_be_tailored(path: Path) -> None:
    note = frontmatter.loads(path.read_bytes().decode("utf-8"))

    description = DESCRIPTION.search(note.content)

    assert note["company"]
    assert note["position"]
    assert note["status"] == "Reviewed"
    assert description is not None
    assert len(description[1]) >= 600
    assert "\n### " in description[1]


@pytest.mark.parametrize("path", TRACKERS, ids=lambda path: path.name)
def test_a_sample_trackers_fields_stand_in_the_pipelines_order(path: Path) -> None:
    note = frontmatter.loads(path.read_bytes().decode("utf-8"))

    ours = [key for key in note.metadata if key in FIELDS]

    assert ours == [field for field in FIELDS if field in note.metadata]
    assert path.name.startswith(f"{note['application_date']}-")
    assert path.stem.endswith(f"-{note['job_id']}")


def test_the_samples_show_what_goes_wrong_and_what_must_survive() -> None:
    notes = {path.name: frontmatter.loads(path.read_bytes().decode("utf-8")) for path in TRACKERS}
    raw = {path.name: path.read_bytes() for path in TRACKERS}

    assert [name for name, note in notes.items() if "## Job Description" not in note.content] == [BROKEN]
    assert [note["job_id"] for note in notes.values() if "job_db_id" not in note.metadata] == ["bh-2026-03"]
    assert [notes[name]["company"] for name, text in raw.items() if b"\r\n" in text] == ["Kestrel Bay Hospital"]
    assert "Łódź Zdrowie & Co." in [note["company"] for note in notes.values()]
    assert any("\n```" in note.content for note in notes.values())
    assert len(notes) >= 6


def test_a_crlf_sample_has_no_other_line_end() -> None:
    (path,) = DATA.glob("nurse/trackers/*kestrel*")

    assert re.search(rb"(?<!\r)\n", path.read_bytes()) is None


TRACKER = {
    "company": "Łódź Zdrowie & Co.",
    "position": "Senior Intensive Care Nurse",
    "status": "Reviewed",
    "job_id": "lz2291",
    "reference_link": "https://example.com/jobs/lz2291",
    "application_date": "2026-03-02",
    "next_action": "Send it",
    "job_description": "We look for a nurse.\n\n```\n## not a heading\n```\n",
}
BARE_TRACKER = dict.fromkeys(TRACKER, "") | {key: TRACKER[key] for key in ("company", "position", "job_description")}


def brief(tracker: dict[str, str], **changed: object) -> str:
    environment = Environment(  # noqa: S701 - the brief is Markdown, not HTML
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    values: dict[str, object] = {
        "tracker": tracker,
        "job_db_id": 4101,
        "application_slug": "lodz_zdrowie_co-4101",
        "tracker_path": "trackers/note.md",
        "resume_tex_path": "data/applications/lodz_zdrowie_co-4101/resume/resume.tex",
        "full_resume": "# Inés Müller-Łukasz\n",
        "full_resume_path": "data/templates/full_resume.md",
        "placeholders": [SimpleNamespace(token="WORK-BULLET-POINT-1", lines=[7, 9])],  # noqa: S106 - no secret
        "fence": "````",
        "resume_fence": "```",
        "max_pages": 2,
    }
    return environment.get_template("ai_context.md.j2").render(values | changed)


def test_the_brief_carries_the_whole_application() -> None:
    text = brief(TRACKER)

    assert all(TRACKER[key].strip() in text for key in TRACKER)
    assert "(`job_db_id`): 4101" in text
    assert "- `WORK-BULLET-POINT-1`: lines 7, 9" in text
    assert "never more than 2 pages" in text
    assert "# Inés Müller-Łukasz\n```\n" in text
    assert "finalize_resume_batch" in text


def test_the_brief_stands_without_the_optional_values() -> None:
    text = brief(BARE_TRACKER, job_db_id=None, placeholders=[], max_pages=1)

    assert "Job id:" not in text
    assert "Reference link:" not in text
    assert "has no `job_db_id`" in text
    assert "One page, never more." in text
    assert "\n\n\n" not in text


def test_a_posting_stays_inside_its_fence_and_is_called_untrusted() -> None:
    before, fenced, after = brief(TRACKER).split("\n````", 2)

    assert "untrusted" in before
    assert fenced == "text\n" + TRACKER["job_description"].rstrip("\n")
    assert after.startswith("\n\n## 2.")

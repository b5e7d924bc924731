"""The documents say what the code does, and lead where they say."""

import importlib
import json
import os
import platform
import re
import runpy
import subprocess
import sys
import tomllib
import zlib
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # its stubs are a package more
import pytest
import yaml
from torture import TORTURE

from careervp_mcp.career.statuses import FINALIZABLE, JOB_MOVES, NOTE_ORDER
from careervp_mcp.career.tracker import Tracker
from careervp_mcp.cli import main
from careervp_mcp.definitions import packaged
from careervp_mcp.settings import Settings
from careervp_mcp.tools import TOOLS, Registered

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *(ROOT / name / "README.md" for name in ("data", "benchmarks")),
]
SKETCH = "…"
"""What a block leaves out; a line with it is not literal."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str, kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def shell_lines() -> list[str]:
    return [line for page in PAGES for block in blocks(page.read_text("utf-8"), "sh") for line in block.splitlines()]


def command_environment(folder: Path) -> dict[str, str]:
    """The environment of a user who has installed the package."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return os.environ | {"PATH": path, "CAREERVP_STATE_DIR": str(folder / "state")}


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "docs/tools.md", "docs/settings.md"])
def test_what_is_generated_is_what_the_code_says_now(name: str) -> None:
    pages = runpy.run_path(str(ROOT / "docs/generate.py"))["pages"]()

    assert (ROOT / name).read_text("utf-8") == pages[name], "run: make snapshots"


def test_every_tool_stands_in_the_readme_and_in_the_reference() -> None:
    reference = (ROOT / "docs/tools.md").read_text("utf-8")

    for tool in TOOLS:
        assert f"`{tool.name}`" in README
        assert f"## {tool.name}\n" in reference


def test_every_setting_is_explained_and_every_setting_named_exists() -> None:
    known = {f"CAREERVP_{name.upper()}" for name, told in Settings.model_fields.items() if not told.validation_alias}
    explained = set(re.findall(r"^\| `(CAREERVP_\w+)`", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE))
    mentioned = {name for page in PAGES for name in re.findall(r"CAREERVP_[A-Z_]+[A-Z]", page.read_text("utf-8"))}

    assert explained == known
    assert mentioned - known == {"CAREERVP_CONFIG"}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)|(?:href|src)=\"([^\"]+)\"", prose(text))

    for link in filter(None, (part for pair in links for part in pair)):
        if not link.startswith(("https://", "mailto:")):
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_json_block_is_json(page: Path) -> None:
    for block in blocks(page.read_text("utf-8"), "json"):
        assert json.loads(block)


def test_every_command_that_a_document_runs_exists(capsys: pytest.CaptureFixture[str]) -> None:
    lines = "\n".join((*shell_lines(), README))
    commands = set(re.findall(r"careervp-mcp (?!=)([a-z]+)(?= |`|$)", lines, re.MULTILINE))

    for command in commands:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0, command

    assert commands == {"serve", "init", "doctor", "migrate", "call", "demo"}
    assert "usage: careervp-mcp" in capsys.readouterr().out


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    texts = "\n".join((hooks, *(page.read_text("utf-8") for page in PAGES)))

    named_targets = set(re.findall(r"(?:^|`|    |entry: )make ([a-z-]+)", texts, re.MULTILINE))

    assert named_targets >= {"demo", "test", "check", "snapshots", "lint", "types", "tests"}
    assert named_targets - targets == set()


def test_what_the_gate_leaves_out_is_run_by_the_slower_programme() -> None:
    """Files that are left out, and files that try more when they are told to."""
    told = subprocess.run(
        ["make", "--dry-run", "torture-ci"],  # noqa: S607 - the make that a reader has
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    left_out = runpy.run_path(str(ROOT / "tests/conftest.py"))["OF_THE_FAST_PRESS"]
    choosing = [path for path in ROOT.glob("tests/**/test_*.py") if "TORTURE" in path.read_text("utf-8")]
    programme = [ROOT / word for word in told.stdout.split() if word.startswith("tests/")]
    slower = [*(ROOT / "tests" / name for name in left_out), *choosing]
    assert [path for path in slower if not any(path.is_relative_to(run) for run in programme)] == []


def test_the_hooks_before_a_commit_are_the_make_targets() -> None:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]

    assert repository["repo"] == "local"
    assert [hook["entry"].split()[0] for hook in repository["hooks"]] == ["make"] * len(repository["hooks"])


def test_the_readmes_note_is_a_tracker() -> None:
    (note,) = blocks(README, "markdown")

    tracker = Tracker.parse(note.encode())

    assert (tracker.company, tracker.job_db_id) == ("Kestrel Bay Hospital", 3629)
    assert tracker.job_description.startswith("We are looking for")


@pytest.mark.parametrize("name", ["career_tailor", "finalize_resume_batch"])
def test_a_request_and_an_answer_that_are_shown_fit_the_tools_schemas(name: str) -> None:
    tool = packaged()[name]
    _, _, section = (ROOT / "docs/answers.md").read_text("utf-8").partition(f"## {name}\n")
    found = [json.loads(block) for block in blocks(section.partition("\n## ")[0], "json")]
    requests = [block for block in found if "items" in block]
    answers = [block for block in found if "results" in block]

    for request in requests:
        jsonschema.validate(request, tool.parameters)
    for answer in answers:
        jsonschema.validate(answer, tool.output_schema)

    assert (len(requests), len(answers)) == (1, 1)


def test_the_moves_that_are_explained_are_the_ones_the_code_makes() -> None:
    state = (ROOT / "docs/state.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (`.*) \|$", state, re.MULTILINE))
    (order,) = re.findall(r"^(`Reviewed`.*): each leads to the next", state, re.MULTILINE)
    (allowed,) = re.findall(r"from\n(`shortlist`.*), and sends", state)

    told = {status: tuple(re.findall(r"`(\w+)`", text)) for status, text in rows.items()}

    assert told == {status: moves for status, moves in JOB_MOVES.items() if moves}
    assert tuple(re.findall(r"`([^`]+)`", order)) == NOTE_ORDER
    assert tuple(re.findall(r"`(\w+)`", allowed)) == FINALIZABLE


@pytest.mark.parametrize("name", ["mcp.json", "claude_desktop_config.json"])
def test_a_clients_config_in_the_readme_is_the_one_among_the_examples(name: str) -> None:
    shown: list[Any] = [json.loads(block) for block in blocks(README, "json")]

    assert json.loads((ROOT / "examples" / name).read_text("utf-8")) in shown


def test_a_reader_sees_a_small_picture_of_a_resume_before_any_installation() -> None:
    picture = ROOT / "docs/images/sample-resume.png"

    assert README.index(named(picture)) < README.index("## ")
    assert picture.stat().st_size < 80_000


@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="other machines draw a grey a shade off"
)
def test_the_picture_is_what_the_sample_looks_like_now() -> None:
    tools = runpy.run_path(str(ROOT / "docs/picture.py"))

    drawn = tools["drawn"](tools["typeset"](tools["SOURCE"].read_bytes()))

    assert pixels(drawn) == pixels(tools["PICTURE"].read_bytes()), "run: python docs/picture.py"


def pixels(png: bytes) -> bytes:
    start = png.index(b"IDAT")
    length = int.from_bytes(png[start - 4 : start])
    return zlib.decompress(png[start + 4 : start + 4 + length])


def test_every_dependency_has_its_reason_and_nothing_else_does() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    reasons = re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/dependencies.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(reasons) == sorted(re.split(r"[<>=\[]", entry)[0] for entry in declared)


def test_every_name_of_the_design_leads_to_a_file_that_is_there() -> None:
    rows = re.findall(r"^\| `.*\| (.*) \|$", (ROOT / "docs/names.md").read_text("utf-8"), re.MULTILINE)
    files = re.findall(r"`([\w/.]+\.(?:py|toml|j2))`", "\n".join(rows))

    assert len(files) > 15
    assert [
        file for file in files if not ((ROOT / "src/careervp_mcp" / file).is_file() or (ROOT / file).is_file())
    ] == []


LIVING = re.findall(r"`([\w.]+:[\w.]+)`", (ROOT / "docs/names.md").read_text("utf-8"))


@pytest.mark.parametrize("place", LIVING)
def test_every_name_of_the_runbook_lives_where_the_table_says(place: str) -> None:
    module, names = place.split(":")
    found = importlib.import_module(f"careervp_mcp.{module}")
    for name in names.split("."):
        found = getattr(found, name)

    assert callable(found)


def test_the_table_has_every_class_that_the_runbook_names() -> None:
    classes = {place.split(":")[1].split(".")[0] for place in LIVING}

    assert classes >= {
        "GapQuestionsGenerator", "GapResponsesHandler", "GapProcessor", "VPRGenerator", "CVTailoringLogic",
        "CoverLetterGenerator", "InterviewPrepGenerator", "QualityValidator", "KnowledgeRepository", "CircuitBreaker",
    }  # fmt: skip


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    pages = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))

    assert re.findall(r"\]\(([^)]+)\)", index) == pages


def test_a_fragment_of_the_changelog_says_its_kind_in_its_name() -> None:
    fragments = [path.name for path in (ROOT / "changes").iterdir()]
    kinds = "added|changed|fixed|removed|security"

    assert fragments
    assert [name for name in fragments if not re.fullmatch(rf"[a-z0-9_]+\.(?:{kinds})\.md", name)] == []


def test_a_call_that_the_tutorial_shows_fits_its_tools_schema_but_for_the_one_that_is_refused() -> None:
    script = "".join(blocks((ROOT / "docs/tutorial.md").read_text("utf-8"), "sh"))
    calls = re.findall(r"^careervp-mcp call (\w+)(?: '(.+?)')?( > \S+| \|\| .*)?$", script, re.MULTILINE)
    tools = {tool.name: tool for tool in TOOLS}

    refused = [
        name
        for name, arguments, _ in calls
        if not jsonschema.Draft202012Validator(schema_of(tools[name])).is_valid(json.loads(arguments or "{}"))
    ]

    assert len(calls) == script.count("careervp-mcp call ")
    assert {name for name, _, _ in calls} == tools.keys()
    assert refused == ["career_tailor"]


def schema_of(registered: Registered) -> dict[str, Any]:
    """What a tool publishes of its arguments."""
    return packaged()[registered.name].parameters


@pytest.mark.skipif(not TORTURE, reason="twenty processes: `make torture-ci` walks it")
def test_the_tutorial_does_what_it_shows(tmp_path: Path) -> None:
    tutorial = (ROOT / "docs/tutorial.md").read_text("utf-8")
    script = "set -e\n" + "".join(blocks(tutorial, "sh"))
    shown = [line for block in blocks(tutorial, "text") for line in block.splitlines() if SKETCH not in line]

    done = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - the shell that a reader has
        cwd=tmp_path,
        env=command_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    printed = {line.rstrip(",") for line in done.stdout.splitlines()}
    assert done.returncode == 0, done.stderr
    assert len(shown) > 12
    assert [line for line in shown if line.rstrip(",") not in printed] == []

"""Nothing of the machine or the user is told: canaries stand wherever one could leak from."""

import json
import re
from pathlib import Path

import pytest
from mcp import Client, stdio_client
from rooms import PAGE, nurse, of, server, trackers, write_trackers

KEYS = {
    "ANTHROPIC_API_KEY": "canary-key-5e1f",
    "AWS_SECRET_ACCESS_KEY": "canary-key-77aa",
    "MY_TOKEN": "canary-key-9d",
}
USER = "canaryuser"
TOO_LONG = "x" * 300
FAILING = (
    *(
        "trackers/none.md",
        "trackers",
        "../../etc/passwd",
        "/etc/passwd",
        f"~{USER}/x.md",
        "$MY_TOKEN",
        "a\0b",
        TOO_LONG,
    ),
    *("trackers/latin.md", "trackers/link.md", "trackers/loop.md", "trackers/blank.md", "trackers/yaml.md"),
)
BROKEN_TEX = (
    r"\input{/etc/passwd}",
    r"\input{../../../../home}",
    r"\undefinedthing",
    r"\immediate\write18{env}",
    r"\special{ps: $MY_TOKEN}\input{$MY_TOKEN}",
    r"\openin5=../x \read5 to\x \x",
    "PROJECT-AI-1",
    "\udcff",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The nurse's root below a home with spaces in its name, with a failure of every kind in it."""
    root = nurse(tmp_path / f"home of {USER}" / "my career (old)")
    (root / "trackers/latin.md").write_bytes(b"---\ncompany: Caf\xe9\n---\n")
    (root / "trackers/link.md").symlink_to("/etc/passwd")
    (root / "trackers/loop.md").symlink_to("loop.md")
    (root / "trackers/blank.md").write_text("")
    (root / "trackers/yaml.md").write_text("---\ncompany: [\n---\n")
    return root


@pytest.fixture
def broken(root: Path) -> list[str]:
    """Trackers whose workspaces hold a resume.tex each that fails in its own way."""
    paths = write_trackers(root, len(BROKEN_TEX) + 3)
    for number, tex in enumerate(BROKEN_TEX, 1):
        folder = root / f"data/applications/house_{number}-{number}/resume"
        folder.mkdir(parents=True)
        source = PAGE % f"\n{tex}\n"
        (folder / "resume.tex").write_bytes(source.encode("utf-8", "surrogateescape"))
    workspaces = [
        root / f"data/applications/house_{number}-{number}" for number in range(len(paths) - 2, len(paths) + 1)
    ]
    workspaces[0].write_text("a file where the workspace must be")
    (workspaces[1] / "resume/resume.tex").mkdir(parents=True)
    workspaces[2].symlink_to("/etc")
    return paths


async def test_no_canary_no_absolute_path_and_no_trace_is_ever_told(root: Path, broken: list[str]) -> None:
    home, told = root.parent, list[str]()
    environment = KEYS | {"HOME": str(home), "USER": USER, "LOGNAME": USER, "CAREERVP_CANARY": "canary-key-11"}
    parameters = server(root, home / ".state", **environment)

    async def tell(progress: float, total: float | None, message: str | None) -> None:
        told.append(f"{progress} {total} {message}")

    with (home / "errors").open("w+") as errors:
        async with Client(stdio_client(parameters, errlog=errors)) as client:
            for arguments in (
                of([*FAILING, *broken, *trackers(root)]),
                of(broken[:3]) | {"full_resume_path": f"{home}/none.md"},
                of(broken[:3]) | {"full_resume_path": "none.md"},
                of(broken[:3]) | {"resume_template_path": "none.tex"},
                of(broken[:3]) | {"pdflatex_cmd": f"{home}/pdflatex"},
                of(broken[:3]) | {"pdflatex_cmd": "xelatex"},
                {"items": [str(home)], str(home): KEYS["MY_TOKEN"]},
            ):
                result = await client.call_tool("career_tailor", arguments, progress_callback=tell)
                told.append(result.model_dump_json())
        errors.seek(0)
        logged = errors.read()

    failures = sum(text.count('"success":false') for text in told)
    assert failures > 30
    for text in told:
        assert leaks(text, home) == []
    assert [secret for secret in (*KEYS.values(), "canary-key-11") if secret in logged] == []


def leaks(text: str, home: Path) -> list[str]:
    """What a result may not hold; paths of the caller's own that were refused are told by their last part."""
    marks = (*KEYS.values(), "canary-key-11", str(home), json.dumps(str(home))[1:-1], f"home of {USER}", "root:x:0")
    found = [mark for mark in (*marks, "Traceback", 'File "', r"File \"", "Errno", "site-packages") if mark in text]
    absolute = re.findall(r"(?<![\w.~@:/\])])/(?:etc|home|root|tmp|usr|var|proc|work|opt)\b[^\s\"]*", text)
    return found + absolute

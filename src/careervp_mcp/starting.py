"""Starting out: a workspace in an empty folder, or one filled with an invented candidate."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from careervp_mcp.desk import packaged

FULL_RESUME = """\
# Your Full Name

Replace this file with your whole true history: every role with employer, place and dates, what you did
and the figures you can stand by, education, certifications, languages. It may be long; each resume is cut
from it, and nothing that is not here may enter one.
"""

NEXT_STEPS = """\
next:
  1. write your whole true history into data/templates/full_resume.md
  2. copy templates/tracker.md to trackers/, fill in company and position, paste the posting below its heading
  3. see that all is well, in this folder: careervp-mcp doctor
  4. point your client's CAREERVP_ROOT here and ask it to tailor a resume for that tracker"""

_MARK = ".careervp-demo"


def make_workspace(folder: Path, *, sample: str | None = None) -> Iterator[str]:
    """Make what a root needs and say each thing done; what is there already is left as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    if sample:
        yield from _copy_tree(packaged("data") / sample, folder)
    for name in ("trackers", "data/applications", "data/templates", "templates"):
        path = folder / name
        if not path.is_dir():
            path.mkdir(parents=True)
            yield f"made      {name}/"
    yield from _write(folder / "data/templates/full_resume.md", FULL_RESUME.encode(), folder)
    for name in ("resume.tex", "tracker.md"):
        yield from _write(folder / "templates" / name, (packaged("templates") / name).read_bytes(), folder)
    if sample:
        yield from _seed(folder)
    yield f"ready: this is your root, CAREERVP_ROOT={folder.resolve()}"
    if not sample:
        yield NEXT_STEPS


def clear(folder: Path) -> None:
    """Remove an earlier demonstration and begin a new one; raises FileExistsError for any other folder."""
    if folder.exists() and not (folder / _MARK).is_file():
        raise FileExistsError(folder.name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _seed(folder: Path) -> Iterator[str]:
    """The jobs database that the sample's notes speak of."""
    from careervp_mcp.store.seeding import rows_of, seed

    database = folder / "data/capture/jobs.db"
    if database.exists():
        yield "kept      data/capture/jobs.db"
        return
    seed(database, rows_of([path.read_bytes() for path in sorted(folder.glob("trackers/*.md"))]))
    yield "made      data/capture/jobs.db"


def _copy_tree(source: Path, target: Path) -> Iterator[str]:
    for path in sorted(source.rglob("*")):
        if path.is_file():
            yield from _write(target / path.relative_to(source), path.read_bytes(), target)


def _write(path: Path, content: bytes, folder: Path) -> Iterator[str]:
    name = path.relative_to(folder).as_posix()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        yield f"kept      {name}"
    else:
        yield f"made      {name}"

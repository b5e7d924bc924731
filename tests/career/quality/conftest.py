"""Three letters that people could have written, and their contexts."""

from pathlib import Path

import pytest

from careervp_mcp.career.quality import QualityContext

FOLDER = Path(__file__).parent / "letters"
COMPANIES = {"nurse": "Rosemount General", "engineer": "Norvale Partners", "chef": "Larkfield Kitchen"}
KNOWN = frozenset({"epic", "verdina", "osteria", "halden", "commis", "heparin", "cardiac"})


@pytest.fixture
def letter() -> str:
    return (FOLDER / "nurse.txt").read_text("utf-8")


@pytest.fixture
def context() -> QualityContext:
    return QualityContext(kind="letter", company=COMPANIES["nurse"], known=KNOWN)


@pytest.fixture(params=sorted(COMPANIES))
def human(request: pytest.FixtureRequest) -> tuple[str, QualityContext]:
    """A letter without a fault, and for whom it is."""
    name: str = request.param
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return text, QualityContext(kind="letter", company=COMPANIES[name], known=KNOWN)

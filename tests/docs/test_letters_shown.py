"""The letters that the documentation shows are what the offline writer writes."""

from pathlib import Path

import pytest
from bureaus import in_memory
from factpeople import PEOPLE

from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.lettering import write_letter
from careervp_mcp.career.letters import LetterRequest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing.md"


@pytest.mark.parametrize("name", ["nora", "hr"])
def test_a_letter_is_shown_as_it_is_written(name: str, tmp_path: Path) -> None:
    person = next(one for one in PEOPLE if one.id == name)
    bureau = in_memory(tmp_path)
    import_cv(ImportRequest(text=person.cv, cv_id=f"cv_{name}"), bureau)
    posting = PostingRef(text=person.posting, company=person.company, title=person.title)

    letter = write_letter(LetterRequest(ApplicationRef(cv_id=f"cv_{name}", posting=posting)), bureau)

    assert letter.text is not None
    assert letter.text in PAGE.read_text("utf-8")

"""The originals of CVs: kept for their user alone, and no record is kept without one."""

import base64
import dataclasses
from pathlib import Path

import pytest
from bureaus import clock, on_disk
from references import NORA

from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.keptcvs import KIND, the_cv
from careervp_mcp.store.records import SqliteRecords

CV = "cv_nora"
ASKED = ImportRequest(text=NORA, cv_id=CV)


def refused(request: ImportRequest, bureau: Bureau) -> CareerError:
    with pytest.raises(CareerError) as refusal:
        import_cv(request, bureau)
    return refusal.value


def test_an_original_lies_where_its_user_alone_may_look(tmp_path: Path) -> None:
    bureau = on_disk(tmp_path)
    import_cv(ASKED, bureau)

    (original,) = (bureau.root.folder / "data/files").rglob(f"{CV}.txt")

    assert original.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("blocked", ["data/files", "data/files/cvs"])
def test_no_record_is_kept_of_a_cv_whose_original_can_not_be(tmp_path: Path, blocked: str) -> None:
    bureau = on_disk(tmp_path)
    path = bureau.root.folder / blocked
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")

    error = refused(ASKED, bureau)

    assert (error.code, error.retryable) == ("VALIDATION_ERROR", False)
    assert "move it away" in error.message
    assert str(tmp_path) not in error.message
    assert (bureau.kept(KIND, CV), path.read_bytes()) == (None, b"mine")


def test_a_cv_that_can_not_be_read_leaves_the_one_of_its_id_as_it_was(tmp_path: Path) -> None:
    bureau = on_disk(tmp_path)
    import_cv(ASKED, bureau)
    broken = base64.b64encode(b"%PDF-1.4 and nothing more").decode()

    error = refused(ImportRequest(filename="nora.pdf", content_base64=broken, cv_id=CV), bureau)

    assert error.code == "PARSE_ERROR"
    assert bureau.files.get(the_cv(bureau, CV).file_key) == NORA.encode()


def test_an_import_while_another_program_writes_may_be_tried_again(tmp_path: Path) -> None:
    bureau = on_disk(tmp_path)
    impatient = SqliteRecords(bureau.root.folder / "data/craft.db", clock, busy_seconds=0)

    with bureau.records.transaction():
        error = refused(ASKED, dataclasses.replace(bureau, records=impatient))

    assert (error.code, error.retryable) == ("DB_ERROR", True)
    assert bureau.kept(KIND, CV) is None

"""What every press promises: each of the registry goes through all of it, with the wheel's engine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from rooms import ENDLESS, PAGE, engines

from careervp_mcp.career.errors import CompileFailed, InvalidInput
from careervp_mcp.career.ports import Manuscript, Typesetter
from careervp_mcp.pdf.press import PlainPress, PressSettings
from careervp_mcp.pdf.sandbox import Limits

Maker = Callable[[PressSettings], Typesetter]
PRESSES: tuple[Maker, ...] = (PlainPress,)


@pytest.fixture(params=PRESSES, ids=lambda press: press.__name__)
def press(request: pytest.FixtureRequest, settings: PressSettings) -> Typesetter:
    made: Typesetter = request.param(settings)
    return made


@pytest.fixture
def settings(tmp_path: Path) -> PressSettings:
    return PressSettings(tmp_path / "state", variables={"PATH": "/nonexistent", "HOME": "/nonexistent"})


def paper(text: str) -> Manuscript:
    return Manuscript((PAGE % text).encode())


def test_a_page_comes_back_as_a_pdf_that_opens_and_says_what_was_written(press: Typesetter) -> None:
    sheet = press.typeset(replace(paper("Ada Quill"), expected=("Ada Quill",)))

    with pypdfium2.PdfDocument(sheet.pdf) as pdf:
        assert len(pdf) == sheet.pages == 1
        assert "Ada Quill" in pdf[0].get_textpage().get_text_bounded()
    assert sheet.warnings == ()
    assert sheet.engine.startswith("pdflatex")
    assert "/" not in sheet.engine


def test_an_asset_is_read_under_its_own_name(press: Typesetter) -> None:
    manuscript = replace(paper(r"\input{parts/roles}"), assets={"parts/roles.tex": b"Nurse"}, expected=("Nurse",))

    assert press.typeset(manuscript).warnings == ()


def test_a_phrase_the_page_lacks_is_a_warning(press: Typesetter) -> None:
    sheet = press.typeset(replace(paper("Ada"), expected=("Zoe Quill",)))

    assert any("Zoe Quill" in warning for warning in sheet.warnings)


def test_the_pdf_that_stands_there_is_only_a_hint(press: Typesetter) -> None:
    sheet = press.typeset(replace(paper("Ada"), previous=b"%PDF-1.4 of something else"))

    assert sheet.pages == 1


def test_an_error_names_file_and_line_and_no_folder(press: Typesetter, tmp_path: Path) -> None:
    with pytest.raises(CompileFailed) as failed:
        press.typeset(paper("Ada\n\\undefinedthing\n"))

    assert "resume.tex line 2: Undefined control sequence" in failed.value.message
    assert str(tmp_path) not in failed.value.message
    assert not failed.value.retryable


def test_only_its_engines_may_be_asked_for(press: Typesetter) -> None:
    with pytest.raises(InvalidInput) as refused:
        press.typeset(paper("Ada"), engine="sh")

    assert "sh" not in press.engines
    assert all(name in refused.value.message for name in press.engines)


def test_a_missing_engine_is_told_with_the_command_that_brings_it(press: Typesetter) -> None:
    with pytest.raises(CompileFailed) as failed:
        press.typeset(paper("Ada"), engine="xelatex")

    assert "install" in failed.value.message
    assert "xelatex" in failed.value.message


def test_a_caller_that_cancels_ends_the_engine_and_may_try_again(press: Typesetter, settings: PressSettings) -> None:
    seen: list[int] = []

    def cancelled() -> bool:
        seen.extend(engines(settings.state))
        return bool(seen)

    with pytest.raises(CompileFailed) as failed:
        press.typeset(Manuscript(ENDLESS.encode()), cancelled=cancelled)

    assert failed.value.retryable
    assert engines(settings.state) == []


@pytest.mark.parametrize("maker", PRESSES)
def test_the_time_limit_ends_the_engine_and_may_be_tried_again(maker: Maker, settings: PressSettings) -> None:
    press = maker(replace(settings, limits=Limits(wall_seconds=0.5)))

    with pytest.raises(CompileFailed) as failed:
        press.typeset(Manuscript(ENDLESS.encode()))

    assert failed.value.retryable
    assert engines(settings.state) == []


@pytest.mark.parametrize("text", ["Ada", r"\undefinedthing"])
def test_nothing_of_a_run_is_left_behind(press: Typesetter, settings: PressSettings, text: str) -> None:
    try:
        press.typeset(paper(text))
    except CompileFailed:
        assert text != "Ada"

    assert [path.name for path in (settings.state / "press").iterdir() if path.name != ".gate"] == []

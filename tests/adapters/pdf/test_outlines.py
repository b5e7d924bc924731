"""A cut outline file holds all that its encodings can ask for, and a page through it is the plain page."""

import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject
from tiers import SYSTEM, Bench, has, pages, settings
from type1 import CALL, END, FIXED, HSBW, OTHER, POP, RETURN, SEAC, SIMPLE, font, part, program, told

from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf import launch
from careervp_mcp.pdf.charstrings import NotCut
from careervp_mcp.pdf.cutmap import CutMap, CutOutlines
from careervp_mcp.pdf.outlines import cut

needs_landlock = pytest.mark.skipif(launch.landlock_abi() == 0, reason="this kernel has no Landlock")
SYSTEMS = ["system"] if shutil.which("pdflatex", path=SYSTEM) else []
FONTS = ("lmr10", "lmbx10", "lmri10", "lmcsc10")
EVERY_CHARACTER = rb"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\pagestyle{empty}
\newcount\code
\def\every#1{{\font\shown=#1 \shown \code=0 \loop\char\code\ \ifnum\code<255 \advance\code1 \repeat\par}}
\begin{document}
\every{ec-lmr10}\every{ec-lmbx10}\every{ec-lmri10}\every{ec-lmcsc10}
\every{ts1-lmr10}\every{ts1-lmbx10}\every{ts1-lmri10}\every{ts1-lmcsc10}
\end{document}
"""
MAP = """\
ec-sample Sample " enclmec ReEncodeFont " <lm-ec.enc <sample.pfb
ec-sample Sample " enclmec ReEncodeFont " <lm-ec.enc <other.pfb
ec-slanted Sample " 0.2 SlantFont enclmec ReEncodeFont " <lm-ec.enc <sample.pfb
ts1-sample Sample " enclmts1 ReEncodeFont " <lm-ts1.enc <sample.pfb
qx-sample Sample " enclmqx ReEncodeFont " <lm-qx.enc <sample.pfb
bare-sample Sample <sample.pfb
whole-sample Sample " enclmec ReEncodeFont " <lm-ec.enc <<sample.pfb
vector-sample Sample " enclmec ReEncodeFont " <[lm-ec.enc <sample.pfb
"""
VECTORS = {
    "lm-ec.enc": "% /zcaron\n/enclmec [ /A /.notdef ] def",
    "lm-ts1.enc": "/enclmts1[/bullet] def",
    "lm-qx.enc": "/q [/Z]",
}
SAMPLE = font(dict.fromkeys((".notdef", "A", "bullet", "Z"), SIMPLE))


@needs_landlock
@pytest.mark.parametrize("engine", ["wheel", *SYSTEMS])
def test_every_t1_and_ts1_character_of_a_cut_font_is_the_whole_fonts_to_the_pixel(
    tmp_path: Path, engine: str
) -> None:
    if engine != "wheel" and not has("lmr10.pfb", engine):
        pytest.skip("this machine's own TeX lacks Latin Modern")
    bench = Bench.of(settings(tmp_path / "a state with spaces", engine))
    work = Manuscript(EVERY_CHARACTER)
    cold = bench.cold(work)
    bench.learn(work, cold)

    fast = bench.by("format", work)

    draft = bench.fast.draft(work, bench.engine)
    lines = draft.format.outlines.read_text() if draft else ""
    assert [name for name in FONTS if f"<{name}-" not in lines] == []
    assert list(pages(fast.pdf)) == list(pages(cold.pdf))
    assert fast.log.warnings == cold.log.warnings
    assert _embedded(fast.pdf) == _embedded(cold.pdf)
    bench.fast.close()


def _embedded(pdf: bytes) -> list[tuple[str, str]]:
    """Each font's name, and the name that its embedded file gives itself."""
    with PdfReader(BytesIO(pdf)) as reader:
        objects = [reader.get_object(number + 1) for number in range(int(str(reader.trailer["/Size"])) - 1)]
        dictionaries = [each for each in objects if isinstance(each, DictionaryObject)]
        fonts = [each for each in dictionaries if each.get("/Type") == "/FontDescriptor"]
        return sorted((str(each["/FontName"]), _own_name(each["/FontFile"])) for each in fonts)


def _own_name(file: object) -> str:
    assert isinstance(file, StreamObject)
    return file.get_data().partition(b"/FontName ")[2].split()[0].decode()


def test_what_no_kept_glyph_needs_is_left_out_and_all_others_stay() -> None:
    calling = program(0, 500, HSBW, 5, 1, 3, OTHER, POP, CALL, END)
    accented = program(0, 500, HSBW, 0, 10, 20, 101, 194, SEAC)
    glyphs = {".notdef": SIMPLE, "z": SIMPLE, "e": calling, "acute": SIMPLE, "eacute": accented, "A": SIMPLE}
    whole = font(glyphs, (*FIXED, RETURN, program(7, CALL), RETURN, program(3, CALL, RETURN)))

    small = cut(whole, ["eacute", "nosuchglyph"])

    assert told(small) == ([".notdef", "e", "acute", "eacute"], [0, 1, 2, 3, 5, 7], 4)


def test_the_charstrings_that_stay_are_the_files_own_bytes() -> None:
    glyphs = {".notdef": SIMPLE, "A": program(0, 700, HSBW, 1000, 3, b"\x0c\x0c", b"\x05", END)}

    assert told(cut(font(glyphs), glyphs)) == told(font(glyphs))
    assert cut(cut(font(glyphs), glyphs), glyphs) == cut(font(glyphs), glyphs)


SOUND = font({".notdef": SIMPLE, "A": SIMPLE})


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"%!PS-AdobeFont-1.0: in text form\n",
        SOUND[: len(SOUND) // 2],
        SOUND[:-2],
        SOUND[:6] + b"\xff\xff" + SOUND[6:],
        part(1, b"head") + part(1, b"tail") + b"\x80\x03",
        part(1, b"head") + part(2, b"noise" * 50) + part(1, b"tail") + b"\x80\x03",
        font({"A": SIMPLE}),
        font({".notdef": SIMPLE, "A": program(9, CALL, END)}),
        font({".notdef": SIMPLE, "A": program(CALL, END)}),
        font({".notdef": SIMPLE, "A": program(4, CALL, END)}, (*FIXED, program(4, CALL))),
        font({".notdef": SIMPLE, "A": program(0, 0, 0, 101, 194, SEAC)}),
        font({".notdef": SIMPLE, "A": program(0, 0, 0, 1, 2, SEAC)}),
        font({".notdef": SIMPLE, "A": program(101, 194, SEAC)}),
        font({".notdef": SIMPLE, "A": SIMPLE}, private=b"/Subrs 1 array\ndup 0 4 RD 1234 NP\nND\n"),
        font({".notdef": SIMPLE, "A": SIMPLE}, private=b"/lenIV -1 def\n"),
    ],
)
def test_a_file_that_is_not_as_expected_is_not_cut(damaged: bytes) -> None:
    with pytest.raises(NotCut):
        cut(damaged, ["A"])


def installation(folder: Path, fonts: Mapping[str, bytes]) -> str:
    """An engine's files, and the record of a page that used T1 and another encoding."""
    files = {"pdftex.map": MAP.encode(), **{name: text.encode() for name, text in VECTORS.items()}, **fonts}
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    used = ["pdftex.map", "lm-ec.enc", *fonts]
    return "".join(f"INPUT {folder / name}\n" for name in used) + "INPUT sample.pfb\nOUTPUT resume.pdf\n"


def test_only_lines_whose_encodings_glyphs_are_all_kept_point_to_the_cut_file(tmp_path: Path) -> None:
    record = installation(tmp_path / "tex", {"sample.pfb": SAMPLE})

    made = CutOutlines(tmp_path / "cut").map_for(record, [tmp_path / "tex"])

    kept = next((tmp_path / "cut").glob("*.pfb"))
    lines = [line for line in MAP.splitlines() if line.startswith(("ec-sample", "ec-slanted", "ts1-sample"))]
    del lines[1]
    assert made.lines.splitlines() == [line.replace("<sample.pfb", f"<{kept.name}") for line in lines]
    assert told(kept.read_bytes())[0] == [".notdef", "A", "bullet"]
    assert {path.name for path in made.files} == {"pdftex.map", "lm-ec.enc", "lm-ts1.enc", "sample.pfb", kept.name}


def test_a_cut_file_is_made_once_and_again_when_it_was_damaged(tmp_path: Path) -> None:
    record = installation(tmp_path / "tex", {"sample.pfb": SAMPLE})
    outlines = CutOutlines(tmp_path / "cut")
    first = outlines.map_for(record, [tmp_path / "tex"])
    kept = next((tmp_path / "cut").glob("*.pfb"))
    sound, made = kept.read_bytes(), kept.stat().st_ino

    assert outlines.map_for(record, [tmp_path / "tex"]) == first
    assert kept.stat().st_ino == made
    kept.write_bytes(sound[:-9])
    assert outlines.map_for(record, [tmp_path / "tex"]) == first
    assert kept.read_bytes() == sound


@pytest.mark.parametrize(
    ("content", "readable", "cuts"),
    [(SAMPLE[:200], "tex", "cut"), (SAMPLE, "elsewhere", "cut"), (SAMPLE, "tex", "a:b"), (SAMPLE, "tex", "~ $HOME")],
    ids=["damaged", "outside what the engine may read", "a path list", "a path with signs"],
)
def test_whole_outlines_are_used_where_none_can_be_cut(
    tmp_path: Path, content: bytes, readable: str, cuts: str
) -> None:
    record = installation(tmp_path / "tex", {"sample.pfb": content})

    assert CutOutlines(tmp_path / cuts).map_for(record, [tmp_path / readable]) == CutMap()
    assert not (tmp_path / cuts).exists()


@needs_landlock
def test_a_format_whose_cut_outlines_are_gone_is_made_again(tmp_path: Path) -> None:
    bench = Bench.of(settings(tmp_path))
    begin, _, _ = EVERY_CHARACTER.partition(b"\\begin{document}")
    work = Manuscript(begin + b"\\begin{document}\nOdalys Brannigan-Koss\n\\end{document}")
    cold = bench.cold(work)
    bench.learn(work, cold)
    draft = bench.fast.draft(work, bench.engine)
    assert draft
    assert draft.format.sound
    cuts = list(draft.format.folder.parents[1].glob("outlines/*.pfb"))

    cuts[0].unlink()

    assert not draft.format.sound
    bench.learn(work, cold)
    assert draft.format.sound
    assert cuts[0].is_file()
    bench.fast.close()

"""The font map of the TeX that the wheel carries: what it has, and Latin Modern for what it lacks.

The wheel's own map names thousands of fonts that were pruned from it, among them every outline of
Computer Modern, whose metrics stayed. Latin Modern has the same shapes, so each metric is set with the
matching outline, through the encoding that restores the metric's layout.
"""

import re
from pathlib import Path

_OUTLINE = re.compile(r"<+\[?([^\s\"<\[]+)")
_METRIC = re.compile(r"^([a-z]+?)(\d+)$")
OWN_MAP = Path("texmf-var/fonts/map/pdftex/updmap/pdftex.map")

_ROMAN, _ITALIC, _TYPEWRITER, _SMALL_CAPS = "lm-rep-cmrm", "lm-rep-cmit", "lm-rep-cmtt", "lm-rep-cmsc"
_KNUTH = {
    "cmb": ("lmb", _ROMAN),
    "cmbsy": ("lmbsy", "lm-mathsy"),
    "cmbx": ("lmbx", _ROMAN),
    "cmbxsl": ("lmbxo", _ROMAN),
    "cmbxti": ("lmbxi", _ITALIC),
    "cmcsc": ("lmcsc", _SMALL_CAPS),
    "cmdunh": ("lmdunh", _ROMAN),
    "cmex": ("lmex", "lm-mathex"),
    "cmitt": ("lmtti", "lm-rep-cmitt"),
    "cmmi": ("lmmi", "lm-mathit"),
    "cmmib": ("lmmib", "lm-mathit"),
    "cmr": ("lmr", _ROMAN),
    "cmsl": ("lmro", _ROMAN),
    "cmsltt": ("lmtto", _TYPEWRITER),
    "cmss": ("lmss", _ROMAN),
    "cmssbx": ("lmssbx", _ROMAN),
    "cmssdc": ("lmssdc", _ROMAN),
    "cmssi": ("lmsso", _ROMAN),
    "cmssq": ("lmssq", _ROMAN),
    "cmssqi": ("lmssqo", _ROMAN),
    "cmsy": ("lmsy", "lm-mathsy"),
    "cmtcsc": ("lmtcsc", _SMALL_CAPS),
    "cmti": ("lmri", _ITALIC),
    "cmtt": ("lmtt", _TYPEWRITER),
    "cmu": ("lmu", _ITALIC),
    "cmvtt": ("lmvtt", _ROMAN),
}
"""Knuth's families; what has no counterpart is left out: cmff10, cmfi10, cmfib8, cminch, cmtex8 to 10."""

_EUROPEAN = {
    "bi": "lmbxi",
    "bl": "lmbxo",
    "bx": "lmbx",
    "cc": "lmcsc",
    "ci": "lmri",
    "dh": "lmdunh",
    "it": "lmtti",
    "oc": "lmcsco",
    "rb": "lmb",
    "rm": "lmr",
    "sc": "lmcsco",
    "si": "lmsso",
    "sl": "lmro",
    "so": "lmssbo",
    "ss": "lmss",
    "st": "lmtto",
    "sx": "lmssbx",
    "tc": "lmtcsc",
    "ti": "lmri",
    "tt": "lmtt",
    "ui": "lmu",
    "vi": "lmvtto",
    "vt": "lmvtt",
    "xc": "lmcsc",
}
"""The same families in the European metrics, as the letters after `ec` (T1) and `tc` (text symbols)."""

_COUNTERPARTS = (
    _KNUTH
    | {f"ec{shape}": (outline, "lm-ec") for shape, outline in _EUROPEAN.items()}
    | {f"tc{shape}": (outline, "lm-ts1") for shape, outline in _EUROPEAN.items()}
)


def font_map(root: Path) -> str:
    """The map for the wheel's TeX at `root`; reads folder listings and the wheel's own map, runs nothing."""
    present = frozenset(path.name for path in (root / "texmf-dist/fonts").rglob("*.*"))
    own = (root / OWN_MAP).read_text(encoding="utf-8").splitlines()
    return "\n".join([*(line for line in own if _is_set(line, present)), *_modern(present)]) + "\n"


def _is_set(line: str, present: frozenset[str]) -> bool:
    files = _OUTLINE.findall(line)
    return bool(files) and f"{line.partition(' ')[0]}.tfm" in present and all(file in present for file in files)


def _modern(present: frozenset[str]) -> list[str]:
    sizes = _sizes(present)
    lines = []
    for metric in sorted(name.removesuffix(".tfm") for name in present if name.endswith(".tfm")):
        family = _METRIC.match(metric)
        if family and family[1] in _COUNTERPARTS:
            outline, encoding = _COUNTERPARTS[family[1]]
            size = int(family[2]) / (100 if len(family[2]) > len("10") else 1)
            lines.append(_line(metric, f"{outline}{_nearest(size, sizes[outline])}", encoding))
    return lines


def _sizes(present: frozenset[str]) -> dict[str, list[int]]:
    sizes: dict[str, list[int]] = {}
    for name in present:
        outline = _METRIC.match(name.removesuffix(".pfb"))
        if name.endswith(".pfb") and outline:
            sizes.setdefault(outline[1], []).append(int(outline[2]))
    return sizes


def _nearest(size: float, sizes: list[int]) -> int:
    return min(sizes, key=lambda drawn: (abs(drawn - size), drawn))


def _line(metric: str, outline: str, encoding: str) -> str:
    vector = "enc" + encoding.replace("-", "")  # the name an encoding file gives itself
    return f'{metric} {metric.upper()} " {vector} ReEncodeFont " <{encoding}.enc <{outline}.pfb'

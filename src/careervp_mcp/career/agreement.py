"""Agreement: whether a stated figure says what a source figure says, in the words and rounding that are allowed."""

from typing import Literal

from careervp_mcp.career.quantities import Change, Quantity

Agreement = Literal[
    "same", "computed", "rounded", "different unit", "different currency", "different period", "bound dropped",
    "range collapsed", "different value", "incomparable",
]  # fmt: skip
Channel = Literal["document", "speech"]

_EXACT = 1e-6
_NEAR = 0.05
"""How far a rounded value may lie from its source, as a share of it."""
_BOUND = 0.2
"""How far a true bound may lie from its source."""
_PERCENT_POINTS = 2.0
_FRACTION_POINTS = 3.0
_SMALL_COUNT = 100
_HALF = 0.5
_TENTH = 0.05
_DAY = 24 * 60.0
"""Minutes of a day."""


def compare(stated: Quantity, source: Quantity, channel: Channel) -> Agreement:
    """How a stated figure stands to a source figure; `incomparable` when they measure different things."""
    stated, source = _as_percent(stated), _as_percent(source)
    if stated.kind != source.kind:
        return "incomparable"
    if stated.unit != source.unit:
        return _other_unit(stated, source)
    return _of_one_value(stated, source) if _equal(stated, source) else _of_two_values(stated, source, channel)


def _of_two_values(stated: Quantity, source: Quantity, channel: Channel) -> Agreement:
    if stated.amount == source.amount and stated.written and _other_name(stated.written, source.written):
        return "different unit"
    if source.low != source.high and stated.low == stated.high and source.low <= stated.low <= source.high:
        return "range collapsed"
    if truly_bounded(stated, source, channel) or (channel == "speech" and truly_rounded(stated, source)):
        return "rounded"
    return "different value"


def _as_percent(figure: Quantity) -> Quantity:
    """A named fraction as a percentage, so that a third may meet 31 %."""
    if figure.kind != "fraction":
        return figure
    return Quantity(
        figure.low * 100, figure.high * 100, "percent", "%", figure.per, figure.bound, figure.approx or "about",
        role="fraction", span=figure.span, text=figure.text,
    )  # fmt: skip


def _other_unit(stated: Quantity, source: Quantity) -> Agreement:
    """Two units that don't convert: changed when the figure is the same."""
    if {stated.unit, source.unit} == {"min", "day"}:
        minutes = [figure.low if figure.unit == "min" else figure.low * _DAY for figure in (stated, source)]
        return "same" if abs(minutes[0] - minutes[1]) < _EXACT else "incomparable"
    if stated.kind == "money":
        return "different currency" if _equal(stated, source) else "incomparable"
    alike = _written(stated) == _written(source)
    return "different unit" if alike and stated.kind in {"time", "measure"} else "incomparable"


def _other_name(stated: str, source: str) -> bool:
    """Whether two units as written are two: not one in singular and plural."""
    return bool(source) and stated.lower().rstrip("s")[:3] != source.lower().rstrip("s")[:3]


def _written(figure: Quantity) -> str:
    return "".join(letter for letter in figure.text if letter.isdigit() or letter in ".–-")


def _equal(stated: Quantity, source: Quantity) -> bool:
    near = max(abs(source.high), 1.0) * _EXACT
    return abs(stated.low - source.low) <= near and abs(stated.high - source.high) <= near


def _of_one_value(stated: Quantity, source: Quantity) -> Agreement:
    if stated.per and source.per and stated.per != source.per:
        return "different period"
    if source.bound and stated.bound != source.bound and not (stated.kind == "time" and source.bound == "at_least"):
        return "bound dropped"  # "over nine months" may mean in their course
    if source.approx and not stated.approx and not stated.bound:
        return "bound dropped"
    return "same"


def truly_bounded(stated: Quantity, source: Quantity, channel: Channel) -> bool:
    """Whether a bound is true and near enough: at most a fifth off, on the right side."""
    if not stated.bound or (channel == "document" and not (stated.kind == "count" and source.bound == stated.bound)):
        return False
    if source.bound and source.bound != stated.bound:
        return False
    if stated.bound == "at_least":
        return source.low * (1 - _BOUND) - _EXACT <= stated.low <= source.low + _EXACT
    return source.high - _EXACT <= stated.high <= source.high * (1 + _BOUND) + _EXACT


def truly_rounded(stated: Quantity, source: Quantity) -> bool:
    """Whether a value is a true rounding: the word fits, and the value is near."""
    if not stated.approx or source.bound == "at_most":
        return False
    gap = stated.low - source.low
    if stated.approx == "nearly" and gap < 0:
        return False
    if stated.kind == "percent":
        limit = _FRACTION_POINTS if stated.role == "fraction" else _PERCENT_POINTS
        return abs(gap) <= limit + _EXACT
    if stated.kind == "count" and source.low < _SMALL_COUNT and stated.low == round(source.low / 10) * 10:
        return True
    return abs(gap) <= _NEAR * abs(source.low) + _EXACT


def derivable(change: Change, stated: Quantity, channel: Channel = "speech") -> bool:
    """Whether a stated percentage, ratio or difference follows from a change by arithmetic alone."""
    before, after = change.before.low, change.after.low
    if not before or not after:
        return False
    percent, ratio = abs(before - after) / before * 100, max(before, after) / min(before, after)
    if stated.kind in {"percent", "fraction"}:
        return _is_share(stated, percent, after / before * 100, channel)
    if stated.kind == "points":
        return change.before.kind == "percent" and abs(abs(before - after) - stated.low) < _EXACT
    if stated.kind == "multiplier":
        return _is_ratio(stated, ratio, after / before)
    return _is_gap(stated, change, channel)


def _is_share(stated: Quantity, percent: float, left: float, channel: Channel) -> bool:
    """A percentage of change, or the share that is left where a fraction is named: "cut to a third"."""
    exact = abs(stated.low - percent) <= _HALF + _EXACT and stated.kind == "percent"
    if exact and not stated.bound and stated.approx in {"", "about"}:
        return True
    source = Quantity(percent, percent, "percent", "%")
    shown = _as_percent(stated)
    near = truly_rounded(shown, source) or truly_bounded(shown, source, "speech")
    if stated.kind == "fraction":
        remains = abs(shown.low - left) <= _FRACTION_POINTS
        return (near and stated.toward != "to") or (remains and stated.toward != "by")
    return channel == "speech" and near


def _is_ratio(stated: Quantity, ratio: float, share: float) -> bool:
    """Times as much, as fast or as little; doubled needs two, halved at most a half."""
    if stated.low < 1:
        return share <= stated.low + _EXACT
    if stated.bound == "at_least":
        return ratio >= stated.low >= ratio * (1 - _BOUND)
    if ratio < stated.low * (1 - _NEAR) or (not stated.text[:1].isdigit() and ratio < stated.low - _TENTH):
        return False
    rounded = round(ratio, 1 if "." in stated.text else 0)
    return abs(rounded - stated.low) < _EXACT or abs(ratio - stated.low) <= _NEAR * ratio


def _is_gap(stated: Quantity, change: Change, channel: Channel) -> bool:
    """The difference itself, in the change's own unit."""
    if stated.kind != change.before.kind or stated.unit != change.before.unit:
        return False
    gap = abs(change.before.low - change.after.low)
    return compare(stated, Quantity(gap, gap, stated.kind, stated.unit), channel) in {"same", "rounded"}

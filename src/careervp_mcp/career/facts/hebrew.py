"""What Hebrew says in its own way: prefixed names, adjectives of rank, words of frequency, standards by number."""

import re
from collections.abc import Iterator, Mapping

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.courses import unfinished
from careervp_mcp.career.facts.grounds import Grounds, Unit
from careervp_mcp.career.facts.names import plain_name
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.quantities import quantities
from careervp_mcp.career.statements import light_families

_I_DID = re.compile(r"(?<![א-ת])[והש]?[א-ת]{2,8}תי(?![א-ת])")
_DONE = re.compile(r"(?<![א-ת])(?:השלמתי|סיימתי|קיבלתי|רכשתי|סיים|סיימה|השלים|השלימה)(?![א-ת])")
_HOLDS = re.compile(r"(?<![א-ת])(?:בעלת?|מחזיקה? ב|אוחזת? ב)[ -]?(?=תואר)")
_LEVEL = re.compile(r"תואר (?:ראשון|שני|שלישי)|דוקטורט")
_OFTEN: Mapping[str, tuple[str, ...]] = {
    "יום": ("יומי", "מדי יום", "בכל יום", "פעם ביום", "כל יום"),
    "שבוע": ("שבועי", "מדי שבוע", "בכל שבוע", "פעם בשבוע", "כל שבוע"),
    "חודש": ("חודשי", "מדי חודש", "בכל חודש", "פעם בחודש", "כל חודש"),
    "רבעון": ("רבעוני", "מדי רבעון", "בכל רבעון", "פעם ברבעון", "כל רבעון"),
    "שנה": ("שנתי", "מדי שנה", "בכל שנה", "פעם בשנה", "כל שנה"),
    "פעמיים בשנה": ("פעמיים בשנה",),
    "פעמיים בחודש": ("פעמיים בחודש",),
    "פעמיים בשבוע": ("פעמיים בשבוע",),
}
_RANK = r"[ -](?P<rank>בכירה?|ראשית?|מובילה?)(?![א-ת])"
_STANDARD = re.compile(r"(?P<label>ת[\"״]י|ISO|EN|DIN|תקן)[ -]?(?P<number>\d{2,6})")
_BUDGET = re.compile(r"(?:(?:הייתי )?אחראית? על|באחריותי|ניהלתי|בניהולי|החזקתי ב)[^.,]{0,12}תקציב")
_OWNED = re.compile(r"(?:ניהל|ניהול|אחראי|אחריות)[^.]{0,24}תקציב|תקציב[^.]{0,24}(?:ניהל|בניהול|באחריות)")
_WORK_WITH = re.compile(r"\s*(?:של )?(?:ניסיון|עבודה)(?: עם| ב)?[ -]*(?:ב-?)?(?P<skill>[A-Za-z][\w+#./ -]{1,24})")
_PAPER = re.compile(r"(?:מחזיקה?|בעלת?)(?: גם)? (?P<named>ב?(?:אישור|תעודת|רישיון|הסמכת) [א-ת ]{3,40})")
_ALIKE = 2


def in_hebrew(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """The rules of other checks, by the forms that only Hebrew has."""
    if clause.statement.language != "he" or clause.voice in {"company", "question", "plan", "gap"}:
        return
    for check in (_target, _studies, _often, _ranks, _standards, _budgets, _skill_years, _papers):
        yield from check(clause, grounds, context)


def _target(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """target_as_employer: a deed of one's own at the company that is applied to."""
    text, company = clause.statement.text, plain_name(context.company)
    if not company or grounds.says(company):
        return
    at = re.search(rf"(?<![א-ת])ב-?{re.escape(company)}", text)
    if at and _I_DID.search(text):
        yield found_at(clause, at.span(), "target_as_employer", "you have not worked there; name the employer")


def _studies(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """study_completed, degree_inflated: a degree that is not finished, told as finished or as held."""
    text = clause.statement.text
    level, done, holds = _LEVEL.search(text), _DONE.search(text), _HOLDS.search(text)
    courses = unfinished(grounds.bank)
    if level is None or not (done or holds):
        return
    for entry in courses:
        degree = grounds.bank.by_id.get(f"{entry}.degree")
        if degree is not None and level.group() in degree.text:
            at, rule = (done, "study_completed") if done else (level, "degree_inflated")
            yield found_at(
                clause, (at or level).span(), rule, "the CV says that this is not finished", facts=(degree.id,)
            )


def _often(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """frequency_changed: how often, other than the history's sentence says."""
    near = _near(clause, grounds)
    known = {name for unit in near for name, _ in _how_often(unit.statement.text)}
    for name, span in _how_often(clause.statement.text):
        if known and name not in known:
            fact = near[0].fact
            yield found_at(clause, span, "frequency_changed", f"the CV has {fact.text[:80]}", facts=(fact.id,))


def _how_often(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, forms in _OFTEN.items():
        found = re.search("|".join(rf"(?<![א-ת]){re.escape(form)}[א-ת]{{0,2}}(?![א-ת])" for form in forms), text)
        if found:
            yield name, found.span()


def _ranks(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """seniority_added: a title of the history with a rank that it has not."""
    for title in grounds.bank.of("title"):
        plain = re.sub(r"\s*\(.*?\)", "", title.text)
        found = re.search(rf"{re.escape(plain)}{_RANK}", clause.statement.text)
        if found:
            yield found_at(
                clause,
                found.span("rank"),
                "seniority_added",
                f"the CV has {plain}",
                expected=plain,
                facts=(title.id,),
            )
            return


def _standards(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """version_changed: another standard's number than the history's sentence has."""
    near = _near(clause, grounds)[:1]
    known = {found["label"]: found["number"] for unit in near for found in _STANDARD.finditer(unit.statement.text)}
    for found in _STANDARD.finditer(clause.statement.text):
        number = known.get(found["label"])
        if number is not None and number != found["number"]:
            yield found_at(clause, found.span(), "version_changed", f"the CV has {number}", expected=number)


def _budgets(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """budget_owned: a budget that the history followed or shared, told as one's own."""
    found = _BUDGET.search(clause.statement.text)
    known = [unit for unit in grounds.units if "תקציב" in unit.statement.text]
    if found and known and not any(_OWNED.search(unit.statement.text) for unit in known):
        told = known[0].fact
        yield found_at(clause, found.span(), "budget_owned", f"the CV has {told.text[:80]}", facts=(told.id,))


def _skill_years(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """skill_years_invented: so many years with one tool, which the history counts nowhere."""
    text = clause.statement.text
    for figure in quantities(text, "he"):
        after = _WORK_WITH.match(text, figure.span[1]) if figure.kind == "time" else None
        if after and grounds.says(after["skill"].strip().split()[0]):
            yield found_at(
                clause, figure.span, "skill_years_invented", "the CV counts no years with it; leave the number out"
            )


def _papers(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """credential_invented: a permit, licence or certificate whose name the history does not have."""
    found = _PAPER.search(clause.statement.text)
    if found is None:
        return
    named = found["named"].split()[1:]
    if named and not any(word in grounds.bank.text for word in (" ".join(named), " ".join(named[:2]))):
        yield found_at(
            clause, found.span("named"), "credential_invented", "the CV does not have it; leave it out, or say so"
        )


def _near(clause: Spoken, grounds: Grounds) -> list[Unit]:
    """The history's sentences that share two telling words or more with a clause, the likest first."""
    mine = clause.statement.families - light_families("he")
    shared = [(len(mine & unit.statement.families), unit) for unit in grounds.units]
    return [unit for alike, unit in sorted(shared, key=lambda one: -one[0]) if alike >= _ALIKE]

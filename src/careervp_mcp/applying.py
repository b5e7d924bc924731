"""A whole application through a client: history read, gaps asked, report, CV, letter, interview sheet, all proved."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

Report = Mapping[str, Any]
Call = Callable[..., Awaitable[Report]]
HISTORY = "data/templates/full_resume.md"
WRITERS = ("vpr_generate", "cv_tailor", "cover_letter", "interview_prep")


@dataclass(frozen=True, slots=True)
class Applied:
    """What each tool answered, by its name."""

    tracker: str
    reports: Mapping[str, Report]

    @property
    def well(self) -> bool:
        """Whether every document was accepted and all of them together stand."""
        accepted = all(self.reports[name].get("status") == "accepted" for name in WRITERS)
        return accepted and self.reports["fvs_validate"].get("passed") is True


async def apply(call: Call, tracker: str, cv_id: str) -> Applied:
    """Write a whole application to a tracker's posting; open questions are declined, as by a person who has none."""
    reports: dict[str, Report] = {}
    reports["cv_import"] = await call("cv_import", source={"path": HISTORY}, options={"cv_id": cv_id})
    application = {"cv_id": cv_id, "posting": {"path": tracker}}
    asked = reports["gap_questions"] = await call("gap_questions", application=application)
    declined = [{"question_id": question["id"], "declined": True} for question in asked.get("questions", ())]
    name = asked.get("application_id", "")
    if declined:
        reports["gap_answers"] = await call("gap_answers", application_id=name, answers=declined)
    options: Mapping[str, Mapping[str, Any]] = {"cv_tailor": {"resume_tex": True}, "cover_letter": {"pdf": True}}
    for tool in WRITERS:
        reports[tool] = await call(tool, application=application, options=options.get(tool, {}))
    reports["fvs_validate"] = await call("fvs_validate", target={"application_id": name})
    return Applied(tracker, reports)


def told(done: Applied) -> list[tuple[str, str]]:
    """Each tool and the figures of its answer, in a few words."""
    said = [(tool, _refusal(report) or _TOLD[tool](report)) for tool, report in done.reports.items()]
    return [(tool, words) for tool, words in said if words]


def written(done: Applied) -> list[str]:
    """The files that the writers made, root-relative; what only machines read is left out."""
    return [path for tool in WRITERS for path in done.reports[tool].get("files", ()) if not path.endswith(".json")]


def _refusal(report: Report) -> str:
    if "error" in report:
        return f"{report['error']['code']}: {report['error']['message']}"
    return "rejected" if report.get("status") == "rejected" else ""


def _imported(report: Report) -> str:
    counts = report["counts"]
    return ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in list(counts)[:4])


def _asked(report: Report) -> str:
    totals, fit = report["totals"], report["fit"]
    return f"{totals['total_questions']} questions, {totals['critical']} of them critical; fit {fit['value']} of 1"


def _validated(report: Report) -> str:
    verdict = "passed" if report["passed"] else "failed"
    worst = sum(finding["severity"] == "CRITICAL" for finding in report["findings"])
    return f"{verdict}: {worst} critical findings in all documents together"


_TOLD: Mapping[str, Callable[[Report], str]] = {
    "cv_import": _imported,
    "gap_questions": _asked,
    "gap_answers": lambda report: f"{len(report['results'])} declined, as an honest person would",
    "vpr_generate": lambda report: f"fit {report['verdict']['overall_fit']}, {report['word_count']} words",
    "cv_tailor": lambda report: f"{report['ats_score']} of 10, ATS estimate {report['ats_compatibility']['score']}",
    "cover_letter": lambda report: f"{report['scores']['overall']} of 1, {report['word_count']} words",
    "interview_prep": lambda report: f"{report['total_questions']} questions with answers",
    "fvs_validate": _validated,
}

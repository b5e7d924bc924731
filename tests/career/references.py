"""The reference people of the craft, all invented: their CVs and the posting that one of them answers."""

from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.facts import Context, verify
from careervp_mcp.career.facts.context import Kind
from careervp_mcp.career.findings import Finding

NORA = """\
Nora Whitfield
Columbus, OH, nora.whitfield@example.com, +1 555 010 0142, linkedin.com/in/nora-whitfield-example
Summary
Data engineer with 7 years in payments and analytics, close to fraud and finance teams.
Experience
Senior Data Engineer, Fernhill Payments, 03/2021 - 08/2025
- Built a fraud-scoring service in Python that handles 1.2 million payments a day for card issuers.
- Led a team of 4 engineers and planned their work with product managers.
- Raised test coverage from 61% to 88%.
Data Engineer, Brightwater Analytics, 03/2018 - 02/2021
- Cut the nightly pipeline from 5 hours to 95 minutes by rebuilding it in Airflow.
- Reduced cloud spend by 27%, saving $380K a year, by moving cold data to cheaper storage.
- Mentored 3 junior engineers on code review and testing.
- Helped migrate 12 services to PostgreSQL alongside the platform team.
Education
B.S. Computer Science, Ohio Valley University, 2017
Skills
Python, SQL, PostgreSQL, Airflow, AWS
Certifications
AWS Cloud Practitioner, 2022
Languages
English (native), German (B1)
"""

DANIEL = """\
Daniel Abara
Dayton, OH, daniel.abara@example.com, +1 555 010 0177
Summary
Registered nurse on a cardiac ward.
Experience
Registered Nurse, St. Brendan Hospital, 06/2019 - Present
- Cared for up to 6 patients a shift on a 24-bed cardiac ward.
- Precepted 5 new nurses.
- Cut medication errors from 9 to 3 a quarter.
- Took part in a pilot of bedside scanning on two wards.
Education
BSN, Lakeside College, 2019
Certifications
RN licence
ACLS, 2023
Languages
English (native), Spanish (B1)
"""

NORTHGATE = """\
Senior Data Engineer
Northgate Logistics
We run 40 depots across Ohio.
Required:
- Python
- SQL
- Airflow
- Kubernetes
- Leading engineers
- At least 5 years of experience
Nice to have:
- Terraform
- dbt
"""

CVS = {"nora": NORA, "daniel": DANIEL}


def bank_of(name: str) -> EvidenceBank:
    """A reference person's evidence."""
    return build_bank(read_text(CVS[name]))


def findings(name: str, text: str, kind: Kind = "letter") -> tuple[Finding, ...]:
    """What the gate finds in a text about a reference person who applies to Northgate."""
    context = Context(kind, "Northgate Logistics", "Senior Data Engineer", NORTHGATE)
    return verify(text, bank_of(name), context).findings


def edited(name: str, old: str, new: str) -> str:
    """A reference CV with one thing changed; the old text must stand there once."""
    if CVS[name].count(old) != 1:
        raise AssertionError(f"{old!r} must occur once")
    return CVS[name].replace(old, new)

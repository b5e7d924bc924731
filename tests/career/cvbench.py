"""One invented person's CV in every form that is read, and the readers of documents that the product has."""

import io
import json
from pathlib import Path

from careervp_mcp.career.cv.models import Reading
from careervp_mcp.career.cv.uploads import read_upload
from careervp_mcp.career.ports import Reader
from careervp_mcp.pdf.texts import PdfTexts
from careervp_mcp.store.documents import WordFiles

SAMPLES = Path(__file__).parent / "cv" / "samples"
READERS: dict[str, Reader] = {".pdf": PdfTexts(), ".docx": WordFiles()}
NORA = (SAMPLES / "nora.txt").read_text("utf-8")


def read(name: str, content: bytes | str) -> Reading:
    """An upload, read as the product reads it."""
    return read_upload(name, content.encode() if isinstance(content, str) else content, READERS)


def markdown(text: str = NORA) -> str:
    """The sample as Markdown: headings, bold role lines, a link."""
    headings = {"Summary", "Experience", "Education", "Skills", "Certifications", "Languages"}
    lines = []
    for place, line in enumerate(text.splitlines()):
        if not place:
            lines.append(f"# {line}")
        elif line in headings:
            lines.append(f"## {line}")
        elif "Engineer, " in line:
            title, rest = line.split(", ", 1)
            lines.append(f"**{title}**, {rest}")
        else:
            lines.append(line)
    return "\n".join(lines).replace(
        "nora.whitfield@example.com", "[nora.whitfield@example.com](mailto:nora.whitfield@example.com)"
    )


def json_resume() -> str:
    """The sample as JSON Resume."""
    cv = read("nora.txt", NORA).cv
    work = [
        {"name": role.company, "position": role.role, "startDate": role.start_date, "endDate": role.end_date}
        | {"highlights": list(role.achievements)}
        for role in cv.experience
    ]
    basics = {"name": cv.full_name, "email": cv.email, "phone": cv.phone, "location": cv.location}
    profiles = [{"network": "LinkedIn", "url": cv.linkedin}]
    study = {
        "institution": "Ohio Valley University",
        "studyType": "B.S.",
        "area": "Computer Science",
        "endDate": "2017",
    }
    return json.dumps(
        {
            "basics": basics | {"summary": cv.professional_summary, "profiles": profiles},
            "work": work,
            "education": [study],
            "skills": [{"name": skill.name} for skill in cv.skills],
            "certificates": [{"name": "AWS Cloud Practitioner", "date": "2022"}],
            "languages": [{"language": one.name, "fluency": one.level} for one in cv.languages],
        }
    )


def word_file(text: str = NORA) -> bytes:
    """The sample as a Word file with headings and list styles."""
    from docx import Document

    document = Document()
    for line in filter(None, text.splitlines()):
        listed = line.startswith("- ")
        document.add_paragraph(line[2:] if listed else line, "List Bullet" if listed else None)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class TermMention:
    canonical: str
    kind: str
    span: tuple
    text: str
    version: str = ""


S = {
    "python": "python",
    "sql": "sql",
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "airflow": "airflow",
    "aws": "aws",
    "kubernetes": "kubernetes",
    "k8s": "kubernetes",
    "terraform": "terraform",
    "dbt": "dbt",
    "docker": "docker",
    "spark": "spark",
    "kafka": "kafka",
    "java": "java",
    "snowflake": "snowflake",
    "excel": "excel",
    "autocad": "autocad",
    "revit": "revit",
    "epic": "epic",
    "qgis": "qgis",
    "klaviyo": "klaviyo",
    "mailchimp": "mailchimp",
    "shopify": "shopify",
    "hubspot": "hubspot",
    "salesforce": "salesforce",
    "javascript": "javascript",
    "react": "react",
    "tableau": "tableau",
    "go": "go",
}
LANG = "english german french spanish italian portuguese swedish polish dutch russian arabic chinese mandarin japanese hebrew welsh hindi gujarati".split()


def find_terms(text, language="en", context="prose"):
    out = []
    for m in re.finditer(r"[A-Za-z0-9+#]+", text):
        if m.group().lower() in S:
            out.append(TermMention(S[m.group().lower()], "skill", m.span(), m.group()))
    for m in re.finditer(r"[A-Z][a-z]+", text):
        if m.group().lower() in LANG:
            out.append(TermMention(m.group().lower(), "language", m.span(), m.group()))
    for m in re.finditer(
        r"\b(?:[BM]\.?S\.?c?\b\.?|Bachelor'?s?|[Mm]aster'?s?(?= (?:degree|of|in))|PhD|doctorate|MBA)", text
    ):
        out.append(TermMention(m.group().lower(), "degree", m.span(), m.group()))
    for m in re.finditer(
        r"\b(?:insurance|healthcare|banking|freight|aviation|retail|pharmaceutical|automotive|fintech|defence|oil and gas|telecoms?)\b",
        text,
        re.I,
    ):
        out.append(TermMention(m.group().lower(), "industry", m.span(), m.group()))
    return tuple(sorted(out, key=lambda x: x.span))


def canonical(n):
    return S.get(n.lower().strip(), n.lower().strip())


def same_term(a, b):
    return canonical(a) == canonical(b)


def degree_level(t):
    return (
        3
        if re.search(r"PhD|[Dd]octor", t)
        else 2
        if re.search(r"M\.?S|[Mm]aster|MBA|תואר שני", t)
        else 1
        if re.search(r"B\.?S|[Bb]achelor|BEng|BA\b|תואר ראשון", t)
        else None
    )


def same_degree(a, b):
    return degree_level(a) == degree_level(b)


def initials_match(a, b):
    return False


SEN = {"senior", "lead", "principal", "staff", "chief", "head", "director", "charge", "executive"}


def seniority(t):
    return tuple(w for w in re.findall(r"[a-z]+", t.lower()) if w in SEN)


def title_words(t):
    return tuple(w for w in re.findall(r"[a-z]+", t.lower()) if w not in ("a", "the", "of", "an"))


def same_title(a, b):
    return title_words(a) == title_words(b)


OCC = set(
    "engineer nurse chef teacher manager director analyst architect developer cook driver assistant executive lead intern commis editor designer accountant trainee clerk representative supervisor paralegal secretary consultant officer coordinator specialist technician head inspector surveyor volunteer tutor operative picker associate partner lecturer preceptor practitioner porter baker buyer planner writer illustrator photographer מהנדסת מהנדס עוזרת עוזר מנהלת עובדת עובד רכזת מדריכה".split()
)


def is_occupation(w):
    return w.lower() in OCC


def language_level(t):
    m = re.search(r"native|fluent|[ABC][12]|basic|professional", t, re.I)
    return (
        {"native": 7, "fluent": 6, "professional": 5, "basic": 1}.get(
            m[0].lower(),
            "A1 A2 B1 B2 C1 C2".split().index(m[0].upper()) + 1 if re.match("[ABC][12]", m[0], re.I) else None,
        )
        if m
        else None
    )


def industry_of(t):
    return ()

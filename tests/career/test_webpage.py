"""Web pages: what a reader sees, with its breaks and list items, and what the page says of its one job."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careervp_mcp.career.jobs import Posting
from careervp_mcp.career.sources import TEXTS
from careervp_mcp.career.webpage import read_page

JOB = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Night Nurse",
    "hiringOrganization": {"@type": "Organization", "name": "Lark Hospital"},
    "jobLocation": [{"address": {"addressLocality": "Leeds", "addressCountry": {"name": "GB"}}}, "Remote"],
    "identifier": {"@type": "PropertyValue", "name": "Lark", "value": "LH-9"},
    "employmentType": ["FULL_TIME", "PART_TIME"],
    "datePosted": "2026-02-01",
    "url": "https://lark.example/9",
    "description": "<p>Nurse the patients of ward 9.</p><ul><li>nights</li><li>weekends</li></ul>",
}


def page(source: str) -> Posting:
    return TEXTS[".html"](source)


def linked(*jobs: object, body: str = "") -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(job)}</script>' for job in jobs)
    return f"<!doctype html><html><head>{scripts}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<p>a\n  b\t c</p>", "a b c"),
        ("<ul><li>a</li> <li><p>b</p></li></ul>c", "- a\n- b\n\nc"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol><li>a<li>b</ol>", "- a\n- b"),
        ("<h2>What</h2>a<h3>How</h3>b", "## What\n\na\n\n### How\n\nb"),
        ("<h2> </h2>a", "a"),
        ("<table><tr><th>Pay<td>Band 7<tr><th>Hours<td>37</table>", "Pay Band 7\nHours 37"),
        ("<dl><dt>Pay<dd>Band 7</dl>", "Pay\nBand 7"),
        ("<pre>a\n b</pre>", "a\nb"),
        ("R&amp;D &lt;b&gt; &euro;50 &#x41; &bogus;", "R&D <b> €50 A &bogus;"),
        ("5<!-- --> years", "5 years"),
        ("€<!-- -->50", "€50"),
        ("a<script>b</script>c<style>d</style>e", "ace"),
        ("<SCRIPT>a<p></SCRIPT >b", "b"),
        ("<nav>a<nav>b</nav>c</nav>d<footer>e</footer><aside>f</aside>", "d"),
        ("<button>Apply</button><svg><title>x</title></svg>a", "a"),
        ("<p hidden>a</p><p style='color:red; Display : none'>b</p><div style=font-size:0>c</div>d", "d"),
        ("<p style='font-size:0.9em'>a</p>", "a"),
        ("<header>a</header><main>b</main><div>c</div>", "b"),
        ("<main></main>a", "a"),
        ("<main>a</main><main>b</main>", "a\n\nb"),
        ("<title>x</title>a", "a"),
        ("<?php echo 1 ?><!DOCTYPE html><![CDATA[x]]>a", "a"),
        ("a <b c", "a"),
        ("a < b > c", "a < b > c"),
        ("", ""),
    ],
    ids=ascii,
)
def test_a_page_is_read_as_its_reader_sees_it(source: str, text: str) -> None:
    assert read_page(source).text == text


def test_linked_data_says_what_a_page_is_about() -> None:
    found = page(linked(JOB, body="<h1>Join our night team!</h1><p>Nurse.</p>"))

    assert found == Posting(
        title="Night Nurse",
        company="Lark Hospital",
        description=(
            "Nurse the patients of ward 9.\n\n- nights\n- weekends\n\n"
            "Type: FULL_TIME, PART_TIME\nDate posted: 2026-02-01"
        ),
        url="https://lark.example/9",
        location="Leeds, GB; Remote",
        job_id="LH-9",
    )


@pytest.mark.parametrize(
    "linked_data", [[JOB], {"@graph": [{"@type": "WebPage"}, JOB]}, {**JOB, "@type": ["Thing", "JobPosting"]}]
)
def test_linked_data_is_found_in_lists_and_graphs(linked_data: object) -> None:
    assert page(linked(linked_data)).company == "Lark Hospital"


@pytest.mark.parametrize(
    "source",
    [
        linked(JOB, JOB | {"title": "Day Nurse"}, body="<p>Two jobs.</p>"),
        linked({"@type": "Organization", "name": "Lark"}, body="<p>A job.</p>"),
        linked("JobPosting", body="<p>A job.</p>"),
        linked(body="<p>A job.</p><script type=application/ld+json>{broken</script>"),
        linked(
            {"@type": "JobPosting", "title": 7, "hiringOrganization": [], "description": {}}, body="<p>A job.</p>"
        ),
        "<title>Careers - Lark</title><p>A job.</p>",
        "<title>Careers</title><p>A job.</p>",
        "<h1>Nurse</h1><h1>Doctor</h1><p>Two jobs.</p>",
        "<h1>About us</h1><p>A job.</p>",
        "<p># of beds: 4</p>",
    ],
    ids=ascii,
)
def test_a_page_that_does_not_say_its_one_job_is_not_guessed_at(source: str) -> None:
    found = page(source)

    assert (found.title, found.company) == ("", "")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("<title>Lark | Jobs</title><h1>Night <b>Nurse</b></h1><p>a", "Night Nurse"),
        ("<title>Night Nurse</title><p>a", "Night Nurse"),
        ("<h1>Lark</h1><p>Title: Night Nurse</p><p>a", "Night Nurse"),
    ],
)
def test_a_title_comes_from_the_only_heading_else_from_a_name_without_the_sites(source: str, title: str) -> None:
    assert page(source).title == title


@pytest.mark.parametrize(
    ("canonical", "url"),
    [("https://lark.example/9", "https://lark.example/9"), ("/jobs/9", ""), ("javascript:alert(1)", "")],
)
def test_a_page_names_its_own_address_when_it_is_one(canonical: str, url: str) -> None:
    assert page(f'<link rel="canonical" href="{canonical}"><p>a').url == url


def test_a_page_pasted_as_text_is_read_as_a_page() -> None:
    assert TEXTS[".txt"](linked(JOB)).company == "Lark Hospital"


TAGS = [
    "<p>",
    "</p>",
    "<li>",
    "<ul>",
    "</ul>",
    "<h1>",
    "</h1>",
    "<main>",
    "<nav>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
]
TAGS += [
    "<",
    ">",
    "a",
    " ",
    "\n",
    '"',
    "<!",
    "<pre>",
    "&amp;",
    "<title>",
    "<a b='",
    "<br>",
    "<td hidden>",
    "]]>",
    "<![CDATA[",
]


@given(parts=st.lists(st.sampled_from(TAGS) | st.text(max_size=3), max_size=60))
def test_any_markup_at_all_is_read(parts: list[str]) -> None:
    text = read_page("".join(parts)).text

    assert text == text.strip("\n")
    assert "\n\n\n" not in text

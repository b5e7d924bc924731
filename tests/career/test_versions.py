"""Which products and standards a text names with their number."""

import pytest

from careervp_mcp.career.versions import versions_in


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("services in Java 17", "java", "17"),
        ("OAuth 2.0 sign-in", "oauth", "2.0"),
        ("audits to ISO 9001", "iso", "9001"),
        ("drawings in Civil 3D 2023", "civil 3d", "2023"),
        ("reports in Google Analytics 4", "google analytics", "4"),
        ("Python 3.11 scripts", "python", "3.11"),
        ('לפי ת"י 413', 'ת"י', "413"),
    ],
)
def test_a_product_or_standard_is_told_with_its_number(text: str, name: str, version: str) -> None:
    ((found, number, span),) = versions_in(text)

    assert (found, number) == (name, version)
    assert text[slice(*span)].endswith(version)


@pytest.mark.parametrize(
    "text", ["Led 4 engineers", "Since 2019", "In March 2018", "Trained 5 nurses", "up to 6 patients"]
)
def test_a_number_that_counts_or_dates_is_no_version(text: str) -> None:
    assert list(versions_in(text)) == []

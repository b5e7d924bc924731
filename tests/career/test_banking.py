"""The evidence bank of the reference people."""

from collections import Counter

import pytest
from references import CVS, NORA, bank_of

from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.cv.plaintext import read_text


def test_the_reference_cv_gives_the_counts_of_the_craft() -> None:
    bank = bank_of("nora")
    kinds = Counter(fact.kind for fact in bank.facts)

    assert (kinds["title"], kinds["employer"], kinds["skill"], kinds["certification"]) == (2, 2, 5, 1)
    assert kinds["metric"] + kinds["team_size"] == 8
    assert len([fact for fact in bank.facts if fact.id in {f"r1.b{n}" for n in (1, 2, 3)}]) == 3
    assert bank.by_id["d.years"].value == 7
    assert bank.conflicts == ()


@pytest.mark.parametrize("name", sorted(CVS))
def test_every_span_reproduces_its_text(name: str) -> None:
    bank = bank_of(name)

    for fact in bank.facts:
        if fact.source != "derived":
            assert " ".join(bank.text[slice(*fact.span)].split()) == " ".join(fact.text.split()), fact.id


def test_the_same_text_makes_the_same_bank() -> None:
    one, other = build_bank(read_text(NORA)), build_bank(read_text(NORA))

    assert one.bank_hash == other.bank_hash
    assert [fact.content_key for fact in one.facts] == [fact.content_key for fact in other.facts]


def test_one_edited_bullet_changes_the_hash_and_its_own_key_alone() -> None:
    before = bank_of("nora")
    after = build_bank(read_text(NORA.replace("by 27%", "by 26%")))
    keys = {fact.id: fact.content_key for fact in before.facts}

    changed = {fact.id for fact in after.facts if keys.get(fact.id) != fact.content_key}

    assert before.bank_hash != after.bank_hash
    assert {fact for fact in changed if not fact.startswith("d.")} == {"r2.b2", "r2.b2.m1"}


def test_more_years_than_the_roles_hold_are_a_conflict() -> None:
    bank = build_bank(read_text(NORA.replace("with 7 years", "with 12 years")))

    assert len(bank.conflicts) == 1
    assert "12 years" in bank.conflicts[0]
    assert "7 years" in bank.conflicts[0]

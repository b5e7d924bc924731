"""The command `careervp-mcp migrate`."""

from pathlib import Path

import pytest
from ledger import Ledger

from careervp_mcp.cli import main
from careervp_mcp.store.migrations import MIGRATIONS


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    made = Ledger.laid(tmp_path)
    monkeypatch.setenv("CAREERVP_ROOT", str(tmp_path / "root"))
    monkeypatch.setenv("CAREERVP_STATE_DIR", str(made.state))
    return made


def test_the_command_says_what_it_did_and_where_the_backup_stands(
    ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger.older()

    code = main(["migrate"])

    first, *_, last = capsys.readouterr().out.splitlines()
    assert (code, last) == (0, f"ready: version {len(MIGRATIONS)}")
    assert first.startswith("backed up jobs-")
    assert first.endswith("in the folder backups of CAREERVP_STATE_DIR")


def test_another_database_below_the_root_is_named_with_db(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    Ledger(ledger.path.with_name("mine.db"), ledger.state).older()

    code = main(["migrate", "--db", "data/capture/mine.db"])

    assert code == 0
    assert "made      table outbox" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("data/capture/jobs.db", "the jobs database is not there: jobs.db; add_jobs makes it"),
        ("../jobs.db", "--db lies outside the root: jobs.db"),
        ("data", "the jobs database must be a file"),
    ],
)
def test_what_can_not_be_migrated_is_told_in_a_sentence_and_nothing_is_made(
    ledger: Ledger, capsys: pytest.CaptureFixture[str], path: str, words: str
) -> None:
    (ledger.path.parents[2] / "data").mkdir(parents=True)

    code = main(["migrate", "--db", path])

    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert told.err.startswith(words)
    assert not ledger.path.exists()
    assert not ledger.state.exists()

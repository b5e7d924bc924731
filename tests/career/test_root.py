from pathlib import Path

import pytest

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.root import Root, followed, last_part


@pytest.fixture
def root(tmp_path: Path) -> Root:
    home, vault = tmp_path / "home" / "ada" / "root", tmp_path / "vault"
    (home / "trackers").mkdir(parents=True)
    vault.mkdir()
    (tmp_path / "secret.md").write_text("hidden")
    return Root(home, {"vault": vault})


def test_a_relative_path_is_one_of_the_root(root: Root) -> None:
    assert root.resolve("trackers/a.md", what="tracker_path") == root.folder / "trackers" / "a.md"
    assert root.resolve("x/../trackers//./a.md", what="tracker_path") == root.folder / "trackers" / "a.md"


def test_an_absolute_path_inside_is_accepted_and_shown_relative(root: Root) -> None:
    path = root.resolve(f"{root.folder}/trackers/a.md", what="tracker_path")

    assert root.show(path) == "trackers/a.md"
    assert root.show(root.folder) == "."


def test_an_extra_root_is_known_by_its_name(root: Root) -> None:
    path = root.resolve("@vault/jobs/a.md", what="tracker_path")

    assert path == root.extras["vault"] / "jobs" / "a.md"
    assert root.show(path) == "@vault/jobs/a.md"
    assert root.echo(str(path)) == "@vault/jobs/a.md"


def test_an_unknown_name_is_a_folder_of_the_root(root: Root) -> None:
    assert root.resolve("@attic/a.md", what="tracker_path") == root.folder / "@attic" / "a.md"


def outside(root: Root) -> list[str]:
    return [
        "../../../secret.md",
        str(root.folder.parents[2] / "secret.md"),
        f"{root.folder}-twin/secret.md",
        "trackers/../../secret.md",
        "@vault/../secret.md",
        "@vault//etc/secret.md",
        "link/secret.md",
        "secret_link.md/../../secret.md",
    ]


@pytest.mark.parametrize("number", range(8))
def test_a_path_that_leaves_the_roots_is_refused_and_shown_by_its_last_part(root: Root, number: int) -> None:
    (root.folder / "link").symlink_to(root.folder.parents[2])
    path = outside(root)[number]

    with pytest.raises(InvalidInput) as refused:
        root.resolve(path, what="tracker_path")

    assert refused.value.message == (
        "tracker_path lies outside the root: secret.md; name a path inside the root or an extra root"
    )
    assert root.echo(path) in {"secret.md", "link/secret.md"}


def test_a_link_from_one_root_to_another_is_followed(root: Root) -> None:
    (root.folder / "notes").symlink_to(root.extras["vault"])

    assert root.resolve("notes/a.md", what="tracker_path") == root.folder / "notes" / "a.md"


@pytest.mark.parametrize("character", ["\0", "\n", "\r", "\x1b", "\x7f", "\N{LINE SEPARATOR}"])
def test_a_control_character_is_refused_and_never_shown(root: Root, character: str) -> None:
    path = f"trackers/a{character}b.md"

    with pytest.raises(InvalidInput, match="tracker_path holds a control character; write a plain path"):
        root.resolve(path, what="tracker_path")
    assert root.echo(path) == "a?b.md"


@pytest.mark.parametrize("knot", ["loop", "\ud800"])
def test_a_path_that_can_not_be_followed_is_refused(root: Root, knot: str) -> None:
    (root.folder / "loop").symlink_to("loop")

    with pytest.raises(InvalidInput, match="tracker_path is not a path that can be followed"):
        root.resolve(f"{knot}/a.md", what="tracker_path")
    assert root.echo(f"{knot}/a.md") == "a.md"


def test_a_strangers_path_is_shown_by_its_last_part_alone(root: Root) -> None:
    assert root.show(Path("/home/ada/private/key.pem")) == "key.pem"
    assert last_part(Path("/")) == "."
    assert last_part(Path("a" * 500)) == "a" * 120


@pytest.mark.parametrize("text", [".", "..", "trackers/..", "../..", "@vault", "@vault/.."])
def test_the_names_of_the_root_and_of_what_holds_it_are_never_told(root: Root, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        root.resolve(text, what="tracker_path")

    told = f"{refused.value.message} {root.echo(text)}"
    assert not {root.folder.name, *(folder.name for folder in root.folder.parents if folder.name)} & set(told.split())


@pytest.mark.parametrize("name", ["resume (deleted)", "resume", "r\u00e9sum\u00e9 *"])
def test_a_link_is_followed_to_the_name_that_really_stands_there(root: Root, name: str) -> None:
    (root.folder / name).mkdir()
    (root.folder / "link").symlink_to(name)

    assert followed(root.folder / "link" / "new.pdf") == str(root.folder / name / "new.pdf")
    assert followed(root.folder / "link") == str(root.folder / name)

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import pytest
from pydantic import SecretStr

from careervp_mcp.tools.auth import REVOKED, Tokens, User, get_user_from_token, validate_token

SECRET = "an invented secret of more than thirty-two bytes"  # noqa: S105 - invented
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = int(NOW.timestamp()) + 3600
NORA = {"sub": "u-1", "email": "nora@example.com", "exp": LATER, "jti": "t-1"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def signed(claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm)


def but(**claims: Any) -> str:
    """Nora's token with other claims; None leaves one out."""
    return signed({key: value for key, value in (NORA | claims).items() if value is not None})


def by_hand(header: dict[str, Any], signature: bytes = b"") -> str:
    parts = (json.dumps(header).encode(), json.dumps(NORA).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def spelled_otherwise(token: str) -> str:
    """The same bytes: the last letter's two lowest bits stand for nothing, and some readers don't mind."""
    return token[:-1] + LETTERS[LETTERS.index(token[-1]) ^ 1]


REFUSED: dict[str, Any] = {
    "another key": signed(NORA, "another secret of more than thirty-two bytes"),
    "HS384": signed(NORA, SECRET, "HS384"),
    "HS512": signed(NORA, "s" * 64, "HS512"),
    "the algorithm none": by_hand({"alg": "none", "typ": "JWT"}),
    "none in capitals": by_hand({"alg": "NONE", "typ": "JWT"}),
    "an algorithm of public keys": by_hand({"alg": "RS256", "typ": "JWT"}, b"x" * 32),
    "no algorithm": by_hand({"typ": "JWT"}, b"x" * 32),
    "no signature": signed(NORA).rpartition(".")[0] + ".",
    "another's claims": "{1}.{0}.{2}".format(*signed(NORA).split(".")),
    "expired": but(exp=int(NOW.timestamp()) - 1),
    "expiring now": but(exp=int(NOW.timestamp())),
    "without an expiry": but(exp=None),
    "an expiry in words": but(exp="tomorrow"),
    "an expiry of digits in a text": but(exp=str(LATER)),
    "an endless expiry": but(exp=float("inf")),
    "an expiry that is no number": but(exp=float("nan")),
    "an expiry that is true": but(exp=True),
    "not yet begun": but(nbf=LATER),
    "for somebody else": but(aud="another service"),
    "nothing": "",
    "a word": "token",
    "only the scheme": "Bearer ",
    "deep": by_hand({"alg": "HS256", "x": json.loads("[" * 900 + "]" * 900)}),
    "not ASCII": "é.é.é",
    "half a pair": "\ud800",
    "null": None,
    "a number": 7,
    "bytes": signed(NORA).encode(),
    "a list": [signed(NORA)],
}


@pytest.fixture
def revoked(tmp_path: Path) -> Path:
    path = tmp_path / REVOKED
    path.touch()
    return path


@pytest.fixture
def tokens(revoked: Path) -> Tokens:
    return Tokens(SecretStr(SECRET), revoked, lambda: NOW)


@pytest.mark.parametrize("token", [signed(NORA), f"Bearer {signed(NORA)}", f"Bearer  {signed(NORA)}\n"])
def test_a_signed_token_holds_until_it_expires_with_or_without_its_scheme(tokens: Tokens, token: str) -> None:
    assert tokens.valid(token)
    assert tokens.user(token) == User("u-1", "nora@example.com")


@pytest.mark.parametrize("token", REFUSED.values(), ids=REFUSED)
def test_whatever_else_is_sent_is_no_token_and_raises_only_where_a_user_is_asked_for(
    tokens: Tokens, token: Any
) -> None:
    assert tokens.valid(token) is False
    with pytest.raises(ValueError, match="the token is not valid"):
        tokens.user(token)


@pytest.mark.parametrize("email", [None, "", " ", "nora", "@", "a@b c", "a@b\n", ["a@b"], 7, f"{'n' * 250}@a.bc"])
def test_a_token_without_an_e_mail_holds_and_is_nobodys(tokens: Tokens, email: Any) -> None:
    token = but(email=email)

    assert tokens.valid(token)
    with pytest.raises(ValueError, match="no e-mail"):
        tokens.user(token)


def test_a_token_without_a_subject_is_its_e_mails(tokens: Tokens) -> None:
    assert tokens.user(but(sub=None)) == User("nora@example.com", "nora@example.com")


def whole(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@pytest.mark.parametrize("line", [lambda _: "t-1", whole], ids=["by its id", "by its hash"])
@pytest.mark.parametrize("form", ["{}", "another\n\n  {}  \r\nmore\n", "\ufeff{}"])
@pytest.mark.parametrize(
    "sent", [str, spelled_otherwise, "{}==".format, "{}!".format, "Bearer {}".format], ids=range(5)
)
def test_a_revoked_token_does_not_hold_however_it_is_spelled(
    tokens: Tokens, revoked: Path, line: Callable[[str], str], form: str, sent: Callable[[str], str]
) -> None:
    token = signed(NORA)
    assert tokens.valid(token)

    revoked.write_text(form.format(line(token)), "utf-8")

    assert not tokens.valid(sent(token))
    with pytest.raises(ValueError, match="not valid"):
        tokens.user(sent(token))
    assert tokens.valid(but(jti="t-2"))


@pytest.mark.parametrize("harm", ["missing", "a folder", "bytes"])
def test_no_token_holds_while_the_list_of_revoked_ones_cannot_be_read(
    tokens: Tokens, revoked: Path, harm: str
) -> None:
    revoked.unlink()
    if harm == "a folder":
        revoked.mkdir()
    if harm == "bytes":
        revoked.write_bytes(b"\xff\xfe\xff")

    assert not tokens.valid(signed(NORA))
    with pytest.raises(ValueError, match="not valid"):
        tokens.user(signed(NORA))


def test_the_plain_functions_judge_by_the_settings(
    tmp_path: Path, revoked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = but(exp=2**40)
    monkeypatch.setenv("CAREERVP_STATE_DIR", str(tmp_path))
    assert not validate_token(token)

    monkeypatch.setenv("CAREERVP_TOKEN_SECRET", SECRET)

    assert validate_token(token)
    assert not validate_token(but(exp=1_000_000_000))
    assert get_user_from_token(f"Bearer {token}").email == "nora@example.com"
    revoked.write_text("t-1\n")
    assert not validate_token(token)


@pytest.mark.parametrize("secret", ["", "short", "é" * 15])
def test_without_a_secret_of_32_bytes_no_token_holds(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("CAREERVP_TOKEN_SECRET", secret)

    assert not validate_token(signed(NORA))
    with pytest.raises(ValueError, match="CAREERVP_TOKEN_SECRET"):
        get_user_from_token(signed(NORA))

"""Tokens: whether one holds, and whose it is. Only the HTTP transport asks."""

import base64
import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from pydantic import SecretStr

from careervp_mcp.settings import Settings, SettingsRefused, read_settings

REVOKED = "revoked-tokens.txt"
"""The list in the state folder: on each line a token's `jti`, or the SHA-256 of the whole token in hex."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST_EMAIL = 254
_OUR_CLOCK = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
"""The library would ask its own clock."""


@dataclass(frozen=True, slots=True)
class User:
    """Who a token was given to."""

    user_id: str
    email: str


class Tokens:
    """Judges tokens by one secret, one revocation list and a clock in aware UTC."""

    def __init__(self, secret: SecretStr, revoked_path: Path, clock: Callable[[], datetime]) -> None:
        self._secret = secret
        self._revoked_path = revoked_path
        self._clock = clock

    def valid(self, token: str) -> bool:
        """Whether it is signed with HS256 and our secret, has not expired and is not revoked; never raises."""
        try:
            self._claims(token)
        except ValueError:
            return False
        return True

    def user(self, token: str) -> User:
        """Whose it is; raises ValueError where it does not hold or names no e-mail."""
        claims = self._claims(token)
        email = claims.get("email")
        if not isinstance(email, str) or len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email):
            raise ValueError("the token has no e-mail")
        return User(claims.get("sub") or email, email)

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            return self._checked(token.strip().removeprefix("Bearer ").strip())
        except Exception:  # noqa: BLE001 - whatever a stranger sends and a library says of it: it is no token
            raise ValueError("the token is not valid") from None

    def _checked(self, token: str) -> Mapping[str, Any]:
        secret = self._secret.get_secret_value()
        options: Any = {"require": ["exp"], **_OUR_CLOCK}
        read = jwt.decode_complete(token, secret, algorithms=["HS256"], options=options)
        claims: Mapping[str, Any] = read["payload"]
        now = self._clock().timestamp()
        if not now < _instant(claims["exp"]) or now < _instant(claims.get("nbf", 0)):
            raise ValueError("out of its time")
        revoked = {line.strip() for line in self._revoked_path.read_text("utf-8-sig").splitlines()}
        if not revoked.isdisjoint({claims.get("jti"), token_hash(token, read["signature"])}):
            raise ValueError("revoked")
        return claims


def token_hash(token: str, signature: bytes) -> str:
    """What the revocation list calls a token; one that spells the same signature otherwise has the same."""
    spelled = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
    return hashlib.sha256(f"{token.rpartition('.')[0]}.{spelled}".encode()).hexdigest()


def _instant(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("not an instant")
    return value


def tokens_of(settings: Settings) -> Tokens | None:
    """What judges tokens by these settings; None where no secret is set."""
    if settings.token_secret is None:
        return None
    revoked = settings.state_dir.expanduser().resolve() / REVOKED
    return Tokens(settings.token_secret, revoked, lambda: datetime.now(UTC))


def validate_token(token: str) -> bool:
    """Whether a token holds by this process's settings; never raises."""
    tokens = _of_this_process()
    return tokens is not None and tokens.valid(token)


def get_user_from_token(token: str) -> User:
    """Whose a token is by this process's settings; raises ValueError where it does not hold or has no e-mail."""
    tokens = _of_this_process()
    if tokens is None:
        raise ValueError("the token is not valid: this process has no CAREERVP_TOKEN_SECRET to judge it by")
    return tokens.user(token)


def _of_this_process() -> Tokens | None:
    try:
        return tokens_of(read_settings())
    except (SettingsRefused, OSError, RuntimeError):  # the last: a home folder that nobody knows
        return None

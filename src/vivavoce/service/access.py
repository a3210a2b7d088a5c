"""Who may call: keys, one-time tokens, session tokens; and how many calls a plan has in flight."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from vivavoce.inworld.signature import RECIPES, Variant, sign
from vivavoce.service.bodies import take_text
from vivavoce.service.refusals import Refusal, invalid, unauthenticated

if TYPE_CHECKING:
    from collections.abc import Iterator

PLANS = {"on-demand": 5, "creator": 10, "builder": 50, "developer": 150, "growth": 500}
"""Generations in flight (docs.inworld.ai, Concurrency limits, autumn 2026)."""

WORKSPACE = "local"
_SESSION_SECONDS = 4 * 3600
_TOKENS_A_MINUTE = 60
_MOST_TOKENS = 10_000
_MOST_NONCES = 100_000
_SIGNED = re.compile(
    r"IW1-HMAC-SHA256 ApiKey=([^,]*),DateTime=(\d{14}),Nonce=([0-9a-f]+),Signature=([0-9a-f]{64})"
)


@dataclass(slots=True)
class _Token:
    owner: str = field(repr=False)
    expires: float
    once: bool
    writes: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """Who was let in.

    Attributes:
        key: the API key, also behind a token, so that its plan counts them all.
        writes: permission for POST, PATCH and DELETE of the Voice API.
        basic: whether it was the key itself, by the Basic scheme.
    """

    key: str = field(repr=False)
    writes: bool = True
    basic: bool = False


class Access:
    """Keys and tokens of one running service.

    Args:
        keys: the only keys let in, as copied from the portal; empty for any.
        restricted: those of them without write permission.
        plan: name of a plan, for the number of calls in flight; None for no limit.
        open_door: whether nobody is asked, as on premises.
    """

    def __init__(
        self,
        *,
        keys: tuple[str, ...] = (),
        restricted: tuple[str, ...] = (),
        plan: str | None = None,
        open_door: bool = False,
    ) -> None:
        self._keys, self._restricted = (*keys, *restricted), restricted
        self.plan = plan
        self._limit = PLANS[plan] if plan else None
        self._open = open_door
        self._tokens: dict[str, _Token] = {}
        self._made: list[float] = []
        self._nonces: dict[str, None] = {}
        self._flying: dict[str, int] = {}
        self._open_sockets: dict[str, int] = {}

    def admit(self, header: str) -> Caller:
        """The caller behind an `Authorization` header.

        Raises:
            Refusal: 16 without credentials, 7 with unknown ones.
        """
        if self._open:
            return Caller("on-premises")
        scheme, _, value = header.strip().partition(" ")
        value = value.strip()
        if scheme.lower() not in {"basic", "bearer"} or not value:
            raise unauthenticated()
        if scheme.lower() == "bearer" and value in self._tokens:
            return self._use(value)
        if self._knows(value, self._keys) or not self._keys:
            writes = not self._knows(value, self._restricted)
            return Caller(value, writes, basic=scheme.lower() == "basic")
        raise Refusal(7, f'API key does not exist or was deleted: "{value[:4]}***"')

    def _knows(self, value: str, keys: tuple[str, ...]) -> bool:
        """Compared in constant time, with every key."""
        found = [hmac.compare_digest(value.encode(), key.encode()) for key in keys]
        return any(found)

    def _use(self, value: str) -> Caller:
        token = self._tokens[value]
        if token.once or token.expires < time.time():
            del self._tokens[value]
        if token.expires < time.time():
            raise unauthenticated()
        return Caller(token.owner, token.writes)

    @contextmanager
    def occupy(self, caller: Caller) -> Iterator[None]:
        """A place in flight for as long as the answer lasts.

        Raises:
            Refusal: 8 over the plan's limit.
        """
        with self._hold(self._flying, caller, 1, "too many requests in flight"):
            yield

    @contextmanager
    def keep_open(self, caller: Caller) -> Iterator[None]:
        """A place for a WebSocket: ten for each call in flight (docs.inworld.ai, autumn 2026).

        Raises:
            Refusal: 8 over the plan's limit; how the service refuses them is not documented.
        """
        with self._hold(self._open_sockets, caller, 10, "too many open connections"):
            yield

    @contextmanager
    def _hold(self, taken: dict[str, int], caller: Caller, share: int, full: str) -> Iterator[None]:
        """One of the places of a key, `share` for each call in flight that its plan allows."""
        count = taken.get(caller.key, 0)
        if self._limit is not None and count >= share * self._limit:
            raise Refusal(8, full)
        taken[caller.key] = count + 1
        try:
            yield
        finally:
            taken[caller.key] -= 1
            if not taken[caller.key]:
                del taken[caller.key]

    def make_token(self, caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
        """A one-time token (docs.inworld.ai, Authentication, Sep 2026).

        Raises:
            Refusal: for a Bearer caller, a bad life time or reference, or too many tokens.
        """
        if not caller.basic:
            raise Refusal(7, "tokens are made with Basic credentials only")
        now = time.time()
        self._made = [moment for moment in self._made if moment > now - 60]
        if len(self._made) >= _TOKENS_A_MINUTE:
            raise Refusal(8, "too many tokens")
        expires = _read_expiry(body, now)
        reference = take_text(body, "clientReferenceId")
        if len(reference) > 256 or not (reference.isascii() and reference.isprintable()):
            raise invalid("client_reference_id must be at most 256 printable ASCII characters")
        once = body.get("singleUse") is not False
        self._made.append(now)
        key_id = uuid.uuid5(uuid.NAMESPACE_OID, caller.key)
        return {
            "name": f"tokens/{uuid.uuid4()}",
            "accessToken": self._remember(caller.key, expires, once=once, writes=caller.writes),
            "expireTime": show_time(expires),
            "singleUse": once,
            "clientReferenceId": reference,
            "createTime": show_time(now),
            "apiKey": f"workspaces/{WORKSPACE}/apikeys/{key_id}",
        }

    def make_session(self, variant: Variant, header: str) -> dict[str, Any]:
        """A session token for a signed request.

        Raises:
            Refusal: 7 if the signature is wrong or its nonce was used before, 16 if there is none.
        """
        match = _SIGNED.fullmatch(header.strip())
        if match is None:
            raise unauthenticated()
        key_id, moment, nonce, _ = match.groups()
        owner = key_id if not self._keys else ""
        for key in self._keys:
            name, secret = _split(key)
            line = sign(variant, key_id=key_id, secret=secret, moment=moment, nonce=nonce)
            if name == key_id and hmac.compare_digest(header.strip().encode(), line.encode()):
                owner = key
        if not owner or nonce in self._nonces:
            raise Refusal(7, "invalid authorization signature")
        self._nonces[nonce] = None
        forget_oldest(self._nonces, _MOST_NONCES)
        expires = time.time() + _SESSION_SECONDS
        writes = owner not in self._restricted
        answer = {
            "token": self._remember(owner, expires, once=False, writes=writes),
            "expirationTime": show_time(expires),
        }
        if variant is Variant.A:
            answer |= {"type": "Bearer", "sessionId": f"default:{uuid.uuid4()}"}
        return answer

    def _remember(self, owner: str, expires: float, *, once: bool, writes: bool) -> str:
        for stale in [t for t, row in self._tokens.items() if row.expires < time.time()]:
            del self._tokens[stale]
        token = secrets.token_urlsafe(32)
        self._tokens[token] = _Token(owner, expires, once, writes)
        forget_oldest(self._tokens, _MOST_TOKENS)
        return token


SESSION_PATHS = {recipe.path: variant for variant, recipe in RECIPES.items()}


def forget_oldest(kept: dict[str, Any], most: int) -> None:
    """Keep the newest of what was put in."""
    while len(kept) > most:
        del kept[next(iter(kept))]


def show_time(seconds: float) -> str:
    """Seconds since 1970 as RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _split(key: str) -> tuple[str, str]:
    try:
        name, _, secret = base64.b64decode(key, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _read_expiry(body: dict[str, Any], now: float) -> float:
    ttl, until = take_text(body, "ttl"), take_text(body, "expireTime")
    if ttl and until:
        raise invalid("set ttl or expire_time, not both")
    if until:
        try:
            seconds = datetime.fromisoformat(until).timestamp() - now
        except (ValueError, OverflowError):
            raise invalid("expire_time must be an RFC 3339 time") from None
    else:
        match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,9})?)s", ttl or "900s", re.ASCII)
        if match is None:
            raise invalid("ttl must be a duration such as 300s")
        seconds = float(match[1])
    if not 1 <= seconds <= 3600:
        raise invalid("the life of a token is 1 s to 1 h")
    return now + seconds

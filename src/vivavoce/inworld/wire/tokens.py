"""Bodies of the token endpoints (docs.inworld.ai, Authentication, Sep 2026). Snake case."""

from __future__ import annotations

from vivavoce.inworld.wire.base import Answer, Body


class TokenRequest(Body, frozen=True, kw_only=True, rename=None):
    """A one-time token: `ttl` such as `300s`, or an RFC 3339 `expire_time`, never both."""

    single_use: bool | None = None
    ttl: str | None = None
    expire_time: str | None = None
    client_reference_id: str | None = None


class TokenAnswer(Answer, frozen=True, kw_only=True):
    """A one-time token. `access_token` is secret: it leaves this package only as a `Secret`."""

    name: str = ""
    access_token: str = ""
    expire_time: str = ""
    single_use: bool = False
    client_reference_id: str = ""
    create_time: str = ""
    api_key: str = ""


class SessionRequestA(Body, frozen=True, kw_only=True, omit_defaults=False):
    """Session token, older variant."""

    key: str
    resources: tuple[str, ...] = ("workspaces/default",)


class SessionRequestB(Body, frozen=True, kw_only=True, rename=None):
    """Session token, documented variant."""

    api_key: str


class SessionAnswer(Answer, frozen=True, kw_only=True):
    """A session token; variant B promises only the first two fields."""

    token: str = ""
    expiration_time: str = ""
    type: str = "Bearer"
    session_id: str = ""

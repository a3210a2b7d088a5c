"""Tokens (docs.inworld.ai, Authentication, Sep 2026)."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vivavoce.inworld.auth import split_key
from vivavoce.inworld.calls import Call
from vivavoce.inworld.errors import ProtocolError
from vivavoce.inworld.protocol.exchange import ask
from vivavoce.inworld.retry import NO_RETRY, Repeat
from vivavoce.inworld.secret import Secret
from vivavoce.inworld.signature import RECIPES, Variant, format_moment, new_nonce, sign
from vivavoce.inworld.values import Token
from vivavoce.inworld.wire import (
    SessionAnswer,
    SessionRequestA,
    SessionRequestB,
    TokenAnswer,
    TokenRequest,
    encode,
)

if TYPE_CHECKING:
    from vivavoce.inworld.auth import SessionTokens
    from vivavoce.inworld.calls import Steps
    from vivavoce.inworld.retry import RetryPolicy


def create(request: TokenRequest, policy: RetryPolicy) -> Steps[Token]:
    """Mint a one-time token; only `Basic` callers may. A repeat leaves a token that expires."""
    call = Call(method="POST", path="/auth/v1/tokens", body=encode(request), repeat=Repeat.HARMLESS)
    answer = yield from ask(call, TokenAnswer, policy)
    if not answer.access_token:
        raise ProtocolError("The service answered without a token.")
    return Token(
        Secret(answer.access_token),
        read_time(answer.expire_time),
        answer.single_use,
        answer.name,
        answer.client_reference_id,
    )


def create_session(auth: SessionTokens) -> Steps[Token]:
    """Mint a session token with a signature made from the key.

    Raises:
        ConfigError: if the key does not decode to `id:secret`.
    """
    key_id, secret = split_key(auth.key)
    header = sign(
        auth.variant,
        key_id=key_id,
        secret=secret.reveal(),
        moment=format_moment(time.time()),
        nonce=new_nonce(auth.variant),
    )
    body = (
        SessionRequestA(key=key_id)
        if auth.variant is Variant.A
        else SessionRequestB(api_key=key_id)
    )
    call = Call(
        method="POST",
        path=RECIPES[auth.variant].path,
        body=encode(body),
        credentials=False,
        authorization=Secret(header),
    )
    answer = yield from ask(call, SessionAnswer, NO_RETRY)
    if not answer.token:
        raise ProtocolError("The service answered without a token.")
    return Token(Secret(answer.token), read_time(answer.expiration_time))


def read_time(text: str) -> float | None:
    """Seconds since 1970 for an RFC 3339 time, or None."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()

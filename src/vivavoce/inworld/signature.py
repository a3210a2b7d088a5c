"""Signatures of session tokens: HMAC-SHA256 passed on as raw digests, step by step.

Variant A is Inworld's own sample code (inworld-nodejs-jwt-sample-app, Sep 2025), variant B the
documentation (docs.inworld.ai, Session tokens, Sep 2026). Both are deprecated in favour of one-time
tokens.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Variant(StrEnum):
    """Which of the two session-token endpoints to ask."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one variant signs and where it asks."""

    path: str
    host: str
    method: str
    nonce_digits: int


RECIPES = {
    Variant.A: Recipe(
        "/auth/v1/tokens/token:generate",
        "api-engine.inworld.ai",
        "ai.inworld.engine.WorldEngine/GenerateToken",
        11,
    ),
    Variant.B: Recipe(
        "/v1/sessionTokens/token:generate",
        "api.inworld.ai",
        "ai.inworld.engine.v1.SessionTokens/GenerateSessionToken",
        32,
    ),
}


def sign_steps(secret: str, messages: list[str]) -> list[str]:
    """The digest after each step, as lower-case hex; the last one is the signature."""
    key, digests = f"IW1{secret}".encode(), []
    for message in messages:
        key = hmac.digest(key, message.encode(), "sha256")
        digests.append(key.hex())
    return digests


def sign(variant: Variant, *, key_id: str, secret: str, moment: str, nonce: str) -> str:
    """The `Authorization` header for a session-token request.

    Args:
        variant: which endpoint it is for.
        key_id: the part of the key before the colon.
        secret: the part behind it.
        moment: UTC, `YYYYMMDDHHMMSS`.
        nonce: hex digits, new for every request.
    """
    recipe = RECIPES[variant]
    messages = [moment, recipe.host, recipe.method, nonce, "iw1_request"]
    signature = sign_steps(secret, messages)[-1]
    fields = f"ApiKey={key_id},DateTime={moment},Nonce={nonce},Signature={signature}"
    return f"IW1-HMAC-SHA256 {fields}"


def new_nonce(variant: Variant) -> str:
    """Random hex digits, as many as the variant wants."""
    digits = RECIPES[variant].nonce_digits
    return secrets.token_hex((digits + 1) // 2)[:digits]


def format_moment(seconds: float) -> str:
    """A time in seconds since 1970 as the signature wants it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%d%H%M%S")

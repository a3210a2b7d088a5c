"""Where the service is and how to deal with it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vivavoce.errors import ConfigError
from vivavoce.inworld.auth import ApiKey, NoAuth, find_key
from vivavoce.inworld.limits import Plan
from vivavoce.inworld.retry import RetryPolicy

if TYPE_CHECKING:
    from vivavoce.inworld.auth import Auth

BASE_URL_VARIABLE = "INWORLD_BASE_URL"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes; sync answers hold at most 16 MB of audio, a third more as Base64 (limits, Aug 2026)."""


class Region(StrEnum):
    """Servers; a key works in the region it was made in (Enterprise, documented Aug 2026)."""

    GLOBAL = "https://api.inworld.ai"
    EU = "https://api.eu.inworld.ai"
    INDIA = "https://api.in.inworld.ai"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for each part of an exchange.

    Attributes:
        connect: for a connection.
        read: for the next bytes of an answer.
        write: for the next bytes of a request to leave.
        pool: for a free connection of our own.
    """

    connect: float = 10.0
    read: float = 60.0
    write: float = 30.0
    pool: float = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How a client behaves.

    Attributes:
        timeouts: how long to wait.
        retry: when to try again.
        concurrency: most requests for speech in flight; see `Plan`.
        http2: use HTTP/2 where the server speaks it; None for whenever the extra `http2` is there.
        largest_answer: bytes of an answer or a stream that are read before giving up.
        known_models_only: refuse models without a dialect table, which are mostly misspelt.
    """

    timeouts: Timeouts = field(default=Timeouts())
    retry: RetryPolicy = field(default=RetryPolicy())
    concurrency: int = Plan.ON_DEMAND
    http2: bool | None = None
    largest_answer: int = LARGEST_ANSWER
    known_models_only: bool = True


def choose_auth(key: str | None, auth: Auth | None) -> Auth:
    """The credentials to use: `auth`, else a key given or found in the environment.

    Raises:
        ConfigError: if there are none, or they are not in the right form.
    """
    if auth is not None:
        if key is not None:
            raise ConfigError("Give a key or auth, not both.")
        return auth
    return ApiKey(find_key(key))


def choose_base_url(base_url: str | None, auth: Auth) -> str:
    """The address to talk to: given, else from `INWORLD_BASE_URL`, else the global server.

    Raises:
        ConfigError: if it is no address, or would carry credentials unencrypted.
    """
    url = (base_url or os.environ.get(BASE_URL_VARIABLE) or Region.GLOBAL).rstrip("/")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        raise ConfigError(f"{url!r} is no base URL; write one such as {Region.GLOBAL}.")
    if parts.username or parts.password:
        raise ConfigError("The base URL holds a password; give credentials as key or auth.")
    if parts.scheme == "http" and host not in _LOOPBACK and not isinstance(auth, NoAuth):
        raise ConfigError(
            f"{host} is asked over http, which would show the credentials to everybody on the way."
            " Use https, or NoAuth() on premises."
        )
    return url

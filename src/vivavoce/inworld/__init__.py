"""The Inworld service: requests in, speech and its alignment out.

Importing this package is cheap; httpx, websockets and soundfile are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

_HOMES = {
    "ApiKey": "auth",
    "AsyncClient": "async_client",
    "BearerToken": "auth",
    "Client": "client",
    "ContextSettings": "wire",
    "FetchedToken": "auth",
    "InworldEngine": "engine",
    "InworldError": "errors",
    "NoAuth": "auth",
    "Plan": "limits",
    "Region": "settings",
    "RetryPolicy": "retry",
    "Secret": "secret",
    "SessionTokens": "auth",
    "Settings": "settings",
    "Speech": "values",
    "SpeechChunk": "values",
    "SpeechRequest": "wire",
    "Timeouts": "settings",
    "Token": "values",
    "VoiceQuery": "protocol.voices",
}

if TYPE_CHECKING:
    from vivavoce.inworld.async_client import AsyncClient
    from vivavoce.inworld.auth import ApiKey, BearerToken, FetchedToken, NoAuth, SessionTokens
    from vivavoce.inworld.client import Client
    from vivavoce.inworld.engine import InworldEngine
    from vivavoce.inworld.errors import InworldError
    from vivavoce.inworld.limits import Plan
    from vivavoce.inworld.protocol.voices import VoiceQuery
    from vivavoce.inworld.retry import RetryPolicy
    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.settings import Region, Settings, Timeouts
    from vivavoce.inworld.values import Speech, SpeechChunk, Token
    from vivavoce.inworld.wire import ContextSettings, SpeechRequest

__all__ = [
    "ApiKey",
    "AsyncClient",
    "BearerToken",
    "Client",
    "ContextSettings",
    "FetchedToken",
    "InworldEngine",
    "InworldError",
    "NoAuth",
    "Plan",
    "Region",
    "RetryPolicy",
    "Secret",
    "SessionTokens",
    "Settings",
    "Speech",
    "SpeechChunk",
    "SpeechRequest",
    "Timeouts",
    "Token",
    "VoiceQuery",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only on first use

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""What both kinds of WebSocket session need: addresses, headers, the meaning of failures."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from vivavoce.errors import MissingExtraError
from vivavoce.inworld.calls import Reply
from vivavoce.inworld.errors import (
    AuthError,
    Exchange,
    InworldError,
    NetworkError,
    ProtocolError,
    StalledError,
)
from vivavoce.inworld.replies import read_error
from vivavoce.inworld.secret import clean_message
from vivavoce.inworld.sockets import LARGEST_FRAME, PATH
from vivavoce.inworld.transport import get_version

if TYPE_CHECKING:
    from types import ModuleType

    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.settings import Settings

_LOG = logging.getLogger("vivavoce.inworld.websocket")
_PROTOCOL_TOKEN = re.compile(r"[A-Za-z0-9._~!#$%&'*+^`|-]+")


def build_url(base_url: str) -> str:
    """The WebSocket's address on the server of `base_url`."""
    return "ws" + base_url.removeprefix("http") + PATH


def build_options(authorization: Secret | None, settings: Settings) -> dict[str, Any]:
    """Arguments for `connect`: a key travels as header, a token as subprotocol, none in the URL."""
    options: dict[str, Any] = {
        "additional_headers": {},
        "compression": None,
        "max_size": LARGEST_FRAME,
        "close_timeout": 2.0,
        "open_timeout": settings.timeouts.connect,
        "user_agent_header": f"vivavoce/{get_version()}",
        "logger": _LOG,
    }
    if authorization is None:
        return options
    scheme, _, value = authorization.reveal().partition(" ")
    if scheme == "Bearer" and _PROTOCOL_TOKEN.fullmatch(value):
        options["subprotocols"] = [f"bearer_{value}"]
    else:
        options["additional_headers"] = {"Authorization": authorization.reveal()}
    return options


def load(name: str) -> ModuleType:
    """A module of the websockets library.

    Raises:
        MissingExtraError: if it is not installed.
    """
    from importlib import import_module  # noqa: PLC0415 - an optional library

    try:
        return import_module(f"websockets.{name}")
    except ImportError:
        raise MissingExtraError("stream", "Speaking over a WebSocket") from None


def translate_opening(error: Exception) -> InworldError:
    """The typed error for a handshake that failed; it does not refer to the exception."""
    response = getattr(error, "response", None)
    if response is not None:
        body = bytes(response.body or b"")
        headers = {name.lower(): value for name, value in response.headers.raw_items()}
        return read_error(Reply(response.status_code, headers, body, ""))
    said = clean_message(str(error)) or type(error).__name__
    if isinstance(error, TimeoutError):
        return StalledError("Inworld took too long to open the WebSocket.", sent=False)
    if isinstance(error, OSError):
        return NetworkError(
            f"No connection to Inworld ({said}). Check the base URL and the network.", sent=False
        )
    return ProtocolError(f"The server does not speak the WebSocket protocol ({said}).")


def translate_closing(error: Exception) -> NetworkError:
    """The typed error for a connection that closed."""
    said = clean_message(str(error)) or type(error).__name__
    return NetworkError(f"The WebSocket to Inworld closed ({said}).", sent=True)


def explain_silence(seconds: float, *, answered: bool) -> InworldError:
    """The typed error for a socket that says nothing; a wrong key is met with silence."""
    if answered:
        return StalledError(f"Inworld has said nothing for {seconds:g} s.", sent=True)
    return AuthError(
        f"Inworld has said nothing at all for {seconds:g} s. That is how it meets a wrong key over"
        " a WebSocket: check INWORLD_API_KEY.",
        Exchange(),
    )

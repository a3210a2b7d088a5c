"""Values that must not be seen, and text cleaned of them."""

from __future__ import annotations

import logging
import re
from hmac import compare_digest
from typing import NoReturn

_HIDDEN = "***"
_CREDENTIALS = re.compile(
    r"(?i)\b(basic|bearer|bearer_)([\s_:]*)[A-Za-z0-9+/=._~-]{12,}"
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*"
    r"|(?<=Signature=)[0-9a-f]{16,}"
    r"|\"?[^\s\"]{1,8}\*{3}\"?"
)
_QUERY = re.compile(r"(https?://[^\s?\"']+)\?[^\s\"']+")
_UNPRINTABLE = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Secret:
    """Text that prints as nothing. Only `reveal` gives it away, at the moment it is sent."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret()"

    def __str__(self) -> str:
        return ""

    def __format__(self, spec: str) -> str:
        return ""

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled or copied to disk")

    def reveal(self) -> str:
        """The text itself."""
        return self._value


def redact(text: str, *secrets: Secret) -> str:
    """`text` without the secrets, credentials, fragments of keys and signed queries."""
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), _HIDDEN)
    text = _CREDENTIALS.sub(lambda m: f"{m[1]}{m[2]}{_HIDDEN}" if m[1] else _HIDDEN, text)
    return _QUERY.sub(r"\1?" + _HIDDEN, text)


def clean_message(text: str, *secrets: Secret, longest: int = 300) -> str:
    """What a server said, fit to be shown: one line, no control characters, no secrets."""
    line = _UNPRINTABLE.sub(" ", text[: 4 * longest]).strip()
    line = redact(line, *secrets)
    return line if len(line) <= longest else line[:longest] + "…"


class LogGuard(logging.Filter):
    """Cleans log records of libraries that would print headers (websockets, hpack) or addresses."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: set[Secret] = set()

    def learn(self, secret: Secret) -> None:
        """Also hide this one from now on."""
        self._secrets.add(secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, cleaned."""
        record.msg = redact(record.getMessage(), *self._secrets)
        record.args = ()
        return True


_GUARD = LogGuard()
_LEAKY = ("httpx", "hpack.hpack", "hpack.table", "vivavoce.inworld.websocket")


def guard_logs(*secrets: Secret) -> None:
    """Keep secrets out of the logs of the libraries underneath. Calling it again is harmless."""
    for secret in secrets:
        _GUARD.learn(secret)
    for name in _LEAKY:
        logging.getLogger(name).addFilter(_GUARD)

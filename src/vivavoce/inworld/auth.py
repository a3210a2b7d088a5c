"""Who we are to the service.

A key is copied from the Portal and sent as it is: it already is Base64 of `id:secret`
(docs.inworld.ai, Authentication). Code that runs at a customer's should never hold the key: let a
backend of yours mint a token and hand that over::

    # on your server, which knows INWORLD_API_KEY
    token = client.tokens.create(ttl=60)
    return {"token": token.value.reveal(), "expires": token.expires}

    # at the customer's
    client = Client(auth=FetchedToken(ask_my_server))
"""

from __future__ import annotations

import binascii
import os
import stat
from base64 import b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivavoce.errors import ConfigError
from vivavoce.inworld.secret import Secret
from vivavoce.inworld.signature import Variant

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from vivavoce.inworld.values import Token

KEY_VARIABLE = "INWORLD_API_KEY"
_WHERE = "Copy the Base64 key from the Inworld Portal, API keys, exactly as it stands there."
_MARGIN_SHARE = 0.1
_MARGIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ApiKey:
    """The key itself, `Authorization: Basic <key>`.

    Attributes:
        key: as copied.
        bearer: send it as `Bearer` instead; behaves alike, but cannot mint tokens.
    """

    key: Secret
    bearer: bool = False


@dataclass(frozen=True, slots=True)
class BearerToken:
    """A token somebody minted: a session token, or a one-time token for one request."""

    token: Secret


@dataclass(frozen=True, slots=True)
class NoAuth:
    """No credentials, as on premises."""


@dataclass(frozen=True, slots=True)
class FetchedToken:
    """Tokens from a function of yours, asked again shortly before the last one expires.

    Attributes:
        fetch: returns a `Token`; may be `async` with `AsyncClient`. A single-use token is used for
            one request and then asked for again.
    """

    fetch: Callable[[], Token | Awaitable[Token]]


@dataclass(frozen=True, slots=True)
class SessionTokens:
    """Session tokens (deprecated), minted with the key and renewed before they expire."""

    key: Secret
    variant: Variant = Variant.B


Auth = ApiKey | BearerToken | NoAuth | FetchedToken | SessionTokens


@dataclass(slots=True)
class TokenShelf:
    """The token in use. Drivers hold a lock around `needs_new` and `put`."""

    token: Token | None = None
    born: float = 0.0
    used: bool = field(default=False)

    def needs_new(self, now: float) -> bool:
        """Whether there is no token good for one more request."""
        token = self.token
        if token is None or (token.single_use and self.used):
            return True
        if token.expires is None:
            return False
        life = token.expires - self.born
        return now >= token.expires - min(_MARGIN_SECONDS, _MARGIN_SHARE * life)

    def put(self, token: Token, now: float) -> None:
        """Take a new token into use."""
        self.token, self.born, self.used = token, now, False

    def take(self) -> Secret:
        """The token for one request."""
        assert self.token is not None
        self.used = True
        return self.token.value

    def drop(self, refused: Secret) -> None:
        """Forget a token the service refused, unless it has been replaced already."""
        if self.token is not None and self.token.value == refused:
            self.token = None


def find_key(
    key: str | None = None,
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Secret:
    """The API key: given, else from the file, else from `INWORLD_API_KEY`.

    Raises:
        ConfigError: if there is none, it is not what the Portal shows, or the file can be read by
            others.
    """
    if key is not None:
        return check_key(key, "The key given")
    if file is not None:
        return check_key(_read_key_file(file), f"The key in {file}")
    found = (os.environ if environ is None else environ).get(KEY_VARIABLE, "")
    if not found.strip():
        raise ConfigError(f"No Inworld API key: set {KEY_VARIABLE}. {_WHERE}")
    return check_key(found, f"The key in {KEY_VARIABLE}")


def check_key(key: str, what: str) -> Secret:
    """The key as a secret, if it looks like one.

    Raises:
        ConfigError: if it is empty, still has its scheme in front, or is not in the Portal's form.
    """
    key = key.strip()
    if not key:
        raise ConfigError(f"{what} is empty. {_WHERE}")
    if ":" in key:
        raise ConfigError(
            f"{what} is `id:secret`, the decoded form. The service wants the Base64 form. {_WHERE}"
        )
    if key.split()[0].lower() in {"basic", "bearer"} and len(key.split()) > 1:
        raise ConfigError(f"{what} begins with a word that is not part of it: leave the word out.")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(f"{what} holds blanks or letters no key has. {_WHERE}")
    return Secret(key)


def split_key(key: Secret) -> tuple[str, Secret]:
    """Id and secret of a copied key, as session tokens need them.

    Raises:
        ConfigError: if the key does not decode to `id:secret`.
    """
    try:
        name, _, secret = b64decode(key.reveal(), validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        name = secret = ""
    if not name or not secret:
        raise ConfigError(f"The key does not decode to `id:secret`. {_WHERE}")
    return name, Secret(secret)


def _read_key_file(path: Path) -> str:
    try:
        with path.open(encoding="ascii") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError(f"Others can read {path}: run `chmod 600 {path}` first.")
            return file.read(4096)
    except OSError as error:
        raise ConfigError(f"Cannot read the key file {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} holds no key. {_WHERE}") from None

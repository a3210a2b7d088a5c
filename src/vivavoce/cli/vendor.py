"""What the commands that ask Inworld share: address, credentials, files to and from the service."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vivavoce.inworld import Client
    from vivavoce.speech import Engine

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS = (
    click.option(
        "--base-url",
        metavar="URL",
        help="Another server: a region, on premises, `viva serve`. Default: INWORLD_BASE_URL.",
    ),
    click.option(
        "--key-file",
        metavar="FILE",
        help="A file that holds the key and that only you can read. Default: INWORLD_API_KEY.",
    ),
    click.option("--no-key", is_flag=True, help="Send no credentials, as on premises."),
)


@dataclass(frozen=True, slots=True)
class Access:
    """Where the service is and who asks.

    Attributes:
        base_url: its address, or None for `INWORLD_BASE_URL`, else the global server.
        key_file: a file with the key, or None for `INWORLD_API_KEY`.
        no_key: whether to send no credentials.
    """

    base_url: str | None = None
    key_file: str | None = None
    no_key: bool = False


def service_options(command: F) -> F:
    """`--base-url`, `--key-file` and `--no-key`; the key itself is never an argument."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def open_client(access: Access, *, concurrency: int | None = None) -> Client:
    """A client for the service.

    Raises:
        ConfigError: if key or address are missing or not in the right form.
    """
    from vivavoce.inworld import Client, NoAuth, Settings

    settings = Settings() if concurrency is None else Settings(concurrency=concurrency)
    if access.no_key:
        return Client(auth=NoAuth(), base_url=access.base_url, settings=settings)
    key = _find_key(access)
    return Client(key, base_url=access.base_url, settings=settings)


@contextmanager
def use_engine(engine: Engine, access: Access, *, jobs: int = 1) -> Iterator[Engine]:
    """The engine, reaching the service as asked if it is the one that needs it.

    Raises:
        ConfigError: if it needs a key and there is none.
    """
    if engine.name != "inworld":
        yield engine
        return
    from vivavoce.inworld import InworldEngine

    with open_client(access, concurrency=jobs) as client:
        yield InworldEngine(client)


def _find_key(access: Access) -> str:
    from vivavoce.errors import ConfigError
    from vivavoce.inworld.auth import find_key

    try:
        return find_key(file=Path(access.key_file) if access.key_file else None).reveal()
    except ConfigError as error:
        if access.key_file or not str(error).startswith("No Inworld API key"):
            raise
        raise ConfigError(
            f"{error} Or name a file with --key-file; a server on premises needs --no-key."
        ) from None


def read_bytes(name: str, most: int) -> bytes:
    """A file's bytes.

    Raises:
        FileError: if it cannot be read, or is larger than `most` bytes.
    """
    from vivavoce.errors import FileError

    try:
        with Path(name).open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise FileError(f"Cannot read {name}: {error.strerror}.") from error
    if len(data) > most:
        raise FileError(f"{name} is larger than {most // 1_000_000} MB.")
    return data


def name_sound(data: bytes) -> str:
    """The ending of a sound file, from its first bytes."""
    return ".wav" if data[:4] == b"RIFF" else ".mp3"

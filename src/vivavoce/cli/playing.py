"""Play sound with whatever player the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from vivavoce.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAYERS = (
    ("afplay",), ("pw-play",), ("paplay",), ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
)  # fmt: skip


def play_candidates(transcriptions: Sequence[str], language: str) -> None:
    """Speak transcriptions one after the other on the local voice.

    Raises:
        UsageError: if the machine has no player.
        MissingExtraError: if the local voice is not installed.
        SpeechError: if it fails.
    """
    from vivavoce.facade import say

    player = find_player()
    for ipa in transcriptions:
        text = " ".join(f"/{part}/" for part in ipa.split())
        play(say(text, language=language).audio.to_wav(), player)


def find_player() -> tuple[str, ...]:
    """The command that plays a WAV file; empty on Windows, which plays by itself.

    Raises:
        UsageError: if there is none.
    """
    if sys.platform == "win32":
        return ()
    for command in _PLAYERS:
        if shutil.which(command[0]):
            return command
    names = ", ".join(command[0] for command in _PLAYERS)
    raise UsageError(f"Nothing here can play sound. Install one of {names}.")


def play(wav: bytes, player: tuple[str, ...]) -> None:
    """Play a WAV file held in memory, and wait for its end."""
    handle, path = tempfile.mkstemp(suffix=".wav")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(wav)
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(path, winsound.SND_FILENAME)
        else:
            subprocess.run([*player, path], check=False)  # noqa: S603 - a player and our own file
    finally:
        os.unlink(path)

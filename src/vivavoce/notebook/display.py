"""Takes in a notebook: a player that goes on working without a kernel."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from vivavoce._files import write_atomic
from vivavoce.errors import UsageError
from vivavoce.exports.html import compare_html, player_html
from vivavoce.notebook.sendable import make_sendable

if TYPE_CHECKING:
    from pathlib import Path

    from vivavoce.speech import Take

LARGE = 2_000_000
"""Bytes an output may add to a notebook before it says so."""

HUGE = 30_000_000
"""Bytes of sound that a page can hold and still open within two seconds; an hour, 158 MB, takes
eight in Chromium even with no player around it (`benchmarks/notebook/long_take.py`)."""


class Player:
    """One take, or several aligned word by word, as the last value of a cell.

    Args:
        takes: what to play.
        sources: for each take where its sound lies, relative to the notebook; none embeds it, which
            needs no other file.

    Raises:
        UsageError: if there is no take, or not one source for each.
    """

    def __init__(self, *takes: Take, sources: tuple[str, ...] = ()) -> None:
        if not takes or len(sources) not in {0, len(takes)}:
            raise UsageError("A player needs at least one take, and one source for each or none.")
        self.takes = takes
        self.sources = sources

    def __repr__(self) -> str:
        return "\n".join(describe_take(take) for take in self.takes)

    def _repr_html_(self) -> str:
        sound = sum(len(take.audio.samples) for take in self.takes)
        if sound > HUGE and not self.sources:
            return _refuse(sound, repr(self))
        html = make_sendable(self._draw())
        size = len(html.encode())
        return html + (_warn(size) if size > LARGE else "")

    def _draw(self) -> str:
        if len(self.takes) > 1:
            return compare_html(self.takes, sources=self.sources)
        return player_html(self.takes[0], source=self.sources[0] if self.sources else "")

    def beside(self, folder: Path, stem: str = "") -> Player:
        """The same with the sound in WAV files, for takes too large to keep in a notebook.

        Args:
            folder: where the notebook lies; the player finds the files there.
            stem: what to name the files; "" takes the title of the take.

        Raises:
            FileError: if a file cannot be written.
        """
        names = []
        for number, take in enumerate(self.takes, start=1):
            bare = re.sub(r"[^\w-]+", "-", stem or take.title).strip("-") or "take"
            name = f"{bare}-{number}.wav" if len(self.takes) > 1 else f"{bare}.wav"
            write_atomic(folder / name, take.audio.to_wav())
            names.append(name)
        return Player(*self.takes, sources=tuple(names))


def describe_take(take: Take) -> str:
    """A take in one line, for terminals: title, length, words, voices, engine."""
    voices = ", ".join(dict.fromkeys(request.voice for request in take.requests))
    facts = [
        f"Take {take.title!r}" if take.title else "Take",
        f"{take.audio.duration:.1f} s",
        f"{len(take.alignment.words)} words",
        f"{voices} ({take.provenance.engine})",
    ]
    if take.provenance.cost:
        facts.append(f"${take.provenance.cost:.4f}")
    return " · ".join(facts)


_ADVICE = "Player(take).beside(Path('.'))"


def _refuse(size: int, takes: str) -> str:
    return _note(
        f"{escape(takes)}<br>This is {size / 1e6:.0f} MB of sound, too much to keep in a notebook. "
        f"To play it from a file beside the notebook: <code>{escape(_ADVICE)}</code>"
    )


def _warn(size: int) -> str:
    return _note(
        f"This output adds {size / 1e6:.1f} MB to the notebook. To keep the sound in a file beside "
        f"it instead: <code>{escape(_ADVICE)}</code>"
    )


def _note(html: str) -> str:
    return f'<p role="note" style="margin:6px 0;font-size:13px">{html}</p>'

"""The takes of a workbench and what the writer thinks of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vivavoce.errors import UsageError
from vivavoce.notebook.widgets.workbench.recipe import write_recipe

if TYPE_CHECKING:
    from vivavoce.notebook.widgets.workbench.protocol import Choices
    from vivavoce.speech import Take

_LONGEST_LABEL = 120


@dataclass(slots=True)
class Entry:
    """A take in the list.

    Attributes:
        take: the take.
        choices: the settings it was made with.
        label: what the writer calls it; "" for its words.
        stars: 0 to 5; 0 for not rated.
        kept: whether a player of it stays in the notebook.
        partial: whether it broke off or was stopped.
    """

    take: Take
    choices: Choices
    label: str = ""
    stars: int = 0
    kept: bool = False
    partial: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.label or " ".join(word.text for word in self.take.alignment.words)[:60]

    @property
    def titled(self) -> Take:
        """The take under the name its writer gave it."""
        return replace(self.take, title=self.label) if self.label else self.take


class Entries(dict[str, Entry]):
    """Takes by id, in order of making; the last one discarded can be had back."""

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[str, Entry] = {}

    def find(self, name: str) -> Entry:
        """The entry of a take.

        Raises:
            UsageError: if it is not there any more.
        """
        if name not in self:
            raise UsageError("That take is gone. Speak it again.")
        return self[name]

    def discard(self, name: str) -> None:
        """Take one out; nothing happens if it is out."""
        if name in self:
            self._before = dict(self)
            del self[name]

    def restore(self, name: str) -> None:
        """Put the one discarded last back into its place.

        Raises:
            UsageError: if it is another.
        """
        entry = self._before.get(name)
        if entry is None or name in self:
            raise UsageError("That take cannot be had back. Speak it again.")
        now = dict(self)
        order = [*self._before, *(key for key in now if key not in self._before)]
        self.clear()
        self.update({key: now.get(key, entry) for key in order if key in now or key == name})

    def rename(self, name: str, label: str) -> None:
        """Call a take something else."""
        self.find(name).label = " ".join(label.split())[:_LONGEST_LABEL]

    def describe(self) -> list[dict[str, Any]]:
        """The value of the `takes` trait."""
        return [_describe(name, entry) for name, entry in self.items()]


def _describe(name: str, entry: Entry) -> dict[str, Any]:
    take = entry.take
    made = take.provenance
    return {
        "id": name,
        "label": entry.name,
        "voice": ", ".join(dict.fromkeys(request.voice for request in take.requests)),
        "engine": made.engine,
        "model": made.model,
        "duration": round(take.audio.duration, 3),
        "cost": made.cost,
        "latency": made.latency,
        "notes": list(made.notes),
        "stars": entry.stars,
        "kept": entry.kept,
        "partial": entry.partial,
        "code": write_recipe(take),
    }

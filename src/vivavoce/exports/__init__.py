"""Takes as files that others read. Formats are plug-ins: a file that defines `EXPORT`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from vivavoce.speech import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file format for takes.

    Attributes:
        name: what `--format` calls it; the module's name.
        title: what it is, in a few words, for lists.
        suffix: of its files, dot included.
        media_type: as the web names it.
        render: the bytes of the file; total, whatever the take says.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    render: Callable[[Take], bytes]
